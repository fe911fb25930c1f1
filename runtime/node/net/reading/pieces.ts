import type { Limit } from '../../../time/limit.ts';
import type { Passage } from './turnstile.ts';

/** What is read piece by piece. */
interface Pieced extends Passage<Buffer | null> {
  pass<T>(call: string, limit: Limit, passage: Passage<T>): T;
}

const DONE = Object.freeze({ done: true, value: undefined });

/** Pieces of the data as they come, up to the end. Leaving the loop early closes what is read. */
export class Pieces implements IterableIterator<Buffer, undefined>, Passage<IteratorResult<Buffer, undefined>> {
  readonly #reader: Pieced;
  readonly #owner: { close(): void; readonly timeout?: number | null };
  #isOver = false;
  /** Why it is over, if there was an error. */
  #failure: { readonly error: unknown } | null = null;

  /** @param owner what is closed, and whose timeout each piece has */
  constructor(reader: Pieced, owner: { close(): void; readonly timeout?: number | null }) {
    this.#reader = reader;
    this.#owner = owner;
  }

  /**
   * Blocks until the next piece is there.
   *
   * Kill and timeout safety: what is read is closed.
   *
   * @throws {SwitchError} as what is read; nothing has happened then
   */
  next(): IteratorResult<Buffer, undefined> {
    'use greenlet';
    if (this.#isOver) return DONE;
    return this.#reader.pass('read()', this.#owner.timeout, this);
  }

  return(): IteratorResult<Buffer, undefined> {
    const wasOver = this.#isOver;
    // First, since whoever waits for a piece is told of the end, and asks again.
    this.#isOver = true;
    if (!wasOver) this.#owner.close();
    return DONE;
  }

  [Symbol.iterator](): this {
    return this;
  }

  /** Internal: the next step of the iteration, if it is there. @internal */
  ready(): IteratorResult<Buffer, undefined> | undefined {
    // Whoever waits is asked again while the source closes.
    if (this.#failure !== null) throw this.#failure.error;
    let value: Buffer | null | undefined;
    try {
      value = this.#reader.ready();
    } catch (error) {
      this.#failure = { error };
      this.return();
      throw error;
    }
    if (value === undefined) return undefined;
    if (value !== null) return { done: false, value };
    this.#isOver = true;
    return DONE;
  }

  /** Internal: nobody waits for the next step any more. @internal */
  abandoned(): void {
    this.return();
  }
}
