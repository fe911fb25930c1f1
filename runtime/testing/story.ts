import { GreenletExit } from '../core/errors/errors.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { waitingAt } from '../graph/acquisitions.ts';
import { inShort } from '../graph/facts.ts';
import { nameOf } from '../core/names/greenlet-names.ts';
import { observers, type Observer } from '../hub/observers.ts';
import { Timeout } from '../time/timeout.ts';
import { Occurrence } from '../waiting/occurrence.ts';
import { OWN_RESULT } from '../waiting/promises/result-waits.ts';
import { TIMED_OUT } from '../waiting/waiter/timed-out.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';

/** A story of so many lines can be read; of a longer one the end is told. */
const MOST_LINES = 10;

interface Step {
  /** Whose step it is; null for what else happens. */
  readonly greenlet: Greenlet | null;
  /** Where the greenlet had stopped. */
  from: string;
  to: string;
}

/** What happens in one schedule, in words. */
export class Story implements Observer {
  #steps: Step[] = [];
  /** Those whose function is async: its body is told in their place. */
  readonly #wrappers = new Map<Greenlet, Greenlet>();
  readonly #waits = new Map<Greenlet, string>();
  /** Those that wait, and of which it is not known yet where: a call can be asked for its line once it is suspended. */
  readonly #unplaced = new Map<Greenlet, Step | null>();
  /** Those under way, the innermost last: an async function begins in the middle of a step. */
  readonly #running: Step[] = [];

  begin(): void {
    observers.add(this);
  }

  /** As long as names are given as in each run. */
  end(): void {
    this.#placeWaits();
    for (const { greenlet } of this.#steps) if (greenlet !== null) this.#nameOf(greenlet);
    observers.remove(this);
  }

  /** Something else happens than that a greenlet goes on; without a greenlet, `what` is a whole sentence. */
  noteEvent(what: string, greenlet: Greenlet | null): void {
    this.#placeWaits();
    this.#steps.push({ greenlet, from: what, to: '' });
  }

  /** The greenlet that runs had a choice between cases of a `select`. */
  noteCase(index: number): void {
    const step = this.#running.at(-1);
    if (step !== undefined) step.from += `, takes case ${String(index)} of select()`;
  }

  resumed(greenlet: Greenlet): void {
    this.#placeWaits();
    const wait = this.#waits.get(greenlet);
    const begins = this.#running.length === 0 ? 'begins' : 'begins in the middle of that';
    const from = wait === undefined ? begins : `goes on after ${wait}${endOf(greenlet.top)}`;
    const step = { greenlet, from, to: '' };
    if (!this.#isWrapper(greenlet)) this.#steps.push(step);
    this.#running.push(step);
  }

  paused(greenlet: Greenlet): void {
    const step = this.#running.pop();
    const { top } = greenlet;
    if (step === undefined || !(top instanceof Waiter) || top.reason !== OWN_RESULT) return;
    const { delegate } = top;
    const begun = this.#steps.findLast((other) => other.greenlet === delegate);
    if (delegate === null || begun === undefined) return;
    this.#wrappers.set(delegate, greenlet);
    begun.from = step.from;
    this.#drop(step);
  }

  waits(greenlet: Greenlet, reason: string): void {
    this.#waits.set(greenlet, reason);
    const step = this.#stepOf(greenlet);
    if (step !== null) step.to = `waits in ${reason}`;
    this.#unplaced.set(greenlet, step);
  }

  ended(greenlet: Greenlet, failed: boolean, result: unknown): void {
    this.#unplaced.delete(greenlet);
    const step = this.#stepOf(greenlet);
    if (step === null) return;
    step.to = failed || result instanceof GreenletExit ? `ends with ${firstLineOf(result)}` : 'ends';
    // An async function that did not wait is no news: it was a call like any other.
    const isCall = this.#running.length > 1 && !this.#waits.has(greenlet);
    if (isCall && !failed) this.#drop(step);
  }

  get lines(): string[] {
    this.#placeWaits();
    const lines = this.#steps.map(({ greenlet, from, to }) => {
      const who = greenlet === null ? '' : `${this.#nameOf(greenlet)} `;
      return `${who}${from}${to === '' ? '' : `, ${to}`}`;
    });
    if (lines.length <= MOST_LINES) return lines;
    const left = lines.length - MOST_LINES + 1;
    return [`(${String(left)} steps before)`, ...lines.slice(left)];
  }

  #placeWaits(): void {
    for (const [greenlet, step] of this.#unplaced) {
      const place = placeOf(greenlet);
      this.#waits.set(greenlet, `${this.#waits.get(greenlet) ?? ''}${place}`);
      if (step !== null) step.to += place;
    }
    this.#unplaced.clear();
  }

  /** That of the running greenlet; null for one that it has switched to. */
  #stepOf(greenlet: Greenlet): Step | null {
    const step = this.#running.at(-1);
    return step?.greenlet === greenlet ? step : null;
  }

  #drop(step: Step): void {
    this.#steps = this.#steps.filter((other) => other !== step);
  }

  #isWrapper(greenlet: Greenlet): boolean {
    return [...this.#wrappers.values()].includes(greenlet);
  }

  /** The program may have given it another one meanwhile. */
  #nameOf(body: Greenlet): string {
    return nameOf(this.#wrappers.get(body) ?? body);
  }
}

/** Where a greenlet waits: ` at bank.js:14`. Empty if that is unknown. */
function placeOf(greenlet: Greenlet): string {
  const place = waitingAt(greenlet);
  return place === undefined ? '' : ` at ${inShort(place)}`;
}

/** What a greenlet is about to learn of its wait, where the line of the wait does not tell it: that it has not got what it waited for. */
function endOf(wait: unknown): string {
  if (!(wait instanceof Waiter)) return '';
  const { outcome } = wait;
  if (outcome === TIMED_OUT || (wait instanceof Occurrence && outcome === false)) return ', whose time is over';
  return outcome instanceof Timeout ? ', in which a Timeout comes' : '';
}

/** Messages of test libraries have many lines. The whole one stands above the story. */
function firstLineOf(result: unknown): string {
  const [first = ''] = String(result).trimStart().split('\n');
  return first.replace(/:?\s*$/, '');
}
