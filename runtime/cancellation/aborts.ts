import { keepAlive } from '../hub/host/keep-alive.ts';
import { abortsByItself } from './aborts-by-itself.ts';

/** Those who are to be told when a signal is aborted. They share one listener: Node warns of signals that have many. */
class Audience {
  readonly #signal: AbortSignal;
  readonly #callbacks = new Set<() => void>();
  #release: (() => void) | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(callback: () => void): void {
    if (this.#callbacks.size === 0) this.#open();
    this.#callbacks.add(callback);
  }

  delete(callback: () => void): void {
    if (this.#callbacks.delete(callback) && this.#callbacks.size === 0) this.#close();
  }

  #open(): void {
    this.#signal.addEventListener('abort', this.#abort, { once: true });
    // Node lets a program end before the time of `AbortSignal.timeout()` is over. Somebody waits for it here.
    if (abortsByItself(this.#signal)) this.#release = keepAlive();
  }

  #close(): void {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#release?.();
    this.#release = null;
  }

  /** Whoever is interrupted by one callback may take the others back. */
  readonly #abort = (): void => {
    for (const callback of this.#callbacks) callback();
    if (this.#callbacks.size === 0) return;
    this.#callbacks.clear();
    this.#close();
  };
}

const audiences = new WeakMap<AbortSignal, Audience>();

/** Calls `callback` when the signal is aborted, unless the returned function is called before. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const audience = audiences.get(signal) ?? new Audience(signal);
  audiences.set(signal, audience);
  audience.add(callback);
  return () => audience.delete(callback);
}
