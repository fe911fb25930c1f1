import { expected, misuse } from '../../core/errors/expected.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import { Greenlet } from '../../greenlets/greenlet.ts';
import { Group } from '../../groups/group.ts';
import { Pool } from '../../groups/pool.ts';
import { Event } from '../../sync/event.ts';
import { Chain, unlink, type Linked } from '../../waiting/links/chain.ts';

/** Where the greenlets of handlers go. */
export interface HandlersOptions {
  /** Which group the greenlets of handlers are spawned into; one that is full keeps others waiting. Several servers can share it. */
  readonly pool?: Group;
  /** How many handlers there are at once, instead of `pool`; others wait. */
  readonly maxConnections?: number;
}

/**
 * The pool that is meant; null if there is none.
 *
 * @throws {TypeError} if an option has the wrong type, or if both are given
 */
export function poolOf({ pool, maxConnections }: HandlersOptions): Group | null {
  if (maxConnections !== undefined && !(maxConnections >= 1)) throw expected('at least one connection', maxConnections);
  if (pool === undefined) return maxConnections === undefined ? null : new Pool(maxConnections);
  if (!(pool instanceof Group)) throw expected('a Pool or a Group', pool);
  if (maxConnections !== undefined) throw misuse(new TypeError('expected either `pool` or `maxConnections`, got both'));
  return pool;
}

/** The greenlet of a connection or a request. There are very many, so they have few fields, and nothing is linked to their end. */
export abstract class Handler<Subject> extends Greenlet<unknown, []> implements Linked {
  next: Linked | null;
  previous: Linked | null;

  constructor(run: (subject: Subject) => unknown, subject: Subject) {
    // Its argument is handed over below, without copies of lists.
    super(run as () => unknown);
    this.prepare([subject]);
    this.next = null;
    this.previous = null;
  }

  /** A result of which nobody wants to know is not kept. */
  protected override settle(failed: boolean, content: unknown, exited: boolean): void {
    if (failed || exited || this.isAwaited) super.settle(failed, content, exited);
  }

  protected override get internals(): readonly string[] {
    return [...super.internals, 'next', 'previous'];
  }
}

/** The handlers of one server that have not ended. */
export class Handlers<Member extends Greenlet & Linked> implements Iterable<Member> {
  /** A set would be rehashed all the time, and keep what it has held alive for long. */
  readonly #all = new Chain<Member>();
  readonly #emptied = new Event();
  #count = 0;

  get size(): number {
    return this.#count;
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.#all[Symbol.iterator]();
  }

  has(greenlet: unknown): boolean {
    for (const handler of this.#all) if (handler === greenlet) return true;
    return false;
  }

  add(handler: Member): void {
    this.#all.add(handler);
    this.#count++;
  }

  /** What handlers call when they have ended. */
  ended(handler: Member): void {
    unlink(handler);
    if (--this.#count === 0) this.#emptied.set();
  }

  /** Blocks until there is none, or the time (ms) is over. */
  join(timeout: number | null): void {
    'use greenlet';
    while (this.#count > 0) {
      this.#emptied.clear();
      if (!this.#emptied.wait(timeout)) return;
    }
  }

  /** Kills all of them, without waiting for their ends. */
  interrupt(): void {
    for (const handler of this.#all) handler.interrupt(new GreenletExit());
  }
}
