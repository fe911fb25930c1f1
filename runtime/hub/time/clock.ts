import type { TimeSource } from '../host/host.ts';
import { LONGEST_DELAY } from './milliseconds.ts';
import { Timers, type Expirable, type Timer } from './timers.ts';

interface Alarm {
  readonly deadline: number;
  readonly ref: boolean;
  cancel(): void;
}

/** All timers of the hub on at most one timer of the host. */
export class Clock {
  readonly #host: TimeSource;
  readonly #ring: () => void;
  readonly #timers = new Timers();
  #alarm: Alarm | null = null;

  /** @param ring called when the host's timer fires: the time for `expireDue` */
  constructor(host: TimeSource, ring: () => void) {
    this.#host = host;
    this.#ring = ring;
  }

  /** Does not set the host's timer: call `arm` when no more changes are to come. */
  add(ms: number, target: Expirable, ref: boolean): Timer {
    return this.#timers.add(this.#host.now() + ms, target, ref);
  }

  remove(timer: Timer): void {
    this.#timers.remove(timer);
  }

  /** Expires the timers whose time has come; those added meanwhile wait for the next call. */
  expireDue(): void {
    if (this.#timers.next === undefined) return;
    const now = this.#host.now();
    for (let timer; (timer = this.#timers.takeDue(now)) !== undefined;) timer.target.expire();
  }

  /** What is to expire, in no order. */
  get targets(): readonly Expirable[] {
    return this.#timers.all.map(({ target }) => target);
  }

  /** Whether a timer's time has come. */
  get isDue(): boolean {
    const { delay } = this;
    return delay !== undefined && delay <= 0;
  }

  /** Milliseconds until the next timer expires; undefined if there is none. */
  get delay(): number | undefined {
    const { next } = this.#timers;
    return next === undefined ? undefined : next.deadline - this.#host.now();
  }

  /** Sets the host's timer for the next deadline. One that is already set for an earlier moment is left alone. */
  arm(): void {
    const { next, hasRef } = this.#timers;
    if (next === undefined) return this.disarm();
    if (this.#alarm !== null && this.#alarm.deadline <= next.deadline && this.#alarm.ref === hasRef) return;
    this.disarm();
    const delay = Math.min(Math.max(0, Math.ceil(next.deadline - this.#host.now())), LONGEST_DELAY);
    const cancel = this.#host.setTimeout(() => this.#fire(), delay, hasRef);
    this.#alarm = { deadline: next.deadline, ref: hasRef, cancel };
  }

  disarm(): void {
    this.#alarm?.cancel();
    this.#alarm = null;
  }

  #fire(): void {
    this.#alarm = null;
    this.#ring();
  }
}
