import type { AnyFunction, Frame } from '../contract/frame.ts';
import { isMachinery } from '../contract/machinery.ts';
import { positionOf } from '../contract/stacks/lines/lines.ts';
import { isNative, nativeOf, placeOfNative, type NativeFrame } from '../contract/stacks/native-frames.ts';
import { compiledPlaces, locate } from '../contract/stacks/points.ts';
import { functionName } from '../core/names/function-name.ts';
import { shownName } from '../core/names/shown-name.ts';
import type { Greenlet } from '../core/greenlet.ts';

/** A suspended call of the program. */
export interface StackLine {
  /** The name of the function; empty if it has none. */
  readonly functionName: string;
  /** Where the call stands that suspended it; null if that is unknown. Lines and columns count from 1. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** To find out where a function waits takes microseconds; beyond so many different ones only names are told. */
const MOST_PLACES = 20_000;
const MOST_FRAMES = 100;

/** Lines that were found out. The same function waits at the same line, whoever called it; null for one that is not the program's. */
type LinesOfFunction = Map<number, StackLine | null>;

/** The stacks of suspended greenlets, found out for many at once: most of them wait in few places. */
export class StackLines {
  readonly #lines = new WeakMap<AnyFunction, LinesOfFunction>();
  /** By the words of the engine: closures made in the same place are different functions. */
  readonly #known = new Map<string, StackLine>();
  /** Of functions whose place is unknown. */
  readonly #nowhere = new Map<string, StackLine>();
  readonly #mostPlaces: number;
  #places = 0;

  /** @param mostPlaces how many places are found out at most */
  constructor(mostPlaces = MOST_PLACES) {
    this.#mostPlaces = mostPlaces;
  }

  /** Finds out where these stand, in one go. */
  prepare(greenlets: Iterable<Greenlet>): void {
    const all: Frame[] = [];
    for (const greenlet of greenlets) all.push(...framesFrom(greenlet.top));
    this.prepareFrames(all);
  }

  /** The same for frames. */
  prepareFrames(all: readonly Frame[]): void {
    const unknown = new Map<AnyFunction, Map<number, Frame>>();
    for (const frame of all) {
      if (isNative(frame)) continue;
      if (this.#lines.get(frame.fn)?.has(frame.pc) === true || this.#places >= this.#mostPlaces) continue;
      const points = unknown.get(frame.fn) ?? new Map<number, Frame>();
      unknown.set(frame.fn, points);
      if (!points.has(frame.pc)) this.#places++;
      points.set(frame.pc, frame);
    }
    const frames = [...unknown.values()].flatMap((points) => [...points.values()]);
    compiledPlaces(frames).forEach((words, at) => this.#learn(frames[at] as Frame, words));
  }

  /** Innermost first. */
  of(greenlet: Greenlet): StackLine[] {
    return this.ofFrames(framesFrom(greenlet.top));
  }

  /** The same for frames. */
  ofFrames(frames: readonly Frame[]): StackLine[] {
    const stack: StackLine[] = [];
    for (const frame of frames) {
      const line = isNative(frame) ? this.#nativeLine(frame) : this.#lines.get(frame.fn)?.get(frame.pc);
      if (line === undefined) stack.push(this.#lineNowhere(functionName(frame.fn)));
      else if (line !== null) stack.push(line);
    }
    return stack;
  }

  /** One for each greenlet, so that it is not known before; null for what is hidden. */
  #nativeLine(frame: Frame): StackLine | null {
    const place = placeOfNative(frame);
    if (place === null) return null;
    let line = this.#known.get(place);
    if (line !== undefined) return line;
    const native = nativeOf(frame);
    if (native === null) return null;
    line = this.#lineOfNative(native);
    this.#known.set(place, line);
    return line;
  }

  #lineOfNative(native: NativeFrame): StackLine {
    const position = this.#places++ < this.#mostPlaces ? native.position : undefined;
    return position === undefined ? this.#lineNowhere(native.name) : { functionName: native.name, ...position };
  }

  #lineNowhere(name: string): StackLine {
    let line = this.#nowhere.get(name);
    if (line === undefined) {
      line = { functionName: name, file: null, line: null, column: null };
      this.#nowhere.set(name, line);
    }
    return line;
  }

  #learn(frame: Frame, words: string | null): void {
    const lines = this.#lines.get(frame.fn) ?? new Map<number, StackLine | null>();
    this.#lines.set(frame.fn, lines);
    lines.set(frame.pc, words === null ? null : this.#lineOf(frame, words));
  }

  #lineOf(frame: Frame, words: string): StackLine {
    let line = this.#known.get(words);
    if (line === undefined) {
      const [text] = locate([frame]);
      const position = typeof text === 'string' ? positionOf(text) : undefined;
      line =
        position === undefined
          ? this.#lineNowhere(functionName(frame.fn))
          : { functionName: functionName(frame.fn), ...position };
      this.#known.set(words, line);
    }
    return line;
  }
}

/** As a line of a stack trace, without the indentation. */
export function lineText({ functionName, file, line, column }: StackLine): string {
  const name = shownName(functionName);
  return file === null ? `at ${name}` : `at ${name} (${file}:${String(line)}:${String(column)})`;
}

/** Those of compiled functions, and of generators, from `top` outwards. */
export function framesFrom(top: Frame | null): Frame[] {
  const frames: Frame[] = [];
  for (let frame = top; frame !== null && frames.length < MOST_FRAMES; frame = frame.caller)
    if (isNative(frame) || (frame.pc > 0 && !isMachinery(frame.fn))) frames.push(frame);
  return frames;
}
