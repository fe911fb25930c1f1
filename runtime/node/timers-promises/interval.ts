import type { TimerOptions } from 'node:timers';
import { setInterval as start } from 'node:timers/promises';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { waitOr } from '../../web/waiting.ts';
import { cancellable } from './cancellable.ts';

/**
 * The ticks of an interval: a loop over it blocks until the next one. The interval begins with the first tick that is
 * asked for, and ends when the loop is left.
 *
 * Kill and timeout safety: a greenlet that is killed while it waits for a tick ends the interval.
 */
export class Interval<T> implements Iterator<T, undefined, undefined> {
  readonly #controller = new AbortController();
  readonly #ticks: AsyncIterator<T>;

  constructor(delay: number | undefined, value: T | undefined, options: TimerOptions | undefined) {
    this.#ticks = start(delay, value, cancellable(options, this.#controller.signal)) as AsyncIterator<T>;
  }

  [Symbol.iterator](): this {
    return this;
  }

  /** For `for await`, in code that is not compiled: the original iterator. */
  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.#ticks;
  }

  /**
   * Blocks until the next tick.
   *
   * Kill and timeout safety: a greenlet that is killed while it waits ends the interval.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; no tick has been asked for
   *   then
   */
  next(): IteratorResult<T, undefined> {
    'use greenlet';
    assertCanWait('setInterval()');
    return waitOr('setInterval()', this.#ticks.next(), () => this.#controller.abort()) as IteratorResult<T, undefined>;
  }

  return(): IteratorResult<T, undefined> {
    void this.#ticks.return?.();
    return { done: true, value: undefined };
  }
}
