type Callback = () => void;

/**
 * Who is to be told when a signal is aborted. All of them share one listener: any number of greenlets may wait with the signal
 * of a server, and Node takes more than ten listeners for a leak, and says so.
 */
class AbortListeners {
  readonly #callbacks = new Set<Callback>();
  readonly #signal: AbortSignal;
  readonly #call = (): void => {
    for (const callback of this.#callbacks) callback();
  };

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#call, { once: true });
  }

  add(callback: Callback): void {
    this.#callbacks.add(callback);
  }

  /** Returns whether nobody is left. */
  remove(callback: Callback): boolean {
    this.#callbacks.delete(callback);
    if (this.#callbacks.size > 0) return false;
    this.#signal.removeEventListener('abort', this.#call);
    return true;
  }
}

const bySignal = new WeakMap<AbortSignal, AbortListeners>();

/** Calls `callback`, an object of its own, when the signal is aborted. */
export function onAbort(signal: AbortSignal, callback: Callback): void {
  let listeners = bySignal.get(signal);
  if (listeners === undefined) bySignal.set(signal, (listeners = new AbortListeners(signal)));
  listeners.add(callback);
}

/** Takes `onAbort` back. */
export function offAbort(signal: AbortSignal, callback: Callback): void {
  if (bySignal.get(signal)?.remove(callback) === true) bySignal.delete(signal);
}
