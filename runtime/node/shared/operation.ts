import { hub } from '../../hub/index.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';
import { locate, type CallSite } from './call-site.ts';

/** What to do with the result of an operation whose greenlet was killed meanwhile. */
export type Discard = (result: unknown) => void;

/** How an operation begins: it returns a promise, or null if it is going to call `abandonment.callback`. */
export type Begin = (abandonment: Abandonment) => Promise<unknown> | null;

/**
 * Begins an operation when its turn has come, for those of which there may be too many at once. Returns a function that
 * takes it out of the queue; it does nothing once the operation has begun.
 */
export type TakeTurn = (begin: () => Promise<unknown>) => () => void;

/** What an operation is given: whether its result is still wanted, for those that can be stopped, and whom to give it to. */
export interface Abandonment {
  readonly signal: AbortSignal;
  /** For functions that take a callback: it ends the operation. It costs less than a promise. */
  readonly callback: (error: Error | null | undefined, result?: unknown) => void;
  /** Ends the operation by an error, whatever that is. */
  fail(error: unknown): void;
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
  readonly #site: CallSite;
  /** Its result has been handed to the waiter, in an array. */
  #delivered: [unknown] | null = null;

  /**
   * @param call how the function is called in messages, as "fs.readFileSync()"
   * @param site where errors are to be located that have no stack
   * @throws {SwitchError} if the running code cannot be suspended; nothing has happened then
   */
  constructor(call: string, discard: Discard, site: CallSite) {
    this.#waiter = new Waiter<unknown>(call);
    this.#discard = discard;
    this.#site = site;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** The event loop calls this, with nothing below: the greenlet continues at once. */
  readonly callback = (error: Error | null | undefined, result?: unknown): void => {
    const opened = hub.openPass();
    if (error) this.#waiter.fail(locate(error, this.#site));
    else this.#deliver(result);
    if (opened) hub.closePass();
  };

  fail(error: unknown): void {
    this.#waiter.fail(error);
  }

  onAbandon(stop: () => void): void {
    this.#stop = stop;
  }

  /** @throws what `begin` throws */
  begin(begin: Begin): void {
    void this.#follow(begin(this));
  }

  /** The same when its turn has come. The end of the operation must be told by a promise. */
  beginInTurn(begin: Begin, takeTurn: TakeTurn): void {
    this.#leaveQueue = takeTurn(async () => await this.#follow(begin(this)));
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

  #follow(promise: Promise<unknown> | null): Promise<void> | undefined {
    return promise?.then(
      (result) => this.#deliver(result),
      (error: unknown) => void this.#waiter.fail(error),
    );
  }

  #deliver(result: unknown): void {
    if (!this.#abandoned && this.#waiter.wake(result)) this.#delivered = [result];
    else this.#discard(result);
  }
}
