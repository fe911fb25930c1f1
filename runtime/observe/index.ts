/** The public names of `greenlets/observe`. */
export { trackObjects } from '../graph/names.ts';
export type { Deadlock } from '../graph/deadlock-finder.ts';
export { explainDeadlocks, findDeadlocks, watchDeadlocks, type WatchOptions } from './deadlocks.ts';
export { trace, type TraceOptions } from './trace.ts';
