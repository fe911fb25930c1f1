import type { Greenlet } from '../../core/greenlet.ts';
import type { LoopExit } from '../../hub/errors/errors.ts';
import { hub } from '../../hub/index.ts';
import { delegateOf } from '../../waiting/interrupt.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';
import { outsiders } from '../outside/outsiders.ts';
import { Explanation } from './deadlock.ts';
import { listenForIdle, type IdleListener } from './idle.ts';
import { inOrderOfTelling } from './telling-order.ts';

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

/** What is known of those who are stuck, for as long as it is true. */
let telling: Telling | null = null;

const raiser: IdleListener = {
  idle() {
    const isAwaited = watched > 0 || outsiders.size > 0;
    telling = isAwaited ? currentTelling() : null;
    telling?.tellNext();
    return isAwaited;
  },
};

function currentTelling(): Telling {
  return telling?.isTrue() === true ? telling : new Telling();
}

/** When greenlets were told last, in the order of these: who has caught the error, and is stuck again, comes after the others. */
const toldAt = new WeakMap<Greenlet, number>();
let tellings = 0;

/**
 * Tells one after the other of those who are stuck, each when the host is idle again: what one does then, or what somebody does who waits
 * for its end, may be what the others wait for.
 */
class Telling {
  readonly #explanation = new Explanation();
  /** In the opposite order. */
  readonly #toTell = inOrderOfTelling([...hub.live].filter(isWatched), toldAt).reverse();
  readonly #waits = [...outsiders];
  readonly #host = hub.host;
  #lastTold: Greenlet | null = null;
  #slices = 0;

  /** Whether nothing has happened since, but that the one who was told has ended. Then nothing need be found out again. */
  isTrue(): boolean {
    return (
      this.#lastTold?.dead === true &&
      hub.slices === this.#slices + 1 &&
      hub.host === this.#host &&
      outsiders.size === this.#waits.length &&
      this.#waits.every((wait) => outsiders.has(wait))
    );
  }

  /**
   * In a turn of its own: it keeps the host alive, so that it looks again after whatever happens then. If somebody has gone on by that turn, as
   * after a `sleep` that does not keep the process alive, it is to look again first.
   */
  tellNext(): void {
    const { slices } = hub;
    const execute = (): void => {
      if (hub.slices === slices) this.#tell();
    };
    hub.enqueueNextTurn({ execute });
  }

  #tell(): void {
    let next;
    do next = this.#toTell.pop();
    while (next !== undefined && !(isWatched(next) && isStuck(next)));
    this.#lastTold = next ?? null;
    if (next === undefined) return this.#tellOutsiders();
    this.#slices = hub.slices;
    toldAt.set(next, ++tellings);
    raise(this.#explanation.errorFor(next), next);
  }

  /** What greenlets do at their end may be what these wait for. */
  #tellOutsiders(): void {
    for (const wait of this.#waits) if (outsiders.has(wait)) return wait.fail(this.#explanation.error);
  }
}

/** An ordinary error: it is no cancellation. */
function raise(error: LoopExit, greenlet: Greenlet): void {
  const delegate = delegateOf(greenlet);
  if (delegate !== null) return raise(error, delegate);
  if (greenlet.top instanceof Waiter) greenlet.top.fail(error);
  else hub.resume(greenlet, null, error, true);
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
