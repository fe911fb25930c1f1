import { checkFlag } from '../core/errors/check.ts';
import { expected } from '../core/errors/expected.ts';
import { checkOptions } from '../core/errors/options.ts';
import { explained, explainDeadlockedPrograms } from '../graph/deadlocks/explainer.ts';
import { deadlocksIn, type Deadlock } from '../graph/deadlocks/deadlock-finder.ts';
import { WaitGraph } from '../graph/wait-graph.ts';
import { hub } from '../hub/index.ts';
import { checkPeriod } from '../hub/time/milliseconds.ts';
import type { Expirable, Timer } from '../hub/time/timers.ts';

/** Options of `watchDeadlocks`. */
export interface WatchOptions {
  /** How often to look, in ms; 5000 by default. */
  readonly every?: number;
  /**
   * Whether to report what is probably a deadlock as well; false by default. Somebody else may end it: that is so where a unit of a semaphore was acquired
   * without `with`, which anybody may release.
   */
  readonly uncertain?: boolean;
  /** Told of each deadlock once. By default it is printed by `console.error`. What it throws goes to the error handler. */
  readonly onDeadlock?: (deadlock: Deadlock) => void;
}

explainDeadlockedPrograms();

const OPTIONS: readonly string[] = ['every', 'uncertain', 'onDeadlock'];
const DEFAULT_INTERVAL = 5000;

/**
 * The deadlocks at this moment: greenlets that wait for one another, so that none of them ever gets on, although others may run.
 *
 * It is known who can end a wait for a lock, for a unit of a semaphore with at most 64, for a place in a pool, for the end of a greenlet, of a group
 * or of tasks, and for results of `imap`; for one of several by `select`, if it is
 * known for each. Whoever waits for something else, such as an event or an item of a queue, may be woken by anybody;
 * and what waits with a timeout or a signal goes on one day: neither counts as stuck.
 */
export function findDeadlocks(): Deadlock[] {
  return deadlocksIn();
}

/** The deadlocks at this moment in words; empty if there are none. See `findDeadlocks`. */
export function explainDeadlocks(): string {
  return explained(findDeadlocks());
}

/**
 * Looks for deadlocks now and then, as long as something else keeps the process alive, such as a server. Only those are reported that were there
 * in two looks one after the other and, unless the option `uncertain` is set, that are certain.
 *
 * @returns a function that ends that
 * @throws {TypeError} if an option has the wrong type or does not exist
 */
export function watchDeadlocks(options: WatchOptions = {}): () => void {
  checkOptions(options, OPTIONS);
  const { every = DEFAULT_INTERVAL, uncertain = false, onDeadlock = print } = options;
  checkFlag(uncertain, 'uncertain');
  checkPeriod(every, 'every');
  if (typeof onDeadlock !== 'function') throw expected('a function', onDeadlock);
  const watch = new Watch(every, uncertain, onDeadlock);
  return () => watch.end();
}

function print(deadlock: Deadlock): void {
  console.error(explained([deadlock]));
}

/** What greenlets wait with. A later wait of the same greenlet is another one. */
type Waits = ReadonlySet<object>;

class Watch implements Expirable {
  readonly #every: number;
  readonly #takesUncertain: boolean;
  readonly #report: (deadlock: Deadlock) => void;
  /** Of the deadlocks that were there at the last look. */
  #suspects: readonly Waits[] = [];
  /** Those of them that were reported. */
  #reported: readonly Waits[] = [];
  #timer: Timer | null = null;

  constructor(every: number, takesUncertain: boolean, report: (deadlock: Deadlock) => void) {
    this.#every = every;
    this.#takesUncertain = takesUncertain;
    this.#report = report;
    this.#arm();
  }

  expire(): void {
    this.#arm();
    // In a turn of its own: by then those that are ready now have run.
    hub.enqueueNextTurn({ execute: () => this.#look() });
  }

  end(): void {
    if (this.#timer !== null) hub.cancelTimer(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    this.#timer = hub.addTimer(this.#every, this, false);
  }

  #look(): void {
    if (this.#timer === null) return;
    const graph = new WaitGraph();
    const suspects: Waits[] = [];
    const reported: Waits[] = [];
    const news: Deadlock[] = [];
    for (const deadlock of deadlocksIn(graph)) {
      if (!(deadlock.certain || this.#takesUncertain)) continue;
      const waits = new Set(deadlock.greenlets.map((greenlet) => graph.waitOf(greenlet)?.waiter ?? greenlet));
      const isKnown = this.#reported.some((others) => includes(waits, others));
      const wasThere = isKnown || this.#suspects.some((others) => isSame(others, waits));
      (wasThere ? reported : suspects).push(waits);
      if (wasThere && !isKnown) news.push(deadlock);
    }
    this.#suspects = suspects;
    this.#reported = reported;
    for (const deadlock of news) this.#report(deadlock);
  }
}

/** A deadlock that others have run into is still the same. What is left of one whose members were killed is another one. */
function includes(waits: Waits, others: Waits): boolean {
  return [...others].every((wait) => waits.has(wait));
}

function isSame(a: Waits, b: Waits): boolean {
  return a.size === b.size && includes(a, b);
}
