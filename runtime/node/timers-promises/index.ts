/**
 * `node:timers/promises` whose functions block: they return what the promises of the originals are fulfilled with.
 *
 * All of them throw a `SwitchError` outside greenlets, and where unmarked code stands in between: no timer has been
 * started then. They throw an `AbortError` when `options.signal` fires.
 *
 * Kill and timeout safety: a greenlet that is killed while it waits cancels its timer.
 */
import type { TimerOptions } from 'node:timers';
import * as original from 'node:timers/promises';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { waitOr } from '../../web/waiting.ts';
import { cancellable } from './cancellable.ts';
import { Interval } from './interval.ts';
import { isPlain } from './plain.ts';
import { ImmediateWait, TimeoutWait } from './waits.ts';

/** The names that this module replaces. */
export const implemented = ['setTimeout', 'setImmediate', 'setInterval', 'scheduler'] as const;

/**
 * Blocks for some time.
 *
 * Kill and timeout safety: a greenlet that is killed while it waits cancels its timer.
 *
 * @param delay in ms
 * @param value what to return
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; no timer has been started then
 */
export function setTimeout<T = void>(delay?: number, value?: T, options?: TimerOptions): T {
  'use greenlet';
  if (isPlain(delay, options)) return new TimeoutWait<T>(delay, value as T, options).wait();
  assertCanWait('setTimeout()');
  const controller = new AbortController();
  return waitOr('setTimeout()', startTimeout(delay, value, options, controller), () => controller.abort());
}

/**
 * Blocks until the event loop has looked after input and output once.
 *
 * Kill and timeout safety: a greenlet that is killed while it waits cancels what it waits for.
 *
 * @param value what to return
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has been started then
 */
export function setImmediate<T = void>(value?: T, options?: TimerOptions): T {
  'use greenlet';
  if (isPlain(undefined, options)) return new ImmediateWait<T>(value as T, options).wait();
  assertCanWait('setImmediate()');
  const controller = new AbortController();
  return waitOr('setImmediate()', startImmediate(value, options, controller), () => controller.abort());
}

/**
 * An iterable whose every step blocks until the next tick: `for (const value of setInterval(100, value))`.
 *
 * Kill and timeout safety: a greenlet that is killed while it waits for a tick ends the interval.
 *
 * @param delay between two ticks, in ms
 * @param value what each tick yields
 * @throws {SwitchError} by its steps, outside greenlets and where unmarked code stands in between
 */
export function setInterval<T = void>(delay?: number, value?: T, options?: TimerOptions): Interval<T> {
  return new Interval(delay, value, options);
}

/** The scheduler of the Scheduling APIs, blocking. */
export const scheduler = {
  /**
   * `setTimeout` without a value.
   *
   * Kill and timeout safety: as `setTimeout`.
   *
   * @throws {SwitchError} as `setTimeout`
   */
  wait(delay: number, options?: TimerOptions): void {
    'use greenlet';
    assertCanWait('scheduler.wait()');
    setTimeout(delay, undefined, options);
  },
  /**
   * `setImmediate` without a value.
   *
   * Kill and timeout safety: as `setImmediate`.
   *
   * @throws {SwitchError} as `setImmediate`
   */
  yield(): void {
    'use greenlet';
    assertCanWait('scheduler.yield()');
    setImmediate();
  },
};

/** The whole of `node:timers/promises`, in blocking style. */
export default { setTimeout, setImmediate, setInterval, scheduler };

/* Not compiled, so these have the originals. */

function startTimeout<T>(
  delay: number | undefined,
  value: T | undefined,
  options: TimerOptions | undefined,
  { signal }: AbortController,
): Promise<T> {
  return original.setTimeout(delay, value, cancellable(options, signal));
}

function startImmediate<T>(
  value: T | undefined,
  options: TimerOptions | undefined,
  { signal }: AbortController,
): Promise<T> {
  return original.setImmediate(value, cancellable(options, signal));
}
