import type { Frame } from '../../contract/frame.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import type { Observer } from '../../hub/observers.ts';

/** A stretch in which a greenlet runs. */
export interface RunningSlice {
  readonly greenlet: Greenlet;
  /** The calls that are suspended below those on the native stack. */
  readonly below: Frame | null;
}

/** What the thread of a monitor sees of this one: the number of the slice, whether one runs, and whether anybody wants to know. */
export const SLICE = 0;
export const RUNS = 1;
export const IS_OVER = 2;

export function createState(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
}

/** Tells a thread which slices run. It needs little, since it does so in all programs while they are developed. */
export class RunningSlices implements Observer {
  readonly state: Int32Array;
  /** The innermost last: a greenlet may start another one in the middle. */
  readonly #running: RunningSlice[] = [];
  #slice = 0;

  constructor(state: Int32Array) {
    this.state = state;
  }

  get current(): RunningSlice | undefined {
    return this.#running.at(-1);
  }

  get number(): number {
    return this.#slice;
  }

  resumed(greenlet: Greenlet): void {
    // The wait itself ends its own frame.
    const { top } = greenlet;
    this.#running.push({ greenlet, below: top !== null && top.pc <= 0 ? top.caller : top });
    this.#begin(1);
  }

  paused(): void {
    this.#running.pop();
    this.#begin(this.#running.length === 0 ? 0 : 1);
  }

  /** The thread looks now and then, so it does no harm if it sees this a little later: nothing is to be waited for. */
  #begin(runs: number): void {
    this.#slice = (this.#slice + 1) | 0;
    this.state[SLICE] = this.#slice;
    this.state[RUNS] = runs;
  }
}
