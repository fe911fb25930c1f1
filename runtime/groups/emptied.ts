import type { Greenlet } from '../core/greenlet.ts';
import { FACTS, type Facts, type Known } from '../graph/facts.ts';
import { Event } from '../sync/event.ts';

/** Something that is empty when these have ended. */
interface Container extends Known {
  readonly awaited: readonly Greenlet[];
}

/** What is set when a group has no members. */
export class Emptied extends Event {
  /** Internal: what reports name instead of the event. @internal */
  readonly standsFor: Container;

  constructor(group: Container) {
    super();
    this.standsFor = group;
  }

  override [FACTS](): Facts {
    const { awaited } = this.standsFor;
    const { state } = this.standsFor[FACTS]();
    return {
      state,
      part: 'the end of all members of',
      wakers: { greenlets: awaited, need: awaited.length, by: 'end', certain: true },
    };
  }
}
