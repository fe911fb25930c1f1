import { hub } from '../hub/index.ts';
import { createGreenlet, type Greenlet } from './greenlet.ts';
import { assertCallback } from '../waiting/linkable.ts';

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
 * What the call returns is the greenlet, a thenable: who cares for promises gets the result or the error from it. Otherwise an
 * error is reported, see `setErrorHandler`.
 *
 * @throws {TypeError} if `fn` is not a function
 */
export function inGreenlet<This, Args extends unknown[], R>(
  fn: (this: This, ...args: Args) => R | PromiseLike<R>,
): (this: This, ...args: Args) => Greenlet<R> {
  assertCallback(fn);
  const wrapper = function (this: This, ...args: Args): Greenlet<R> {
    const call = (): R | PromiseLike<R> => {
      'use greenlet';
      return Reflect.apply(fn, this, args);
    };
    const greenlet = createGreenlet<[], R>(Object.defineProperty(call, 'name', { value: fn.name }), []);
    hub.startHere(greenlet);
    return greenlet;
  };
  // Frameworks tell handlers from each other by the number of their parameters.
  Object.defineProperty(wrapper, 'length', { value: fn.length });
  return Object.defineProperty(wrapper, 'name', { value: fn.name });
}
