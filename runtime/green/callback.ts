import { createGreenlet } from '../greenlets/spawning/create-greenlet.ts';
import { GreenletPromise } from '../greenlets/in-greenlet.ts';
import { hub } from '../hub/index.ts';
import { originalOf } from './originals.ts';

export type Callback = (...args: unknown[]) => unknown;

/**
 * Calls a callback in a greenlet of its own, at once. Returns its result if it did not have to wait, and otherwise a promise
 * for it. An error of that promise which nobody asks for is reported, and is no unhandled rejection: emitters drop what
 * their listeners return.
 *
 * @throws what it throws before it waits
 */
export function callBack(fn: Callback, self: unknown, args: readonly unknown[]): unknown {
  const call = (): unknown => {
    'use greenlet';
    return originalOf(Reflect.apply(fn, self, args));
  };
  const greenlet = createGreenlet<[], unknown>(Object.defineProperty(call, 'name', { value: fn.name }), []);
  hub.startHere(greenlet);
  return greenlet.ready() ? greenlet.getNowait() : new GreenletPromise(greenlet);
}
