import { Waiter } from '../../waiting/waiter.ts';
import { takeTurn } from './open-files.ts';

/** What to do with the result of an operation whose greenlet was killed meanwhile. */
export type Discard = (result: unknown) => void;

/** How an operation begins, given what is aborted if nobody wants its result any more. */
export type Begin = (abandonment: Abandonment) => Promise<unknown>;

/** Whether a result is still wanted, for operations that can be stopped. */
export interface Abandonment {
  readonly signal: AbortSignal;
}

/** An operation that a greenlet waits for. */
export class Operation implements Abandonment {
  readonly #waiter: Waiter<unknown>;
  readonly #discard: Discard;
  #controller: AbortController | null = null;
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

  begin(begin: Begin): void {
    void this.#run(begin);
  }

  /** For operations of which there may be too many at once. */
  beginInTurn(begin: Begin): void {
    this.#leaveQueue = takeTurn(() => this.#run(begin));
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

  #abandon(): void {
    this.#abandoned = true;
    this.#leaveQueue?.();
    this.#controller?.abort();
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
