import { withoutLines } from '../../contract/stacks/engine.ts';
import { stacks } from '../../contract/stacks/state.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { explainStuck, LoopExit, nameOf, type StuckGreenlet } from '../../hub/errors/errors.ts';
import { hub } from '../../hub/index.ts';
import { delegateOf } from '../../waiting/interrupt.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';
import { listenForIdle, type IdleListener } from './idle.ts';
import { outsiders } from '../outside/outsiders.ts';

/** How many greenlets somebody outside waits for. Which ones they know themselves: a set of them would be rehashed. */
let watched = 0;

/**
 * Somebody outside waits for a greenlet, until `unwatch` is called: a `LoopExit` is raised in it whenever the host
 * reports that nothing is left that could wake it. Children that are stuck are named in the error, but left alone.
 */
export function watch(): void {
  watched++;
  listenForIdle(raiser);
}

/** The wait is over. */
export function unwatch(): void {
  watched--;
}

/** Somebody outside waits for an object: it is among `outsiders`, and gets the `LoopExit`. */
export function watchOutsiders(): void {
  listenForIdle(raiser);
}

const raiser: IdleListener = {
  idle() {
    const isAwaited = watched > 0 || outsiders.size > 0;
    if (isAwaited) raiseLoopExit();
    return isAwaited;
  },
};

/** In a turn of its own: it keeps the host alive, so that it looks again after whatever happens then. */
function raiseLoopExit(): void {
  const explanation = new Explanation();
  const waits = [...outsiders];
  hub.enqueueNextTurn({
    execute() {
      const stuck = [...hub.live].filter((greenlet) => isWatched(greenlet) && isStuck(greenlet));
      for (const greenlet of stuck) raise(explanation.errorFor(greenlet), greenlet);
      // What greenlets do at their end may be what the others wait for.
      if (stuck.length === 0) for (const wait of waits) if (outsiders.has(wait)) wait.fail(explanation.error);
    },
  });
}

/** An ordinary error: it is no cancellation. */
function raise(error: LoopExit, greenlet: Greenlet): void {
  const delegate = delegateOf(greenlet);
  if (delegate !== null) return raise(error, delegate);
  if (greenlet.top instanceof Waiter) greenlet.top.fail(error);
  else hub.resume(greenlet, null, error, true);
}

/** Every greenlet that has not ended, and what it waits for. */
export function listStuck(): StuckGreenlet[] {
  return hub.explainer?.listStuck() ?? Array.from(hub.live, (greenlet) => ({ greenlet, reason: reasonOf(greenlet) }));
}

/** The error for somebody who is stuck, and is no greenlet. */
export function loopExit(): LoopExit {
  return new Explanation().error;
}

/** Who is stuck, found out once for all who are to be told. Each gets an error of its own, since its stack is the way that it takes. */
class Explanation {
  readonly #stuck = listStuck();
  readonly #text: string;
  /** Whether the text is about somebody else as well. */
  readonly #isOfMany: boolean;

  constructor() {
    const circles = hub.explainer?.explain() ?? '';
    const remark = hub.host.remarkOnStuck?.() ?? '';
    this.#text = [explainStuck(this.#stuck), circles, remark].filter((part) => part !== '').join('\n');
    this.#isOfMany = this.#stuck.length > 1 || circles !== '';
  }

  get error(): LoopExit {
    return this.#make(this.#text);
  }

  /** The lines of the stack follow the text: they must not seem to belong to the greenlet that it names last. */
  errorFor(greenlet: Greenlet): LoopExit {
    return this.#make(this.#isOfMany ? `${this.#text}\nThis is raised in ${nameOf(greenlet)}.` : this.#text);
  }

  /** Where it is made, which is where the host is idle, is of no interest to anybody. */
  #make(text: string): LoopExit {
    const error = withoutLines(() => new LoopExit(this.#stuck, text));
    stacks.tracer?.raisedByCall(error);
    return error;
  }
}

/** What a greenlet waits for. */
export function reasonOf({ top }: Greenlet): string {
  return top instanceof Waiter ? top.reason : 'a switch back to it';
}

function isWatched(greenlet: Greenlet): boolean {
  return 'watched' in greenlet && greenlet.watched === true;
}

/** Somebody else may have found something to do when the host ran out of work. */
function isStuck(greenlet: Greenlet): boolean {
  const delegate = delegateOf(greenlet);
  if (delegate !== null) return isStuck(delegate);
  const { top } = greenlet;
  return !(top instanceof Waiter) || top.pending;
}
