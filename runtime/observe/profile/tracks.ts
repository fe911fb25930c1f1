import type { Greenlet } from '../../core/greenlet.ts';
import { OWN_RESULT } from '../../waiting/promises/result-waits.ts';
import type { KindOfWait } from './kind-of-wait.ts';
import type { Place } from './places.ts';

/** A wait that is under way. */
export interface CurrentWait {
  readonly call: string;
  readonly since: number;
  /** Known when the greenlet has paused. */
  place: Place | null;
  /** When what it waits for was there. */
  wokenAt: number | null;
}

/** What a profile knows of a greenlet. */
export class Track {
  readonly greenlet: Greenlet;
  readonly starter: Track | null;
  /** How many that it has started have not ended. */
  children = 0;
  wait: CurrentWait | null = null;
  /** Where it goes on from; null where it begins. */
  from: Place | null = null;
  isOver = false;

  constructor(greenlet: Greenlet, starter: Track | null) {
    this.greenlet = greenlet;
    this.starter = starter;
    if (starter !== null) starter.children++;
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.starter !== null) this.starter.children--;
  }

  /** Nobody can tell what a promise stands for. If greenlets are running that this one has started, it is most likely these. */
  kindOf(kind: KindOfWait, call: string): KindOfWait {
    return kind === 'outside' && this.children > 0 && PROMISES.has(call) ? 'greenlets' : kind;
  }
}

const PROMISES = new Set(['await', 'wait()', OWN_RESULT]);

/** What is known of all greenlets; those that are gone are not kept. */
export class Tracks {
  count = 0;
  readonly #tracks = new WeakMap<Greenlet, Track>();

  /** Of a greenlet that has been seen; undefined for any other one. */
  get(greenlet: Greenlet): Track | undefined {
    return this.#tracks.get(greenlet);
  }

  /** @param starter who runs; the one that starts it, if it has not been seen before */
  of(greenlet: Greenlet, starter: Track | null): Track {
    let track = this.#tracks.get(greenlet);
    if (track === undefined) {
      track = new Track(greenlet, starter);
      this.#tracks.set(greenlet, track);
      this.count++;
    }
    return track;
  }
}
