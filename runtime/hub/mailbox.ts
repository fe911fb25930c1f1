import type { Greenlet } from '../core/greenlet.ts';

/** An error that is to be raised in a greenlet when it waits next. */
export interface PendingError {
  readonly error: unknown;
  /** Nobody wants it raised any more. */
  readonly cancelled: boolean;
  /** Called when it is being raised. */
  raised(): void;
}

/** Errors for greenlets that cannot take them yet, first come, first raised. */
export class Mailbox {
  readonly #pending = new WeakMap<Greenlet, PendingError[]>();
  /** Every wait looks into the mailbox, which hardly ever was used. */
  #used = false;

  put(greenlet: Greenlet, error: PendingError): void {
    this.#used = true;
    const pending = this.#pending.get(greenlet);
    if (pending === undefined) this.#pending.set(greenlet, [error]);
    else pending.push(error);
  }

  /** The error that `greenlet` has to raise now, if any. */
  take(greenlet: Greenlet): PendingError | undefined {
    if (!this.#used) return undefined;
    const pending = this.#pending.get(greenlet);
    if (pending === undefined) return undefined;
    const first = pending.findIndex((error) => !error.cancelled);
    if (first === -1) {
      this.#pending.delete(greenlet);
      return undefined;
    }
    return pending.splice(0, first + 1)[first];
  }

  /** All of them, which stay. */
  peek(greenlet: Greenlet): readonly PendingError[] {
    return this.#used ? (this.#pending.get(greenlet) ?? NONE) : NONE;
  }

  /** All of them. */
  takeAll(greenlet: Greenlet): readonly PendingError[] {
    const pending = this.peek(greenlet);
    if (pending === NONE) return NONE;
    this.#pending.delete(greenlet);
    return pending.filter(({ cancelled }) => !cancelled);
  }
}

const NONE: readonly PendingError[] = Object.freeze([]);
