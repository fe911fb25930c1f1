import type { Frame } from '../contract/frame.ts';
import { isMachinery } from '../contract/machinery.ts';
import type { NativeFrame } from '../contract/stacks/native-frames.ts';
import type { SourcePosition } from '../contract/stacks/lines/lines.ts';
import { stacks } from '../contract/stacks/state.ts';
import { shownName } from './names/shown-name.ts';

export type { SourcePosition };

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A call that is suspended: what `greenlet.frame` leads to. */
export class LogicalFrame {
  readonly #frame: Frame;
  readonly #native: NativeFrame | null;

  constructor(frame: Frame, native: NativeFrame | null) {
    this.#frame = frame;
    this.#native = native;
  }

  /** The name of the function; empty if it has none. */
  get functionName(): string {
    return (this.#native ?? this.#frame.fn).name;
  }

  /** Where in the source the call stands that suspended it; undefined if that is unknown, and for functions of the library. */
  get position(): SourcePosition | undefined {
    return this.#native === null ? stacks.tracer?.positionOfFrame(this.#frame) : this.#native.position;
  }

  /** The frame of the function that called this one; null for the function that the greenlet began with. */
  get caller(): LogicalFrame | null {
    return logicalFrame(this.#frame.caller);
  }

  /** As a line of a stack trace, without the indentation. */
  toString(): string {
    const { position } = this;
    const shown = shownName(this.functionName);
    if (position === undefined) return `at ${shown}`;
    return `at ${shown} (${position.file}:${String(position.line)}:${String(position.column)})`;
  }

  /** What Node's `console.log` shows. */
  [INSPECT](): string {
    return this.toString();
  }
}

/** The first frame of the program's own from `frame` outwards. */
export function logicalFrame(frame: Frame | null): LogicalFrame | null {
  for (let own = frame; own !== null; own = own.caller) {
    const native = stacks.tracer?.nativeOf(own) ?? null;
    if (native !== null || !isMachinery(own.fn)) return new LogicalFrame(own, native);
  }
  return null;
}
