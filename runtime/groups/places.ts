import type { Greenlet } from '../core/greenlet.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { FACTS, titleOf, type Facts, type Known } from '../graph/facts.ts';
import { Semaphore } from '../sync/semaphore.ts';

/** A pool: its members give their places back when they end. */
interface Holder extends Known, Iterable<Greenlet> {}

/** The places in a pool. */
export class Places extends Semaphore {
  /** Internal: what reports name instead of the semaphore. @internal */
  readonly standsFor: Holder;

  constructor(size: number, pool: Holder) {
    // The members hold them.
    super(size, NO_OPTIONS, null);
    this.standsFor = pool;
  }

  protected override callOfAcquire(): string {
    return 'Pool.add()';
  }

  protected override callOfWait(): string {
    return 'Pool.waitAvailable()';
  }

  override [FACTS](): Facts {
    const { state } = this.standsFor[FACTS]();
    const members = [...this.standsFor];
    return {
      state,
      part: 'a place in',
      relation: 'held by',
      hint: `Whoever holds a place in ${titleOf(this.standsFor)} waits until there is another one: members of a full pool cannot use it themselves.`,
      wakers: { greenlets: members, need: 1, by: 'end', certain: members.length > 0 },
    };
  }
}
