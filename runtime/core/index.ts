/** Greenlets without a scheduler: raw switching. */
export { Greenlet, getCurrent } from './greenlet.ts';
export { GreenletExit, SwitchError } from './errors.ts';
