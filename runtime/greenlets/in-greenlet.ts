import { applyCompiled } from '../contract/enter.ts';
import { hub } from '../hub/index.ts';
import { createGreenlet } from './spawning/create-greenlet.ts';
import type { Greenlet } from './greenlet.ts';
import { bodies } from '../waiting/promises/called-bodies.ts';
import { assertCallback } from '../waiting/links/linkable.ts';

/** The promise of a greenlet, whose error somebody asks for only if the promise is used. */
export class GreenletPromise<R> extends Promise<R> {
  readonly greenlet: Greenlet<R>;

  constructor(greenlet: Greenlet<R>) {
    // `await` and the methods of promises call `then`, since this is a class of its own.
    super(() => undefined);
    this.greenlet = greenlet;
    bodies.set(this, greenlet);
  }

  /** What is made of it is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  override then<Value = R, Reason = never>(
    onFulfilled?: ((value: R) => Value | PromiseLike<Value>) | null,
    onRejected?: ((reason: unknown) => Reason | PromiseLike<Reason>) | null,
  ): Promise<Value | Reason> {
    return this.greenlet.then(onFulfilled, onRejected);
  }
}

/**
 * Makes a listener, handler or callback of a marked function that is not `async`: each call runs `fn` in a greenlet of its
 * own, at once and up to its first wait, so that it may block although nobody waits for it. `this` and the arguments are
 * passed on.
 *
 * ```js
 * emitter.on('job', inGreenlet((job) => queue.put(job)));
 * http.createServer(inGreenlet((request, response) => response.end(render(request))));
 * ```
 *
 * The call returns a promise, as frameworks expect it of handlers that are not done yet. Whoever handles that gets the result or the
 * error from it. Otherwise an error is reported, see `setErrorHandler`, and is no unhandled rejection. Its property `greenlet` is
 * the greenlet.
 *
 * Kill and timeout safety: if the greenlet is killed, the promise is rejected, and whoever called goes on.
 *
 * @throws {TypeError} if `fn` is not a function
 */
export function inGreenlet<This, Args extends unknown[], R>(
  fn: (this: This, ...args: Args) => R | PromiseLike<R>,
): (this: This, ...args: Args) => GreenletPromise<R> {
  assertCallback(fn);
  const wrapper = function (this: This, ...args: Args): GreenletPromise<R> {
    const call = (): R | PromiseLike<R> => {
      'use greenlet';
      return applyCompiled(fn, this, args) as R | PromiseLike<R>;
    };
    const greenlet = createGreenlet<[], R>(Object.defineProperty(call, 'name', { value: fn.name }), []);
    hub.startHere(greenlet);
    return new GreenletPromise(greenlet);
  };
  // Frameworks tell handlers from each other by the number of their parameters.
  Object.defineProperty(wrapper, 'length', { value: fn.length });
  return Object.defineProperty(wrapper, 'name', { value: fn.name });
}
