import { isCancellation } from '../cancellation/is-cancellation.ts';
import { cancellations } from '../contract/cancellations/cancellations.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { taking } from '../graph/taking.ts';
import { promised } from '../waiting/promises/promised.ts';
import { checkTime } from '../time/limit.ts';
import { withTimeout } from '../time/with-timeout.ts';
import { TASK_GROUP_OPTIONS, TaskGroup, type TaskGroupOptions } from './task-group.ts';

const OPTIONS = [...TASK_GROUP_OPTIONS, 'timeout', 'signal'];

/** Options of `TaskGroup.run`. */
export interface TaskScopeOptions extends TaskGroupOptions {
  /** For the whole scope, in ms. When it is over, the tasks are killed, and the call throws a `Timeout`. */
  readonly timeout?: number | null;
  /** Its abort kills the tasks; the call throws the signal's reason. */
  readonly signal?: AbortSignal | null;
}

/**
 * Calls `fn` with a new `TaskGroup`, and returns when it has returned and all tasks have ended. If it throws, the tasks are killed
 * first.
 *
 * Kill and timeout safety: however the call ends, no task runs any more; their `finally` blocks have run. While it waits for that,
 * nothing interrupts it.
 *
 * @returns what `fn` returns, or what the promise that it returns comes to; with the policy `race`, what the first task has ended with
 * @throws {AggregateError} if tasks have failed; see `TaskGroup` for the policies. If `fn` has failed as well, its error is the first. With the
 *   policy `race` also if no task has ended with a value: if there was none, or all were killed
 * @throws whatever `fn` throws, if no task has failed
 * @throws {Timeout} if `timeout` ms are over first
 * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
 * @throws {RangeError} if `timeout` is negative
 * @throws {SwitchError} outside greenlets
 */
export function taskGroup<T>(
  fn: (group: TaskGroup<T>) => unknown,
  options: TaskScopeOptions & { readonly policy: 'race' },
): T;
export function taskGroup<R>(fn: (group: TaskGroup) => R, options?: TaskScopeOptions): Awaited<R>;
export function taskGroup(fn: (group: TaskGroup) => unknown, options: TaskScopeOptions = NO_OPTIONS): unknown {
  'use greenlet';
  checkOptions(options, OPTIONS);
  assertCallback(fn);
  const { timeout = null, signal = null, ...own } = options;
  checkTime(timeout);
  if (timeout === null && signal === null) return scope(fn, own);
  const call = (): unknown => {
    'use greenlet';
    return scope(fn, own);
  };
  return withTimeout(timeout, call, { signal });
}

function scope(fn: (group: TaskGroup) => unknown, options: TaskGroupOptions): unknown {
  'use greenlet';
  const group = new TaskGroup(options);
  group.endHostWhenWon();
  taking.made?.(group, taskGroup);
  try {
    const result = untilWon(group, fn);
    group.throwFailure();
    return group.policy === 'race' ? group.wonValue() : result;
  } catch (error) {
    throw withFailure(group, error);
  } finally {
    group.leave();
  }
}

/** What to throw if the scope has ended by an error: a cancellation as it is, or one with the errors of the tasks. */
function withFailure(group: TaskGroup, error: unknown): unknown {
  'use no greenlet';
  if (error === group.failure || isCancellation(error)) return error;
  const failure = group.giveFailure();
  if (failure === null) return error;
  if (failure.errors.includes(error)) return failure;
  return new AggregateError([error, ...(failure.errors as unknown[])], failure.message, { cause: error });
}

/** The same, unless a race was over before. */
function untilWon(group: TaskGroup, fn: (group: TaskGroup) => unknown): unknown {
  'use greenlet';
  try {
    return joined(group, fn);
  } catch (error) {
    if (group.isVictory(error)) return undefined;
    throw error;
  }
}

/** What `fn` returns. However that ends, all tasks have ended, too. */
function joined(group: TaskGroup, fn: (group: TaskGroup) => unknown): unknown {
  'use greenlet';
  const since = cancellations.tick();
  try {
    const result = promised(fn(group), 'taskGroup()', since);
    group.join();
    return result;
  } finally {
    group.close();
  }
}
