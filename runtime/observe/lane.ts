import type { Greenlet } from '../core/greenlet.ts';

/** What a trace knows of a greenlet. Its lane in the picture is numbered in the order in which greenlets appear. */
export interface Lane {
  readonly id: number;
  /** When the stretch that is under way began, in microseconds; null while it is not known. */
  since: number | null;
  /** What it waits for; null while it runs, or is ready to. */
  reason: string | null;
  /** When what it waits for was there. */
  wokenAt: number | null;
  /** Arrows that end where the greenlet runs next. */
  arrows: number[];
}

/** The lanes of greenlets; those of greenlets that are gone are not kept. */
export class Lanes {
  readonly #lanes = new WeakMap<Greenlet, Lane>();
  readonly #opened: (lane: Lane, greenlet: Greenlet) => void;
  #count = 0;

  /** @param opened called with every greenlet that is seen for the first time */
  constructor(opened: (lane: Lane, greenlet: Greenlet) => void) {
    this.#opened = opened;
  }

  of(greenlet: Greenlet): Lane {
    let lane = this.#lanes.get(greenlet);
    if (lane === undefined) {
      lane = { id: ++this.#count, since: null, reason: null, wokenAt: null, arrows: [] };
      this.#lanes.set(greenlet, lane);
      this.#opened(lane, greenlet);
    }
    return lane;
  }
}
