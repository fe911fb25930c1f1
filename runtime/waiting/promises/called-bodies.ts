import { share } from '../../contract/share.ts';
import type { Greenlet } from '../../core/greenlet.ts';

/** The greenlet in which a compiled `async` function runs that waits: what its promise stands for. */
export interface Body extends Greenlet {
  /** Who has called the function, and when, on the clock of cancellations. */
  caller: Greenlet | null;
  calledAt: number;
  /** The body whose promise it has returned, if it has called that function itself. */
  readonly tail: Body | null;
  /** Whether it has ended, and its promise is about to be settled. */
  readonly isSettled: boolean;
}

/** Makes the constructor of a derived class give an object of another kind its private fields. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- nothing else can
class Returned {
  constructor(object: object) {
    return object;
  }
}

/** A private field of a promise: nobody sees it, and it costs a fraction of an entry in a `WeakMap`. */
class Promised extends Returned {
  #body: Body | null = null;

  static set(promise: object, body: Body | null): void {
    if (!(#body in promise)) new Promised(promise);
    if (#body in promise) promise.#body = body;
  }

  static get(promise: object): Body | null {
    return #body in promise ? promise.#body : null;
  }
}

/** The bodies of promises that have not ended. Only of functions that have waited. */
export const bodies = share(Symbol.for('greenlets:v1:bodies'), () => ({
  set: (promise: object, body: Body | null) => Promised.set(promise, body),
  get: (promise: object) => Promised.get(promise),
}));

/** The body of the function that `caller` has called after `time`, and that has returned `promise`; null if there is none. */
export function bodyOf(promise: object, caller: Greenlet, time: number): Body | null {
  const body = bodies.get(promise);
  return body !== null && body.caller === caller && body.calledAt > time ? body : null;
}
