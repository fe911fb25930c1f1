import { contexts } from '../../../runtime/contract/contexts/contexts.ts';
import type { Host } from '../../../runtime/hub/host.ts';

interface Timeout {
  readonly deadline: number;
  readonly ref: boolean;
  readonly callback: () => void;
}

// Captured, so that nothing in a round can replace it.
const nextTurn = setImmediate;

/** An event loop that is turned by hand, with a clock that jumps to the next timer: the same every time. */
export class SoakHost implements Host {
  #time = 0;
  #immediates: (() => void)[] = [];
  readonly #timeouts = new Set<Timeout>();
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
    const timeout = { deadline: this.#time + ms, ref, callback };
    this.#timeouts.add(timeout);
    return () => void this.#timeouts.delete(timeout);
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

  /** What would still keep the loop busy, in words. */
  get remains(): string[] {
    const counts: [number, string][] = [
      [this.#immediates.length, 'immediates'],
      [this.#timeouts.size, 'timers'],
      [this.#idleListeners.size, 'idle listeners'],
    ];
    return counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  }

  /** Turns the loop until `isOver`; returns false if nothing is left that could happen before. */
  async turnUntil(isOver: () => boolean): Promise<boolean> {
    for (;;) {
      await settled();
      if (isOver()) return true;
      if (!this.#runImmediates() && !this.#runTimeout() && !this.#runIdleListeners()) return false;
    }
  }

  /** Lets happen what is to happen now; the clock stands still. */
  async settle(): Promise<void> {
    do await settled();
    while (this.#runImmediates());
  }

  #runImmediates(): boolean {
    const immediates = this.#immediates;
    this.#immediates = [];
    for (const immediate of immediates) immediate();
    return immediates.length > 0;
  }

  #runTimeout(): boolean {
    let next: Timeout | undefined;
    let hasRef = false;
    for (const timeout of this.#timeouts) {
      hasRef ||= timeout.ref;
      if (next === undefined || timeout.deadline < next.deadline) next = timeout;
    }
    if (next === undefined || !hasRef) return false;
    this.#timeouts.delete(next);
    this.#time = Math.max(this.#time, next.deadline);
    next.callback();
    return true;
  }

  #runIdleListeners(): boolean {
    for (const listener of this.#idleListeners) listener();
    return this.#immediates.length > 0;
  }
}

const nothing = (): null => null;

/** When all promises that can settle have done so. */
function settled(): Promise<void> {
  return new Promise((resolve) => void nextTurn(resolve));
}
