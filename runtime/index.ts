/** The public names of `greenlets`. */
import { explainDeadlockedPrograms } from './graph/deadlocks/explainer.ts';

export { run } from './greenlets/run.ts';
export type { SpawnOptions } from './greenlets/spawning/spawn-options.ts';
export type { StartOptions } from './greenlets/spawning/start-options.ts';
export type { Limit, LimitOptions } from './time/limit.ts';
export { spawn, spawnLater } from './greenlets/spawning/spawn.ts';
export { spawnRaw } from './greenlets/spawning/spawn-raw.ts';
export { idle } from './time/idle.ts';
export { sleep, type SleepOptions } from './time/sleep.ts';
export { iterate } from './async/iterate.ts';
export { wait, type WaitOptions } from './async/wait.ts';
export { Greenlet } from './greenlets/greenlet.ts';
export type { Killer, KillOptions } from './greenlets/ending/kill-options.ts';
export { getCurrent } from './core/greenlet.ts';
export { addSpawnCallback, removeSpawnCallback } from './greenlets/spawning/spawn-callbacks.ts';
export { spawnerOf, spawnStackOf, trackSpawns, treeLocals } from './greenlets/spawning/spawn-tree.ts';
export { kill } from './greenlets/ending/kill.ts';
export { inGreenlet, type GreenletPromise } from './greenlets/in-greenlet.ts';
export { isCancellation } from './cancellation/is-cancellation.ts';
export { joinAll, killAll, type JoinOptions } from './groups/joining/join.ts';
export { iwait, waitFor, type ReadyIterator, type WaitForOptions } from './groups/joining/iwait.ts';
export type { Linkable } from './waiting/links/linkable.ts';
export type { Waitable } from './waiting/links/sources.ts';
export { Timeout } from './time/timeout.ts';
export { withTimeout, type WithTimeoutOptions } from './time/with-timeout.ts';
export type { NameOptions } from './graph/names.ts';
export { Event } from './sync/event.ts';
export type { Async } from './greenlets/async-form.ts';
export { AsyncResult } from './sync/async-result.ts';
export { Semaphore } from './sync/semaphore.ts';
export { BoundedSemaphore } from './sync/bounded-semaphore.ts';
export { RLock } from './sync/rlock.ts';
export { Barrier, BrokenBarrierError } from './sync/barrier.ts';
export { Condition } from './sync/condition.ts';
export { Queue } from './queues/queue.ts';
export { LifoQueue } from './queues/lifo-queue.ts';
export type { Compare } from './queues/queue-order.ts';
export { PriorityQueue, type PriorityQueueOptions } from './queues/priority-queue.ts';
export { Channel } from './queues/channel.ts';
export { Empty, Full, ShutDown } from './queues/queue-errors.ts';
export { select, type Selected } from './select/select.ts';
export { putting, type Putting, type Selectable } from './select/cases.ts';
export { Group } from './groups/group.ts';
export type { GroupJoinOptions } from './groups/members.ts';
export { TaskGroup, type TaskGroupOptions, type TaskPolicy } from './groups/task-group.ts';
export { taskGroup, type TaskScopeOptions } from './groups/task-scope.ts';
export { Pool, PoolFull, type AddOptions } from './groups/pool.ts';
export type { MapIterator, MapOptions } from './groups/mapping/map-iterator.ts';
export { local, type LocalOptions } from './greenlets/local.ts';
export { traceErrors } from './core/switching/trace-errors.ts';
export { GreenletExit, SwitchError } from './core/errors/errors.ts';
export { InvalidSwitchError, LoopExit, type StuckGreenlet } from './hub/errors/errors.ts';
export {
  getOpenFileLimit,
  getRecursionLimit,
  getSwitchInterval,
  setOpenFileLimit,
  setRecursionLimit,
  setSwitchInterval,
} from './hub/settings.ts';
export { setErrorHandler, setFatalErrors, setQuietErrors, type ErrorClass } from './hub/errors/error-policy.ts';
export type { ErrorHandler } from './hub/errors/report.ts';
export { shutdown } from './greenlets/ending/shutdown.ts';

// A constant: see tsdown.config.ts.
if (process.env.GREENLETS_IN_BUNDLES === undefined) explainDeadlockedPrograms();
