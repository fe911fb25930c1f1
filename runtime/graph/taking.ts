import type { Greenlet } from '../core/greenlet.ts';

/** What is told of locks and semaphores while somebody wants to know. */
interface Taking {
  /** The running greenlet takes an object, in a call of `taking`. */
  taken: ((object: object, greenlet: Greenlet, taking: unknown) => void) | null;
  /** A greenlet is given the object for which it waits. */
  given: ((object: object, greenlet: Greenlet) => void) | null;
}

export const taking: Taking = { taken: null, given: null };
