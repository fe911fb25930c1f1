import { expected } from '../../core/expected.ts';
import { Greenlet } from '../../greenlets/greenlet.ts';
import { Group } from '../../groups/group.ts';
import { Pool } from '../../groups/pool.ts';

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
  if (pool === undefined) return maxConnections === undefined ? null : new Pool(maxConnections);
  if (!(pool instanceof Group)) throw expected('a Pool or a Group', pool);
  if (maxConnections !== undefined) throw new TypeError('expected either `pool` or `maxConnections`, got both');
  return pool;
}

/** The handlers of one server. They are members of its pool as well, which may have others. */
export class Handlers {
  readonly #own = new Group();
  readonly #pool: Group | null;

  constructor(pool: Group | null) {
    this.#pool = pool;
  }

  get size(): number {
    return this.#own.size;
  }

  /** Blocks while there is no room in the pool. A greenlet that is killed before it begins never runs. */
  spawn(handle: () => unknown): Greenlet {
    'use greenlet';
    const greenlet = new Greenlet<unknown, []>(handle);
    if (this.#pool !== null) this.#pool.add(greenlet);
    this.#own.start(greenlet);
    return greenlet;
  }

  join(timeout: number | null): void {
    'use greenlet';
    this.#own.join(timeout);
  }

  kill(): void {
    'use greenlet';
    this.#own.kill();
  }
}
