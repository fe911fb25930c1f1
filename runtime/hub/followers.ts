import { hub } from './index.ts';

/** Whoever waits for a promise. */
interface Follower<T> {
  wake(value: T): unknown;
  fail(error: unknown): unknown;
}

const { then } = Promise.prototype;
/** More are kept for nobody. */
const MOST_IDLE = 1000;

/**
 * Those who wait for promises. A promise of the engine calls back exactly once, so the pair of callbacks that it was given serves
 * the next one then, rather than being made anew for every wait.
 */
export class Followers {
  readonly #idle: Callbacks[] = [];

  /** Tells `follower` what the promise comes to. */
  add<T>(promise: Promise<T>, follower: Follower<T>): void {
    // A `then` of somebody else may call back more than once.
    const idle = promise.then === then ? this.#idle : null;
    const callbacks = idle?.pop() ?? new Callbacks(idle);
    callbacks.follower = follower;
    promise.then(callbacks.onFulfilled, callbacks.onRejected);
  }
}

class Callbacks {
  follower: Follower<never> | null = null;
  readonly #idle: Callbacks[] | null;

  /** @param idle where they go when they have been called; null if they could be called again */
  constructor(idle: Callbacks[] | null) {
    this.#idle = idle;
  }

  readonly onFulfilled = (value: unknown): void => {
    const opened = this.#openPass();
    this.#release()?.wake(value as never);
    if (opened) hub.closePass();
  };

  readonly onRejected = (error: unknown): void => {
    const opened = this.#openPass();
    this.#release()?.fail(error);
    if (opened) hub.closePass();
  };

  /** The engine calls back with nothing below; anybody else may do so from anywhere. */
  #openPass(): boolean {
    return this.#idle !== null && hub.openPass();
  }

  #release(): Follower<never> | null {
    const { follower } = this;
    const idle = this.#idle;
    if (idle !== null) {
      this.follower = null;
      if (idle.length < MOST_IDLE) idle.push(this);
    }
    return follower;
  }
}
