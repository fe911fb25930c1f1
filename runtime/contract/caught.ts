import type { Greenlet } from '../core/greenlet.ts';
import { link } from './link.ts';

const CANCELLATION = Symbol.for('greenlets:v1:cancellation');

/**
 * What a compiled `catch` clause receives. An error that ends the greenlet, or a `Timeout` that is about to end a part
 * of it, is passed on: `catch` in JavaScript catches everything, and cancellation must not be lost in it. An error that
 * the clause mentions by name it handles itself.
 *
 * Source: Python keeps `GreenletExit` and gevent's `Timeout` outside `Exception`.
 */
export function caught(error: unknown, mentioned?: string): unknown {
  caughtAll(error);
  if (typeof error !== 'object' || error === null || !(CANCELLATION in error)) return error;
  if (mentioned !== undefined && Symbol.for(`greenlets:v1:${mentioned}`) in error) return error;
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever was thrown is passed on
  throw error;
}

/** `caught` for a clause that mentions both errors. Whatever a call site announced is void. */
export function caughtAll(error: unknown): unknown {
  link.to = null;
  link.registers.frame = null;
  (link.current as Greenlet).top = null;
  return error;
}
