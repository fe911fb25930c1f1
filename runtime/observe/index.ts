/** The public names of `greenlets/observe`. */
export { assertSwitches, type AssertSwitchesOptions } from './assert-switches.ts';
export { trackObjects } from '../graph/makers.ts';
export type { Deadlock } from '../graph/deadlocks/deadlock-finder.ts';
export { explainDeadlocks, findDeadlocks, watchDeadlocks, type WatchOptions } from './deadlocks.ts';
export { dumpGreenlets, type GreenletDump, type GreenletState, type WaitDump } from './dump.ts';
export { monitor, type Monitor, type MonitorCounters, type MonitorOptions } from './monitor/monitor.ts';
export type { Blocked } from './monitor/thread.ts';
export type { KindOfWait } from './profile/kind-of-wait.ts';
export { profile } from './profile/profile.ts';
export type { FreezeSite, Prediction, Profile, RunSite, WaitSite } from './profile/types.ts';
export { printRunInfo } from './run-info.ts';
export type { StackLine } from './stack-lines.ts';
export { greenletTree } from './tree.ts';
export { trackWaits } from './wait-times.ts';
export { trace, type TraceOptions } from './trace.ts';
