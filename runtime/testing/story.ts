import type { Greenlet } from '../core/greenlet.ts';
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
  #running: Greenlet | null = null;

  /** Whom the story is to call "the test". */
  begin(test: Greenlet): void {
    this.#names.set(test, 'the test');
    observers.add(this);
  }

  end(): void {
    observers.remove(this);
  }

  /** A greenlet goes on. */
  noteStep(greenlet: Greenlet): void {
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
    const name = greenlet === null ? 'the clock' : this.#nameOf(greenlet);
    this.#running = null;
    this.#steps.push({ name, from: what, to: '' });
  }

  waits(greenlet: Greenlet, reason: string): void {
    const wait = `${reason}${placeOf(callerOf(new Error().stack))}`;
    this.#waits.set(greenlet, wait);
    if (greenlet === this.#running) this.#finishStep(`waits in ${wait}`);
  }

  ended(greenlet: Greenlet, failed: boolean, result: unknown): void {
    if (greenlet === this.#running) this.#finishStep(failed ? `ends with ${String(result)}` : 'ends');
  }

  get lines(): string[] {
    const lines = this.#steps.map(({ name, from, to }) => `${name} ${from}${to === '' ? '' : `, ${to}`}`);
    if (lines.length <= MOST_LINES) return lines;
    const left = lines.length - MOST_LINES + 1;
    return [`(${String(left)} steps before)`, ...lines.slice(left)];
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

/** In the sources this file is in a folder of the runtime; in the package everything is in one. */
const ownFolder = folderOf(fileOf(new Error().stack?.split('\n')[1] ?? '') ?? '').replace(/testing\/$/, '');

/** The innermost line of a stack that is the program's own. */
function callerOf(stack = ''): string | undefined {
  return stack
    .split('\n')
    .slice(1)
    .find((line) => {
      const file = fileOf(line);
      return file !== undefined && !file.startsWith('node:') && !file.startsWith(ownFolder);
    });
}

function placeOf(line: string | undefined): string {
  const [, file, number] = /([^/\\(]+):(\d+):\d+\)?$/.exec(line ?? '') ?? [];
  return file === undefined || number === undefined ? '' : ` at ${file}:${number}`;
}

function fileOf(line: string): string | undefined {
  return /(?:\(|at (?:async )?)([^()\s]+):\d+:\d+\)?$/.exec(line)?.[1];
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
