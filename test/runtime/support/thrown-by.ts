import { isCancellation } from 'greenlets';

/** What a call throws, whatever it is, of any realm: a cancellation too, since the clause names it. */
export function thrownBy(call: () => unknown): unknown {
  'use greenlet';
  try {
    call();
  } catch (error) {
    if (!isCancellation(error)) return error;
    return error;
  }
  throw new Error('nothing was thrown');
}
