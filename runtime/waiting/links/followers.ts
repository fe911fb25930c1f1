import { call } from '../../contract/enter.ts';
import { Chain, unlink, type Linked } from './chain.ts';
import { hub } from '../../hub/index.ts';

/** Whoever waits for a promise. It leaves the list by itself if it ceases to wait. */
export interface Follower<T> extends Linked {
  fulfilled(value: T): void;
  rejected(error: unknown): void;
}

const { then } = Promise.prototype;
/** More are kept for nobody. */
const MOST_IDLE = 1000;

/**
 * Those who wait for promises. A promise of the engine calls back exactly once, so the pair of callbacks that it was given serves
 * the next one then, rather than being made anew for every wait.
 *
 * A promise cannot be told that nobody waits for it any more. Where that happens, its callbacks serve all who wait for it
 * later: however often somebody gives up a promise that stays pending, it holds one pair.
 */
export class Followers {
  readonly #opensPass: boolean;
  readonly #idle: Callbacks[] = [];
  readonly #forsaken = new WeakMap<Promise<unknown>, Callbacks>();
  /** Hardly any program ever gives a promise up. */
  #hasForsaken = false;

  /** @param opensPass whether what becomes ready when a promise is settled runs at once */
  constructor(opensPass: boolean) {
    this.#opensPass = opensPass;
  }

  /** Tells `follower` what the promise comes to. Returns what to tell when the wait was given up; null if nothing. */
  add<T>(promise: Promise<T>, follower: Follower<T>): Callbacks | null {
    if (promise.then === then) return this.addToNative(promise, follower);
    // A `then` of somebody else may call back more than once, and from anywhere.
    const callbacks = new Callbacks(null, false);
    callbacks.add(follower);
    promise.then(callbacks.onFulfilled, callbacks.onRejected);
    return null;
  }

  /** The same, not to be fooled by a promise with a `then` of its own. */
  addToNative<T>(promise: Promise<T>, follower: Follower<T>): Callbacks {
    const shared = this.#hasForsaken ? this.#forsaken.get(promise) : undefined;
    if (shared !== undefined) {
      shared.add(follower);
      return shared;
    }
    const callbacks = this.#idle.pop() ?? new Callbacks(this, this.#opensPass);
    callbacks.promise = promise;
    callbacks.add(follower);
    void call(then, promise, callbacks.onFulfilled, callbacks.onRejected);
    return callbacks;
  }

  /** Internal: nobody waits for the promise any more. @internal */
  forsake(promise: Promise<unknown>, callbacks: Callbacks): void {
    this.#hasForsaken = true;
    this.#forsaken.set(promise, callbacks);
  }

  /** Internal: the promise is settled. @internal */
  forget(promise: Promise<unknown>): void {
    if (this.#hasForsaken) this.#forsaken.delete(promise);
  }

  /** Internal: they have done their work. @internal */
  takeBack(callbacks: Callbacks): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(callbacks);
  }
}

/** The callbacks of a promise, and the list of those who wait for it through them. */
export class Callbacks extends Chain<Follower<never>> {
  /** Null once it is settled. */
  promise: Promise<unknown> | null = null;
  readonly #home: Followers | null;
  readonly #opensPass: boolean;

  /** @param home where they go when they have been called; null if they could be called again */
  constructor(home: Followers | null, opensPass: boolean) {
    super();
    this.#home = home;
    this.#opensPass = opensPass;
  }

  /** A wait is over, whatever ended it. */
  left(): void {
    if (this.promise !== null && this.isEmpty) this.#home?.forsake(this.promise, this);
  }

  readonly onFulfilled = (value: unknown): void => {
    const opened = this.#begin();
    for (let follower; (follower = this.#take()) !== undefined;) follower.fulfilled(value as never);
    this.#end(opened);
  };

  readonly onRejected = (error: unknown): void => {
    const opened = this.#begin();
    for (let follower; (follower = this.#take()) !== undefined;) follower.rejected(error);
    this.#end(opened);
  };

  /** The engine calls back with nothing below; anybody else may do so from anywhere. */
  #begin(): boolean {
    const { promise } = this;
    this.promise = null;
    if (promise !== null) this.#home?.forget(promise);
    return this.#opensPass && hub.openPass();
  }

  #take(): Follower<never> | undefined {
    const { first } = this;
    if (first !== undefined) unlink(first);
    return first;
  }

  #end(opened: boolean): void {
    this.#home?.takeBack(this);
    if (opened) hub.closePass();
  }
}
