import { formatter, isPlainlyFormatted } from '../engine.ts';
import type { Point } from '../points.ts';
import { stacks } from '../state.ts';

/** What a yield point is called for one receiver, whose class the engine names; undefined if it has had others. */
interface KnownLine {
  readonly text: string;
  readonly self: WeakRef<object> | null | undefined;
}

/** Of so many searches, one is remembered: functions that are made anew for each error would only cost time. */
const EACH = 8;

/** The lines of yield points, which never move. To find one out takes much longer, and errors go the same ways again and again. */
class KnownLines {
  #searches = 0;
  readonly #lines = new WeakMap<Point['fn'], (KnownLine | undefined)[]>();
  readonly formatter = formatter();
  readonly isPlain = isPlainlyFormatted();

  find({ fn, self, pc }: Point): string | null {
    const line = this.#lines.get(fn)?.[pc];
    return line !== undefined && isFor(line, self) ? line.text : null;
  }

  /** What was found out for points that were not known. */
  keepAll(points: readonly Point[], found: readonly (string | null)[]): void {
    if (this.#searches++ % EACH !== 0) return;
    points.forEach((point, at) => {
      const line = found[at] ?? null;
      if (line !== null) this.#keep(point, line);
    });
  }

  #keep({ fn, self, pc }: Point, text: string): void {
    let lines = this.#lines.get(fn);
    if (lines === undefined) this.#lines.set(fn, (lines = []));
    const before = lines[pc];
    if (before === undefined) lines[pc] = { text, self: receiver(self) };
    else if (!isFor(before, self)) lines[pc] = { text, self: undefined };
  }
}

function isFor({ self: known }: KnownLine, self: unknown): boolean {
  if (known === undefined) return false;
  return known === null ? isNone(self) : known.deref() === self;
}

/** Functions that do not use their `this` have none when they are parked. */
function receiver(self: unknown): KnownLine['self'] {
  if (isNone(self)) return null;
  return typeof self === 'object' || typeof self === 'function' ? new WeakRef(self as object) : undefined;
}

function isNone(self: unknown): boolean {
  return self === null || self === undefined;
}

/** By whether a stack is being formatted, for which the engine words everything itself. */
const known = new Map<boolean, KnownLines>();

/** Those in the words of whoever formats stacks now. */
export function knownLines(): KnownLines {
  const { formatting } = stacks;
  const before = known.get(formatting);
  if (before !== undefined && before.formatter === formatter() && before.isPlain === isPlainlyFormatted())
    return before;
  const lines = new KnownLines();
  known.set(formatting, lines);
  return lines;
}
