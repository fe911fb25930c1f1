import { contexts } from '../../runtime/contract/contexts/contexts.ts';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import type { Host } from '../../runtime/hub/host/host.ts';

interface VirtualTimer {
  readonly deadline: number;
  readonly ref: boolean;
  readonly callback: () => void;
}

const nothing = (): null => null;

/**
 * An event loop that is turned by hand, with a clock that jumps to the next timer: tests of seconds take no time, and
 * always go the same way. Like Node's it ends when nothing is left that keeps it alive, and then tells the idle
 * listeners. Promises settle as they do in reality, between turns.
 */
export class VirtualHost implements Host {
  /** How often the loop was turned. */
  turns = 0;
  #time = 0;
  #immediates: (() => void)[] = [];
  readonly #timers = new Set<VirtualTimer>();
  readonly #idleListeners = new Set<() => void>();
  readonly captureContext = contexts?.capture ?? nothing;
  readonly captureEmptyContext = contexts?.captureEmpty ?? nothing;

  now(): number {
    return this.#time;
  }

  /** Pretends that a computation took `ms`. */
  compute(ms: number): void {
    this.#time += ms;
  }

  setTimeout(callback: () => void, ms: number, ref: boolean): () => void {
    const timer = { deadline: this.#time + ms, ref, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  setImmediate(callback: () => void): void {
    this.#immediates.push(callback);
  }

  queueMicrotask(callback: () => void): void {
    queueMicrotask(callback);
  }

  onIdle(callback: () => void): () => void {
    this.#idleListeners.add(callback);
    return () => void this.#idleListeners.delete(callback);
  }

  /** Whether a timer is set that keeps the loop alive. */
  get awaitsTimer(): boolean {
    return [...this.#timers].some(({ ref }) => ref);
  }

  get listensForIdle(): boolean {
    return this.#idleListeners.size > 0;
  }

  /** What would still keep the loop busy, in words. */
  get remains(): string[] {
    const counts: [number, string][] = [
      [this.#immediates.length, 'immediates'],
      [this.#timers.size, 'timers'],
      [this.#idleListeners.size, 'idle listeners'],
    ];
    return counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  }

  /** Turns the loop until `done`. Throws if nothing is left that could happen before. */
  async turnUntil(done: () => boolean): Promise<void> {
    if (!(await this.turnsUntil(done))) throw new Error('the event loop has ended, but the promise is pending');
  }

  /** The same, but returns false then. */
  async turnsUntil(done: () => boolean): Promise<boolean> {
    for (;;) {
      await promisesSettled();
      if (done()) return true;
      if (!this.#turn()) return false;
    }
  }

  /** Lets happen what is to happen now; the clock stands still. */
  async settle(): Promise<void> {
    do await promisesSettled();
    while (this.#runImmediates());
  }

  /** Turns the loop until nothing is left that could happen. */
  async drain(): Promise<void> {
    do await promisesSettled();
    while (this.#turn());
  }

  #turn(): boolean {
    this.turns++;
    return this.#runImmediates() || this.#runTimer() || this.tellIdle();
  }

  #runImmediates(): boolean {
    const immediates = this.#immediates;
    this.#immediates = [];
    for (const immediate of immediates) immediate();
    return immediates.length > 0;
  }

  /** Of those that are due at the same time, the one that was set first. */
  #runTimer(): boolean {
    let next: VirtualTimer | undefined;
    let keepsAlive = false;
    for (const timer of this.#timers) {
      keepsAlive ||= timer.ref;
      if (next === undefined || timer.deadline < next.deadline) next = timer;
    }
    if (next === undefined || !keepsAlive) return false;
    this.#timers.delete(next);
    this.#time = Math.max(this.#time, next.deadline);
    next.callback();
    return true;
  }

  /** Tells those who listen that nothing can happen any more. Returns whether they have found something to do. */
  tellIdle(): boolean {
    for (const listener of this.#idleListeners) listener();
    return this.#immediates.length > 0;
  }
}

/** When all promises that can settle have done so. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => defaultHost.setImmediate(resolve));
}
