import { reflectApply } from '../builtins.ts';
import type { Frame } from '../frame.ts';
import { call } from '../enter.ts';
import { createRegisters, link, type Registers } from '../link.ts';
import { captureEveryOther, captureSite } from './engine.ts';
import { knownLines } from './lines/known-lines.ts';
import { framesOf } from './lines/lines.ts';
import { stacks } from './state.ts';

/** A yield point of a compiled function, as a frame has it that is parked there. */
export type Point = Pick<Frame, 'fn' | 'self' | 'pc'>;

/** How many functions are entered one inside the other. */
const AT_ONCE = 20;
/** What they may need of the native stack: arguments of a call, which take eight bytes each. */
const HEADROOM: readonly undefined[] = Array.from({ length: 3000 });
const HEADROOM_OF_ONE = HEADROOM.slice(0, 1000);

/**
 * Where yield points are in the source, as a stack trace words it; null for those of code that is hidden.
 *
 * Nobody has noted it down. The functions are entered once more, as if to be resumed: `pc` alone leads to the yield point, with no
 * variables and without running anything of the program. There `take` looks at the native stack, and suspends again.
 */
export function locate(points: readonly Point[]): (string | null)[] {
  const known = knownLines();
  const lines = points.map((point) => known.find(point));
  const unknown = points.filter((_, at) => lines[at] === null);
  if (unknown.length === 0) return lines;
  const found = locateBy(known.isPlain ? AT_ONCE : 1, unknown);
  known.keepAll(unknown, found);
  let next = 0;
  return lines.map((line) => line ?? found[next++] ?? null);
}

/**
 * Tells yield points that stand in different places apart, in the words of the engine itself: that is much faster than `locate` where a source map
 * has to be asked for each line. Null for what is hidden.
 */
export function compiledPlaces(points: readonly Point[]): (string | null)[] {
  return locateBy(AT_ONCE, points);
}

function locateBy(atOnce: number, points: readonly Point[]): (string | null)[] {
  const found: (string | null)[] = [];
  for (let at = 0; at < points.length; at += atOnce) {
    const some = points.slice(at, at + atOnce);
    found.push(...(locateTogether(some) ?? some.map((point) => locateTogether([point])?.[0] ?? null)));
  }
  return found;
}

function locateTogether(points: readonly Point[]): (string | null)[] | null {
  const visit = new Visit(points);
  enterAll(visit);
  return visit.lines();
}

/** Whatever happens, nobody notices. */
function enterAll(visit: Visit): void {
  const { registers, to } = link;
  const { visit: outer } = stacks;
  const current = registers.current as NonNullable<Registers['current']>;
  const { top } = current;
  const own = createRegisters(current);
  own.throwing = true;
  current.top = null;
  link.registers = own;
  stacks.visit = visit;
  try {
    // An error that the engine throws for want of room must not be thrown below a `try` of the program.
    makeRoom(visit.isOfOne ? HEADROOM_OF_ONE : HEADROOM);
    visit.enterNext(own);
  } catch {
    // What cannot be entered has no line.
  } finally {
    stacks.visit = outer;
    link.registers = registers;
    link.to = to;
    current.top = top;
  }
}

/** Throws where the native stack has no room left for a function of the program to be entered. */
export function makeRoom(headroom: readonly undefined[] = HEADROOM_OF_ONE): void {
  reflectApply(needRoom, undefined, headroom);
}

function needRoom(): void {
  // The arguments have needed it.
}

/** Goes through functions at their yield points, each entered by `take` in the one before. */
export class Visit {
  readonly #points: readonly Point[];
  readonly #hidden: boolean[] = [];
  #entered = 0;
  /** Of the points that were reached, the last one first. */
  #lines: readonly string[] | null = null;

  constructor(points: readonly Point[]) {
    this.#points = points;
  }

  get isOfOne(): boolean {
    return this.#points.length === 1;
  }

  enterNext(registers: Registers): void {
    const frame = this.#next(registers);
    if (frame !== null) call(frame.fn, frame.self);
  }

  /**
   * A function has come to its yield point, where `above` was called. Returns the frame to resume there, so that there is one frame of
   * ours for each of the program. Throws nothing, since that would get to the `finally` of a program.
   */
  reached(registers: Registers, above: unknown, isHidden: boolean): Frame | null {
    try {
      return this.#reached(registers, above, isHidden);
    } catch {
      return null;
    }
  }

  #reached(registers: Registers, above: unknown, isHidden: boolean): Frame | null {
    this.#hidden.push(isHidden);
    const frame = this.#next(registers);
    if (frame !== null) return frame;
    this.#lines = this.isOfOne ? framesOf(captureSite(above, 1) ?? {}) : captureEveryOther(above, this.#points.length);
    return null;
  }

  /** In the order of the points; null if they have not all been reached. */
  lines(): (string | null)[] | null {
    const lines = this.#lines;
    const last = this.#points.length - 1;
    if (lines?.length !== last + 1) return null;
    return this.#hidden.map((isHidden, at) => (isHidden ? null : (lines[last - at] ?? null)));
  }

  #next(registers: Registers): Frame | null {
    const point = this.#points[this.#entered++];
    link.to = null;
    return (registers.frame = point === undefined ? null : blank(point));
  }
}

/** A frame of the same shape as others. */
function blank({ fn, self, pc }: Point): Frame {
  const frame = { fn, self, pc, caller: null, a: BLANK, b: BLANK, c: BLANK, d: BLANK };
  return frame;
}

/**
 * What variables are where it does not matter what they are. On the way to a yield point, the function takes them from the frame, makes numbers
 * of some, and may read the variables that closures share: all of that works, and runs nobody's code.
 */
const BLANK: unknown = new Proxy(Object.create(null) as object, {
  get: (_, key) => (key === Symbol.toPrimitive ? zero : BLANK),
});

function zero(): number {
  return 0;
}
