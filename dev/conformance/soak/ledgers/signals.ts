import { Empty, GreenletExit, ShutDown } from 'greenlets';
import { getEventListeners } from 'node:events';
import type { Report } from '../report.ts';
import { Slots } from './slots.ts';

/** What a signal is aborted with, which need not be an error. */
class Abortion extends Error {
  override readonly name = 'Abortion';
}

/** Nobody who was interrupted by one of these may take it for what calls throw in the normal course of events. */
const REASONS: readonly ((number: number) => unknown)[] = [
  (number) => new Abortion(`signal ${number}`),
  () => new Empty(),
  () => new ShutDown(),
  () => new GreenletExit(),
  (number) => `signal ${number}`,
  () => null,
  () => 0,
  () => new DOMException('aborted', 'AbortError'),
];

/** Signals, and what they have been aborted with. Whoever is through with a signal must leave no listener. */
export class Signals {
  readonly #controllers = new Slots(3, () => new AbortController());
  readonly #used = new Set<AbortSignal>();
  readonly #reasons = new Set<unknown>();
  readonly #report: Report;
  #aborted = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  at(index: number): AbortSignal {
    return this.use(this.#controllers.at(index).signal);
  }

  /** Watches a signal that somebody else has made. */
  use(signal: AbortSignal): AbortSignal {
    this.#used.add(signal);
    return signal;
  }

  /** Aborts a signal; the next one takes its place now, or it stays there for those who come too late. */
  abort(index: number, variant: number): void {
    const isToStay = index % 2 === 0;
    const controller = isToStay ? this.#controllers.at(index) : this.#controllers.renew(index);
    if (controller.signal.aborted) this.#controllers.renew(index);
    controller.abort(this.createReason(variant));
  }

  createReason(variant: number): unknown {
    const reason = REASONS[variant % REASONS.length]?.(++this.#aborted);
    this.#reasons.add(reason);
    return reason;
  }

  /** A greenlet is killed with this, with which its own signal is aborted. */
  addReason(reason: unknown): void {
    this.#reasons.add(reason);
  }

  /** Whether a signal was aborted with this. */
  isReason(error: unknown): boolean {
    return this.#reasons.has(error);
  }

  /** At the end, when nobody waits any more. */
  audit(): void {
    for (const signal of this.#used) {
      const { length } = getEventListeners(signal, 'abort');
      if (length > 0) this.#report(`a signal has ${length} listeners at the end`);
    }
  }
}
