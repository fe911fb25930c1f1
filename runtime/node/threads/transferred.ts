import type { Transferable } from 'node:worker_threads';
import { branded } from '../../core/errors/errors.ts';

/** A result of which parts are moved, and not copied. */
export class Transferred {
  static {
    branded(this, 'Transferred');
  }
  readonly value: unknown;
  readonly list: readonly Transferable[];

  constructor(value: unknown, list: readonly Transferable[]) {
    this.value = value;
    this.list = list;
  }
}

/**
 * For functions that a `ThreadPool` calls: returns `value` from there in such a way that what is in the list, as array buffers and ports, is
 * moved to the caller and not copied.
 */
export function transfer<T>(value: T, list: readonly Transferable[]): T {
  return new Transferred(value, list) as T;
}
