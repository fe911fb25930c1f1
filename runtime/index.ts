/** The public names of `greenlets`. */
export { run } from './run.ts';
export type { StartOptions } from './start-options.ts';
export type { Limit, LimitOptions } from './limit.ts';
export { spawn, spawnLater } from './spawn.ts';
export { spawnRaw } from './spawn-raw.ts';
export { sleep, type SleepOptions } from './sleep.ts';
export { wait, type WaitOptions } from './wait.ts';
export { Greenlet, type Killer, type KillOptions } from './greenlet.ts';
export { getCurrent } from './core/greenlet.ts';
export { kill } from './kill.ts';
export { inGreenlet } from './in-greenlet.ts';
export { isCancellation } from './is-cancellation.ts';
export { joinAll, killAll, type JoinOptions } from './join.ts';
export { iwait, waitFor, type ReadyIterator } from './iwait.ts';
export type { Linkable } from './linkable.ts';
export { Timeout } from './timeout.ts';
export { withTimeout, type WithTimeoutOptions } from './with-timeout.ts';
export { Event } from './event.ts';
export type { Async } from './async-form.ts';
export { AsyncResult } from './async-result.ts';
export { Semaphore } from './semaphore.ts';
export { BoundedSemaphore } from './bounded-semaphore.ts';
export { RLock } from './rlock.ts';
export { Condition } from './condition.ts';
export { Queue } from './queue.ts';
export { LifoQueue } from './lifo-queue.ts';
export { PriorityQueue, type PriorityQueueOptions } from './priority-queue.ts';
export { Channel } from './channel.ts';
export { Empty, Full, ShutDown } from './queue-errors.ts';
export { Group } from './group.ts';
export { Pool, PoolFull, type AddOptions } from './pool.ts';
export type { MapIterator, MapOptions } from './map-iterator.ts';
export { local } from './local.ts';
export { GreenletExit, SwitchError } from './core/errors.ts';
export { InvalidSwitchError, LoopExit, type StuckGreenlet } from './hub/errors.ts';
export {
  getOpenFileLimit,
  getRecursionLimit,
  getSwitchInterval,
  setErrorHandler,
  setOpenFileLimit,
  setRecursionLimit,
  setSwitchInterval,
} from './settings.ts';
export type { ErrorHandler } from './hub/report.ts';
export { shutdown } from './shutdown.ts';
