'use greenlet';

import { applyFunction } from './functions.ts';
import { NativePromise, nativePromiseTry } from './natives.ts';
import { native } from './operations.ts';

type Callback = (...args: unknown[]) => unknown;

/** `Promise.try`: calls the function at once; a subclass does that itself. */
function promiseTry(this: unknown, callback: Callback, ...args: unknown[]): unknown {
  if (this !== NativePromise || typeof callback !== 'function')
    return native(nativePromiseTry, this, callback, ...args);
  let value: unknown;
  try {
    value = applyFunction(callback, undefined, args);
  } catch (error) {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown
    return new NativePromise((_, reject) => reject(error));
  }
  return new NativePromise((resolve) => resolve(value));
}

export const promiseMethods: [unknown, unknown][] = [[nativePromiseTry, promiseTry]];
