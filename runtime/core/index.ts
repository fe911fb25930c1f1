/** Greenlets without a scheduler: raw switching. */
export { Greenlet, getCurrent } from './greenlet.ts';
export { GreenletExit, SwitchError } from './errors.ts';
export { Continulet, permute } from './continulets/continulet.ts';
export { generator, type Genlet } from './continulets/generator.ts';
