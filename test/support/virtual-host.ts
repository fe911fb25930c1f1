import { contexts } from '../../runtime/contract/contexts/contexts.ts';
import { hub } from '../../runtime/hub/index.ts';
import type { Host } from '../../runtime/hub/host.ts';
import { run } from '../../runtime/greenlets/run.ts';

interface VirtualTimer {
  readonly deadline: number;
  readonly order: number;
  readonly ref: boolean;
  readonly callback: () => void;
}

const nothing = (): null => null;

// Captured, so that the world can be turned while a test has replaced the real one.
const realSetImmediate = setImmediate;

/**
 * An event loop that is turned by hand, with a clock that jumps to the next timer: tests of seconds take no time, and
 * always go the same way. Like Node's it ends when nothing is left that keeps it alive, and then tells the idle
 * listeners. Promises settle as they do in reality, between turns.
 */
export class VirtualHost implements Host {
  /** How often the loop was turned. */
  turns = 0;
  #time = 0;
  #created = 0;
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
    const timer = { deadline: this.#time + ms, order: this.#created++, ref, callback };
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

  /** Turns the loop until `done`, or until nothing is left that could happen. */
  async turnUntil(done: () => boolean): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => void realSetImmediate(resolve));
      if (done()) return;
      if (!this.#turn()) throw new Error('the event loop has ended, but the promise is pending');
    }
  }

  /** Turns the loop until nothing is left that could happen. */
  async drain(): Promise<void> {
    do await new Promise<void>((resolve) => void realSetImmediate(resolve));
    while (this.#turn());
  }

  #turn(): boolean {
    this.turns++;
    return this.#runImmediates() || this.#runTimer() || this.#runIdleListeners();
  }

  #runImmediates(): boolean {
    const immediates = this.#immediates;
    this.#immediates = [];
    for (const immediate of immediates) immediate();
    return immediates.length > 0;
  }

  #runTimer(): boolean {
    if (!this.awaitsTimer) return false;
    const [next] = [...this.#timers].sort((a, b) => a.deadline - b.deadline || a.order - b.order);
    if (next === undefined) return false;
    this.#timers.delete(next);
    this.#time = Math.max(this.#time, next.deadline);
    next.callback();
    return true;
  }

  #runIdleListeners(): boolean {
    for (const listener of this.#idleListeners) listener();
    return this.#immediates.length > 0;
  }
}

/** Puts the hub into a fresh virtual world. */
export function useVirtualHost(): VirtualHost {
  const host = new VirtualHost();
  hub.useHost(host);
  return host;
}

/** Like `run`, in a fresh virtual world, which it turns until the promise is settled. */
export async function runVirtually<Args extends unknown[], R>(
  fn: (...args: Args) => R | PromiseLike<R>,
  ...args: Args
): Promise<R> {
  return settle(useVirtualHost(), run(fn, ...args));
}

/** Turns a virtual world until a promise is settled. */
export async function settle<R>(host: VirtualHost, promise: PromiseLike<R>): Promise<R> {
  let settled = false;
  const mark = (): void => {
    settled = true;
  };
  promise.then(mark, mark);
  await host.turnUntil(() => settled);
  return promise;
}
