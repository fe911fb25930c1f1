import { expected } from '../../core/errors/expected.ts';

/** Something that becomes ready: a greenlet that ends, an event that is set... See `waitFor` and `iwait`. */
export interface Linkable {
  /** Whether it is ready now. It never blocks. */
  ready(): boolean;
  /**
   * Calls `callback` once in the hub when this is ready; soon, if it is ready now.
   *
   * @param callback must not block
   */
  rawlink(callback: (source: this) => void): void;
  /** Takes back one `rawlink`. */
  unlink(callback: (source: this) => void): void;
}

/** Refuses, at once, what could not be called later. */
export function assertCallback(value: unknown): void {
  if (typeof value !== 'function') throw expected('a function', value);
}
