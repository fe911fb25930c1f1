/** Greenlets without a scheduler: raw switching. */
export { Greenlet, getCurrent } from './greenlet.ts';
export type { LogicalFrame, SourcePosition } from './logical-frame.ts';
export type { Context } from '../contract/contexts/contexts.ts';
export { getTrace, setTrace, type TraceHook } from './switching/tracing.ts';
export { GreenletExit, SwitchError } from './errors/errors.ts';
export { Continulet, permute } from './continulets/continulet.ts';
export { generator, type Genlet } from './continulets/generator.ts';
