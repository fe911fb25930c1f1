import type { SourcePosition } from '../contract/stacks/lines/lines.ts';
import type { Greenlet } from '../core/greenlet.ts';

/** What is told of the objects that greenlets wait for while somebody wants to know: see makers.ts and acquisitions.ts. */
interface Taking {
  /** An object is made, by a call of the function `made`. */
  made: ((object: object, made: unknown) => void) | null;
  /** Where an object was made; undefined if that was not recorded. */
  placeOf: ((object: object) => SourcePosition | undefined) | null;
  /** The running greenlet takes a lock or a semaphore, in a call of `taking`. */
  taken: ((object: object, greenlet: Greenlet, taking: unknown) => void) | null;
  /** A greenlet is given the object for which it waits. */
  given: ((object: object, greenlet: Greenlet) => void) | null;
}

/** By what is put in its place, so that a bundle in which nobody wants to know goes without it. */
export const taking: Taking = { made: null, placeOf: null, taken: null, given: null };
