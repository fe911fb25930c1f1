import type { Greenlet } from '../../core/greenlet.ts';
import { nameOf } from '../../core/names/greenlet-names.ts';
import { PROCESS } from './trace-text.ts';

/** An arrow to where a greenlet runs next: one that was started, or woken. */
export type ArrowKind = 'spawn' | 'wake';

/** A time that is not known, or has not come. A number, so that the engine need not allocate those that are known. */
export const UNKNOWN = -1;

/** What a trace knows of a greenlet. Times are eighths of microseconds. */
export class Lane {
  /** Lanes are numbered in the order in which greenlets appear. The number of the process would stand for its main thread. */
  readonly id: number;
  /** What the greenlet was called when it was last asked. */
  name: string;
  /** Asked for its name once more before that is written: many are given one as soon as they have been started. */
  greenlet: Greenlet | null;
  /** What stands in the trace as its name. */
  written: string | null = null;
  /** When the stretch that is under way began. */
  since = UNKNOWN;
  /** What it waits for; null while it runs, or is ready to. */
  reason: string | null = null;
  /** When what it waits for was there. */
  wokenAt = UNKNOWN;
  /** Of an arrow that ends where the greenlet runs next; 0 if there is none. */
  arrow = 0;
  arrowKind: ArrowKind = 'spawn';
  /** An arrow that begins in the stretch in which it runs; 0 if there is none. Most have one at most. */
  outgoing = 0;
  outgoingKind: ArrowKind = 'spawn';
  /** Further ones. */
  moreOutgoing: Outgoing[] | null = null;

  constructor(index: number, greenlet: Greenlet) {
    this.id = PROCESS + index;
    this.name = nameOf(greenlet);
    this.greenlet = greenlet;
  }

  /** Its name will not change any more, and it may be collected. */
  close(): void {
    if (this.greenlet !== null) this.rename(this.greenlet);
  }

  rename(greenlet: Greenlet): void {
    this.name = nameOf(greenlet);
    this.greenlet = null;
  }
}

export interface Outgoing {
  readonly id: number;
  readonly kind: ArrowKind;
}

/** The lanes of greenlets; those of greenlets that are gone are not kept. */
export class Lanes {
  readonly #lanes = new WeakMap<Greenlet, Lane>();
  #count = 0;

  of(greenlet: Greenlet): Lane {
    return this.#lanes.get(greenlet) ?? this.#open(greenlet);
  }

  /** Of a greenlet that has been seen; undefined for any other one. */
  get(greenlet: Greenlet): Lane | undefined {
    return this.#lanes.get(greenlet);
  }

  #open(greenlet: Greenlet): Lane {
    const lane = new Lane(++this.#count, greenlet);
    this.#lanes.set(greenlet, lane);
    return lane;
  }
}
