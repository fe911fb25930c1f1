import { Clock } from './clock.ts';
import type { Host, TimeSource } from '../host/host.ts';
import type { Expirable, Timer } from './timers.ts';

/** The timers of the hub: on the clock of its host, or on the fake clock that was installed when they were set. */
export class Clocks {
  readonly #host: Host;
  readonly #ring: () => void;
  readonly #real: Clock;
  /** Those that have timers. */
  readonly #fakes = new Map<TimeSource, Clock>();
  readonly #fakeTimers = new WeakMap<Timer, Clock>();

  /** @param ring called when a timer of the host, or a fake one, fires: the time for `expireDue` */
  constructor(host: Host, ring: () => void) {
    this.#host = host;
    this.#ring = ring;
    this.#real = new Clock(host, ring);
  }

  /** Does not set the host's timer: call `arm` when no more changes are to come. */
  add(ms: number, target: Expirable, ref: boolean): Timer {
    const fake = this.#host.fakeTime?.() ?? null;
    if (fake === null) return this.#real.add(ms, target, ref);
    const clock = this.#fakes.get(fake) ?? new Clock(fake, this.#ring);
    this.#fakes.set(fake, clock);
    const timer = clock.add(ms, target, ref);
    this.#fakeTimers.set(timer, clock);
    return timer;
  }

  remove(timer: Timer): void {
    const clock = this.#fakes.size === 0 ? this.#real : (this.#fakeTimers.get(timer) ?? this.#real);
    clock.remove(timer);
  }

  /** Expires the timers whose time has come; those added meanwhile wait for the next call. */
  expireDue(): void {
    this.#real.expireDue();
    if (this.#fakes.size === 0) return;
    for (const clock of this.#fakes.values()) clock.expireDue();
  }

  /** Whether a timer's time has come. */
  get isDue(): boolean {
    if (this.#real.isDue) return true;
    if (this.#fakes.size === 0) return false;
    for (const clock of this.#fakes.values()) if (clock.isDue) return true;
    return false;
  }

  /** What is to expire on any of the clocks, in no order. */
  get targets(): readonly Expirable[] {
    return [this.#real, ...this.#fakes.values()].flatMap((clock) => clock.targets);
  }

  /** In how many ms the next timer of the host's own clock expires; undefined if there is none. */
  get delay(): number | undefined {
    return this.#real.delay;
  }

  /** Sets the timers of the host for the next deadlines. */
  arm(): void {
    this.#real.arm();
    if (this.#fakes.size === 0) return;
    for (const [source, clock] of this.#fakes) {
      clock.arm();
      if (clock.delay === undefined) this.#fakes.delete(source);
    }
  }

  disarm(): void {
    this.#real.disarm();
    for (const clock of this.#fakes.values()) clock.disarm();
  }
}
