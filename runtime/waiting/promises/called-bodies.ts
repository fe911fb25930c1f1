import { share } from '../../contract/share.ts';
import type { Greenlet } from '../../core/greenlet.ts';

/** The greenlet in which a compiled `async` function runs that waits: what its promise stands for. */
export interface Body extends Greenlet {
  /** Who has called the function, and when it has returned its promise, on the clock of cancellations: 0 if it has not yet. */
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
  #greenlet: Greenlet | null = null;

  static set(promise: object, greenlet: Greenlet | null): void {
    if (!(#greenlet in promise)) new Promised(promise);
    if (#greenlet in promise) promise.#greenlet = greenlet;
  }

  static get(promise: object): Greenlet | null {
    return #greenlet in promise ? promise.#greenlet : null;
  }
}

/** The greenlets that promises stand for, until they end: those of `run`, and the bodies of functions that have waited. */
export const bodies = share(Symbol.for('greenlets:v1:bodies'), () => ({
  set: (promise: object, greenlet: Greenlet | null) => Promised.set(promise, greenlet),
  get: (promise: object) => Promised.get(promise),
}));

/** The body of the function that `caller` has called after `time`, and that has returned `promise`; null if there is none. */
export function bodyOf(promise: object, caller: Greenlet, time: number): Body | null {
  const body = bodies.get(promise);
  return body !== null && isBody(body) && body.caller === caller && body.calledAt > time ? body : null;
}

/** The greenlet whose end settles a promise; null if that is unknown, or has happened. */
export function greenletOf(promise: object): Greenlet | null {
  let greenlet = bodies.get(promise);
  // A body may have returned the promise of another one.
  while (greenlet !== null && isBody(greenlet) && greenlet.tail !== null) greenlet = greenlet.tail;
  return greenlet === null || greenlet.dead ? null : greenlet;
}

function isBody(greenlet: Greenlet): greenlet is Body {
  return 'calledAt' in greenlet;
}
