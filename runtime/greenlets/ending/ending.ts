import { hub } from '../../hub/index.ts';
import type { Task } from '../../hub/task.ts';
import type { Wakeable } from '../../waiting/links/wait-list.ts';
import { Occurrence } from '../../waiting/occurrence.ts';
import type { Greenlet } from '../greenlet.ts';
import { Settlement } from '../../waiting/settlement.ts';
import type { Limit } from '../../waiting/signal-limit.ts';

const NONE = Symbol('no error');
const ALL = Symbol('all errors');

/** How often those who waited for the end may pass the news on among each other before an error counts as unasked. */
const ROUNDS = 5;

/** How a greenlet ends, and who has to do with it. */
export class Ending<R> extends Settlement<R> {
  order: number;
  /** The error that need not be reported, since the greenlet was killed with it; `ALL` if somebody takes care of any. */
  private excused: unknown;
  /** How many are going to ask when they get round to it. */
  private holds: number;

  constructor() {
    super();
    this.order = 0;
    this.excused = NONE;
    this.holds = 0;
  }

  /** Whether nobody asks for what the greenlet has failed with. */
  get unasked(): boolean {
    return this.holds === 0 && this.excused !== ALL && this.excused !== this.error;
  }

  /** The greenlet is killed with this error, of which the killer knows. */
  excuse(killer: unknown): void {
    if (this.excused !== ALL) this.excused = killer;
  }

  /** Somebody takes care of any error. */
  excuseAll(): void {
    this.excused = ALL;
  }

  hold(): void {
    this.holds++;
  }

  release(): void {
    this.holds--;
  }

  override settle(failed: boolean, content: unknown, exited: boolean): void {
    this.order = ++hub.endings;
    if (failed && this.find(asks) !== undefined) this.excused = ALL;
    super.settle(failed, content, exited);
  }

  /** Like `wait`, for somebody who will have the error if there is one. */
  ask(reason: string, limit: Limit): boolean {
    'use greenlet';
    if (this.settled) return true;
    return new Asker(reason, this).wait(limit);
  }
}

class Asker extends Occurrence {}

function asks(waiter: Wakeable<boolean>): boolean {
  return waiter instanceof Asker;
}

/**
 * Calls back in a turn of its own, when those who waited for what has ended until now have passed the news on.
 *
 * @param isWanted whether it is still to be done
 */
export function afterNews(callback: () => void, isWanted = (): boolean => true): void {
  let rounds = ROUNDS;
  const task: Task = {
    execute() {
      if (!isWanted()) return;
      if (rounds-- > 0) hub.enqueue(task);
      else hub.enqueueNextTurn({ execute: callback });
    },
  };
  hub.enqueue(task);
}

/**
 * Reports an error unless somebody asks for it soon: in the turn in which the greenlet ended, or those who waited for the
 * end went on.
 */
export function reportUnasked(greenlet: Greenlet, ending: Ending<unknown>): void {
  const report = (): void => {
    if (!ending.unasked) return;
    // Once is enough.
    ending.excuseAll();
    hub.handleError(ending.error, greenlet);
  };
  afterNews(report, () => ending.unasked);
}
