import { GreenletExit, Timeout } from 'greenlets';

/** What `fn`, which may block, throws: a cancellation too, as the mention of both kinds asks for. */
export function errorOf(fn: () => unknown): Error | GreenletExit {
  'use greenlet';
  try {
    fn();
  } catch (error) {
    if (error instanceof GreenletExit || error instanceof Timeout || error instanceof Error) return error;
  }
  throw new Error('no error was thrown');
}
