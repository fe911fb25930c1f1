/** The public names of `greenlets/observe`. */
export { trace, type TraceOptions } from './trace.ts';
