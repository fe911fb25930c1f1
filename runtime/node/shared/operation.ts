import { Waiter } from '../../waiting/waiter.ts';

/** What to do with the result of an operation whose greenlet was killed meanwhile. */
export type Discard = (result: unknown) => void;

/** How an operation begins, given what tells that nobody wants its result any more. */
export type Begin = (abandonment: Abandonment) => Promise<unknown>;

/**
 * Begins an operation when its turn has come, for those of which there may be too many at once. Returns a function that
 * takes it out of the queue; it does nothing once the operation has begun.
 */
export type TakeTurn = (begin: () => Promise<unknown>) => () => void;

/** Whether a result is still wanted, for operations that can be stopped. */
export interface Abandonment {
  readonly signal: AbortSignal;
  /** Calls `stop` when the result is no longer wanted; only the last one is called. */
  onAbandon(stop: () => void): void;
}

/** An operation that a greenlet waits for. */
export class Operation implements Abandonment {
  readonly #waiter: Waiter<unknown>;
  readonly #discard: Discard;
  #controller: AbortController | null = null;
  #stop: (() => void) | null = null;
  #leaveQueue: (() => void) | null = null;
  #abandoned = false;
  /** Its result has been handed to the waiter, in an array. */
  #delivered: [unknown] | null = null;

  /**
   * @param call how the function is called in messages, as "fs.readFileSync()"
   * @throws {SwitchError} if the running code cannot be suspended; nothing has happened then
   */
  constructor(call: string, discard: Discard) {
    this.#waiter = new Waiter<unknown>(call);
    this.#discard = discard;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  onAbandon(stop: () => void): void {
    this.#stop = stop;
  }

  /** Begins now, or when its turn has come. */
  begin(begin: Begin, takeTurn: TakeTurn | null): void {
    if (takeTurn === null) void this.#run(begin);
    else this.#leaveQueue = takeTurn(() => this.#run(begin));
  }

  /**
   * Blocks until the operation is over; returns its result or throws its error.
   *
   * Kill and timeout safety: an operation that has not begun does not begin; one that can be stopped is; the result of any
   * other is discarded when it is there.
   */
  wait(): unknown {
    'use greenlet';
    let taken = false;
    try {
      const result = this.#waiter.wait();
      taken = true;
      return result;
    } finally {
      if (!taken) this.#abandon();
    }
  }

  /** Also called when the operation has failed, and nothing is left to be stopped. */
  #abandon(): void {
    this.#abandoned = true;
    this.#leaveQueue?.();
    this.#controller?.abort();
    this.#stop?.();
    if (this.#delivered !== null) this.#discard(this.#delivered[0]);
  }

  #run(begin: Begin): Promise<void> {
    return begin(this).then(
      (result) => this.#deliver(result),
      (error: unknown) => void this.#waiter.fail(error),
    );
  }

  #deliver(result: unknown): void {
    if (!this.#abandoned && this.#waiter.wake(result)) this.#delivered = [result];
    else this.#discard(result);
  }
}
