import type { Greenlet } from '../core/greenlet.ts';
import { waitingAt } from '../graph/acquisitions.ts';
import { inShort } from '../graph/facts.ts';
import { observers, type Observer } from '../hub/observers.ts';

/** A story of so many lines can be read; of a longer one the end is told. */
const MOST_LINES = 10;

interface Step {
  readonly name: string;
  /** Where the greenlet had stopped. */
  readonly from: string;
  to: string;
}

/** What happens in one schedule, in words. */
export class Story implements Observer {
  readonly #steps: Step[] = [];
  readonly #names = new Map<Greenlet, string>();
  readonly #waits = new Map<Greenlet, string>();
  /** Those that wait, and of which it is not known yet where: a call can be asked for its line once it is suspended. */
  readonly #unplaced = new Map<Greenlet, Step | null>();
  #running: Greenlet | null = null;

  /** Whom the story is to call "the test". */
  begin(test: Greenlet): void {
    this.#names.set(test, 'the test');
    observers.add(this);
  }

  end(): void {
    this.#placeWaits();
    observers.remove(this);
  }

  /** A greenlet goes on. */
  noteStep(greenlet: Greenlet): void {
    this.#placeWaits();
    const wait = this.#waits.get(greenlet);
    this.#running = greenlet;
    this.#steps.push({
      name: this.#nameOf(greenlet),
      from: wait === undefined ? 'begins' : `goes on after ${wait}`,
      to: '',
    });
  }

  /** Something else happens. */
  noteEvent(what: string, greenlet: Greenlet | null): void {
    this.#placeWaits();
    const name = greenlet === null ? 'the clock' : this.#nameOf(greenlet);
    this.#running = null;
    this.#steps.push({ name, from: what, to: '' });
  }

  waits(greenlet: Greenlet, reason: string): void {
    this.#waits.set(greenlet, reason);
    const isStep = greenlet === this.#running;
    if (isStep) this.#finishStep(`waits in ${reason}`);
    this.#unplaced.set(greenlet, isStep ? (this.#steps.at(-1) ?? null) : null);
  }

  ended(greenlet: Greenlet, failed: boolean, result: unknown): void {
    this.#unplaced.delete(greenlet);
    if (greenlet === this.#running) this.#finishStep(failed ? `ends with ${String(result)}` : 'ends');
  }

  get lines(): string[] {
    const lines = this.#steps.map(({ name, from, to }) => `${name} ${from}${to === '' ? '' : `, ${to}`}`);
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

  #finishStep(to: string): void {
    const step = this.#steps.at(-1);
    if (step !== undefined) step.to = to;
  }

  #nameOf(greenlet: Greenlet): string {
    const known = this.#names.get(greenlet);
    if (known !== undefined) return known;
    const function_ = greenlet.entry?.name ?? '';
    const name = `${function_ === '' ? 'greenlet' : function_}-${String(this.#names.size)}`;
    this.#names.set(greenlet, name);
    return name;
  }
}

/** Where a greenlet waits: ` at bank.js:14`. Empty if that is unknown. */
function placeOf(greenlet: Greenlet): string {
  const place = waitingAt(greenlet);
  return place === undefined ? '' : ` at ${inShort(place)}`;
}
