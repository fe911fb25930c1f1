import type { Greenlet } from '../../core/greenlet.ts';
import type { Observer } from '../../hub/observers.ts';
import { Drawing } from './drawing.ts';
import { Lanes, UNKNOWN, type Lane } from './lane.ts';
import { TICKS } from './trace-text.ts';

/** How many events are written down before they are drawn. */
const MOST_EVENTS = 1024;

const STARTED = 0;
const RESUMED = 1;
const PAUSED = 2;
const WAITS = 3;
const WOKEN = 4;
const ENDED = 5;
const FAILED = 6;

/**
 * Writes down what greenlets do, and draws it when there is enough of it: in between, the program computes, and would find the
 * caches of the processor full of what the drawing needs, which takes several times as long as it does at a stretch.
 */
export class Timeline implements Observer {
  readonly #drawing: Drawing;
  readonly #now: () => number;
  readonly #lanes = new Lanes();
  // An event is an element of each of these.
  readonly #kinds = new Uint8Array(MOST_EVENTS);
  readonly #times = new Float64Array(MOST_EVENTS);
  readonly #owners: (Lane | null)[] = new Array<Lane | null>(MOST_EVENTS).fill(null);
  readonly #texts = new Array<string>(MOST_EVENTS).fill('');
  #count = 0;

  /** @param now in ms */
  constructor(write: (bytes: Uint8Array) => void, now: () => number) {
    this.#drawing = new Drawing(write);
    this.#now = now;
  }

  started(greenlet: Greenlet): void {
    this.#note(STARTED, this.#lanes.of(greenlet), this.#now(), '');
  }

  resumed(greenlet: Greenlet): void {
    this.#note(RESUMED, this.#lanes.of(greenlet), this.#now(), '');
  }

  paused(greenlet: Greenlet): void {
    this.#note(PAUSED, this.#lanes.of(greenlet), this.#now(), '');
  }

  waits(greenlet: Greenlet, reason: string): void {
    const known = this.#lanes.get(greenlet);
    // That it pauses is told next, but not of one that has been running since before the trace.
    if (known === undefined) this.#note(WAITS, this.#lanes.of(greenlet), this.#now(), reason);
    else this.#note(WAITS, known, UNKNOWN, reason);
  }

  woken(greenlet: Greenlet): void {
    this.#note(WOKEN, this.#lanes.of(greenlet), this.#now(), '');
  }

  ended(greenlet: Greenlet, failed: boolean, result: unknown): void {
    const lane = this.#lanes.of(greenlet);
    lane.rename(greenlet);
    if (failed) this.#note(FAILED, lane, this.#now(), textOf(result));
    else this.#note(ENDED, lane, UNKNOWN, '');
  }

  /** @param unfinished those that have not ended */
  end(unfinished: Iterable<Greenlet>): void {
    this.#draw();
    const lanes: Lane[] = [];
    for (const greenlet of unfinished) {
      const lane = this.#lanes.get(greenlet);
      if (lane === undefined) continue;
      lane.rename(greenlet);
      lanes.push(lane);
    }
    this.#drawing.end(lanes, ticks(this.#now()));
  }

  #note(kind: number, lane: Lane, time: number, text: string): void {
    const at = this.#count++;
    this.#kinds[at] = kind;
    this.#times[at] = time;
    this.#owners[at] = lane;
    this.#texts[at] = text;
    if (this.#count === MOST_EVENTS) this.#draw();
  }

  #draw(): void {
    const count = this.#count;
    this.#count = 0;
    for (let at = 0; at < count; at++) {
      const lane = this.#owners[at];
      if (lane != null) this.#drawEvent(this.#kinds[at] as number, lane, ticks(this.#times[at] as number), at);
    }
    // Lanes of greenlets that are gone need not be kept.
    this.#owners.fill(null, 0, count);
    this.#texts.fill('', 0, count);
  }

  #drawEvent(kind: number, lane: Lane, time: number, at: number): void {
    const drawing = this.#drawing;
    if (kind === RESUMED) drawing.resumed(lane, time);
    else if (kind === PAUSED) drawing.paused(lane, time);
    else if (kind === WAITS) drawing.waits(lane, this.#texts[at] as string, time);
    else if (kind === WOKEN) drawing.woken(lane, time);
    else if (kind === STARTED) drawing.started(lane);
    else if (kind === ENDED) drawing.ended(lane);
    else drawing.failed(lane, time, this.#texts[at] as string);
  }
}

function ticks(ms: number): number {
  return ms === UNKNOWN ? UNKNOWN : Math.round(ms * 1000 * TICKS);
}

/** Whatever an error does when it is asked: an observer must not throw. */
function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'an error that has no text';
  }
}
