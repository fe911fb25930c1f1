/** What has become of a greenlet. */
export type Phase = typeof NEW | typeof BEGUN | typeof DRIVING | typeof DEAD;

export const NEW = 0;
/** It runs, or is suspended. */
export const BEGUN = 1;
/** Native code of it drives a trampoline, so that nothing can be delivered to it. */
export const DRIVING = 2;
export const DEAD = 3;
