import type { Greenlet } from '../core/greenlet.ts';
import { FACTS, kindOf, titleOf, type Facts, type Known } from '../graph/facts.ts';
import { Event } from '../sync/event.ts';
import type { Limit } from '../time/limit.ts';
import type { WaitList } from '../waiting/links/wait-list.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { Occurrence } from '../waiting/occurrence.ts';

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

  /** Waits as the public method of the group that is called so. */
  waitIn(method: 'join' | 'kill', limit: Limit): boolean {
    'use greenlet';
    if (this.isSet()) return this.wait(limit);
    return new Occurrence(`${kindOf(this.standsFor)}.${method}()`, this.line).wait(limit);
  }

  override [FACTS](): Facts {
    const { awaited } = this.standsFor;
    const { state } = this.standsFor[FACTS]();
    return {
      state,
      part: 'the end of all members of',
      wakers: { greenlets: awaited, need: awaited.length, by: 'end', certain: true },
      ...(isAwaitedBy(awaited, this.line) && {
        hint: `A member of ${titleOf(this.standsFor)} that waits for the end of all members waits for itself.`,
      }),
    };
  }
}

/** Whether one of these stands in the line. */
export function isAwaitedBy(greenlets: readonly Greenlet[], line: Pick<WaitList<boolean>, 'find'>): boolean {
  return line.find((waiter) => waiter instanceof Waiter && greenlets.includes(waiter.greenlet)) !== undefined;
}
