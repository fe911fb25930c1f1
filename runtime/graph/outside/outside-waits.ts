import { unlink, type Linked } from '../../waiting/links/chain.ts';
import { titleOf } from '../facts.ts';
import { watching } from '../watching.ts';
import { outsiders, type Outside } from './outsiders.ts';
import { hub } from '../../hub/index.ts';
import type { Task } from '../../hub/task.ts';
import type { Wakeable } from '../../waiting/links/wait-list.ts';

/** Code outside of greenlets that waits for an object, such as an event. */
class OutsideWait implements Wakeable<boolean>, Task, Outside {
  next: Linked | null = null;
  previous: Linked | null = null;
  readonly owner: object;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;

  constructor(owner: object, resolve: () => void, reject: (error: unknown) => void) {
    this.owner = owner;
    this.#resolve = resolve;
    this.#reject = reject;
    outsiders.add(this);
  }

  get title(): string {
    return titleOf(this.owner);
  }

  wake(): boolean {
    outsiders.delete(this);
    hub.enqueue(this);
    return true;
  }

  execute(): void {
    hub.live.mark();
    this.#resolve();
  }

  /** Nobody will ever wake it. */
  fail(error: unknown): void {
    unlink(this);
    outsiders.delete(this);
    hub.live.mark();
    this.#reject(error);
  }
}

/** What `then` of an object was given. */
export interface Callbacks<T, Value, Reason> {
  readonly onFulfilled: ((value: T) => Value | PromiseLike<Value>) | null | undefined;
  readonly onRejected: ((reason: unknown) => Reason | PromiseLike<Reason>) | null | undefined;
}

/**
 * `then` of an object that code outside of greenlets may wait for. Whoever waits gets a `LoopExit` when the host reports that nothing is left that could
 * wake it.
 *
 * @param room where to queue; it may wake at once
 * @param read what the object comes to, when it has woken those who wait
 */
export function thenOutside<T, Value, Reason>(
  owner: object,
  room: { add(waiter: Wakeable<boolean>): void },
  read: () => T,
  { onFulfilled, onRejected }: Callbacks<T, Value, Reason>,
): Promise<Value | Reason> {
  let excuse = (): void => undefined;
  watching.watchOutsiders();
  const promise = new Promise<T>((resolve, reject) => {
    const settle = (): void => {
      try {
        resolve(read());
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
        reject(error);
      }
    };
    const fail = (error: unknown): void => {
      excuse();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
      reject(error);
    };
    room.add(new OutsideWait(owner, settle, fail));
  });
  const then = promise.then(onFulfilled, onRejected);
  // A callback that is never called is no news. Whoever awaits has given both.
  excuse = () => void then.catch(() => undefined);
  return then;
}
