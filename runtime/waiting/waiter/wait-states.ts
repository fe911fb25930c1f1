/* The states, in this order, after the one in which the wait has not begun: 0. No yield points, so they are not positive. */
export const WAITING = -1;
export const WOKEN = -2;
export const FAILED = -3;
export const OVER = -4;

/** How a wait ends. */
export type Ending = typeof WOKEN | typeof FAILED;
