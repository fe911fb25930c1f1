import type { Greenlet } from '../core/greenlet.ts';
import type { Observer } from '../hub/observers.ts';
import { Lanes, type Lane } from './lane.ts';
import { TraceWriter, type Look } from './trace-writer.ts';

/** The lane of what happens outside greenlets. */
const HUB = 0;

/** How the viewers colour a wait, by what is waited for. The names are those of Chrome's palette. */
const COLOURS: readonly (readonly [pattern: RegExp, category: string, colour: string])[] = [
  [/^sleep/, 'time', 'grey'],
  [/^(?:Queue|LifoQueue|PriorityQueue|JoinableQueue|Channel)\b/, 'queue', 'thread_state_iowait'],
  [/^(?:Semaphore|BoundedSemaphore|RLock|Condition|Barrier|Pool)\b/, 'lock', 'terrible'],
  [/^(?:Event|AsyncResult|Greenlet|joinAll|waitFor|iwait)\b/, 'result', 'thread_state_sleeping'],
];
const OTHER = [null, 'other', 'thread_state_uninterruptible'] as const;

const RUN: Look = { name: 'run', cat: 'run' };
const READY: Look = { name: 'ready', cat: 'ready', cname: 'thread_state_runnable' };
/** Reasons may hold arguments, so there may be any number of them. */
const MOST_LOOKS = 1000;

function lookOf(reason: string): Look {
  const [, category, cname] = COLOURS.find(([pattern]) => pattern.test(reason)) ?? OTHER;
  return { name: reason, cat: `wait,${category}`, cname };
}

/**
 * Draws what greenlets do as a timeline: a lane for each, in which stretches of running, waiting and being ready follow one
 * another, and arrows from whoever starts or wakes a greenlet to where it runs next.
 */
export class Timeline implements Observer {
  readonly #writer: TraceWriter;
  readonly #now: () => number;
  readonly #looks = new Map<string, Look>();
  readonly #lanes = new Lanes((lane, greenlet) => this.#open(lane, greenlet));
  /** Those that run, the innermost last: a greenlet may start another one in the middle. */
  readonly #running: Lane[] = [];
  #arrows = 0;

  /** @param now in ms */
  constructor(write: (chunk: string) => void, now: () => number) {
    this.#writer = new TraceWriter(write);
    // Tenths of microseconds are short to write.
    this.#now = () => Math.round(now() * 10_000) / 10;
    this.#name(HUB, 'event loop');
  }

  started(greenlet: Greenlet): void {
    this.#arrow('spawn', this.#lanes.of(greenlet));
  }

  resumed(greenlet: Greenlet): void {
    const now = this.#now();
    const outer = this.#running.at(-1);
    if (outer !== undefined) this.#draw(outer, RUN, now);
    const lane = this.#lanes.of(greenlet);
    this.#drawWait(lane, now);
    lane.since = now;
    this.#running.push(lane);
    for (const id of lane.arrows)
      this.#writer.add({ ph: 'f', bp: 'e', name: 'to', cat: 'flow', id, tid: lane.id, ts: now });
    lane.arrows = [];
  }

  paused(greenlet: Greenlet): void {
    const now = this.#now();
    const lane = this.#lanes.of(greenlet);
    this.#draw(lane, RUN, now);
    lane.since = now;
    this.#running.pop();
    const outer = this.#running.at(-1);
    if (outer !== undefined) outer.since = now;
  }

  waits(greenlet: Greenlet, reason: string): void {
    const lane = this.#lanes.of(greenlet);
    lane.reason = reason;
    lane.wokenAt = null;
  }

  woken(greenlet: Greenlet): void {
    const lane = this.#lanes.of(greenlet);
    lane.wokenAt = this.#now();
    this.#arrow('wake', lane);
  }

  ended(greenlet: Greenlet, failed: boolean, result: unknown): void {
    const lane = this.#lanes.of(greenlet);
    lane.reason = null;
    if (failed) {
      const args = { error: String(result) };
      this.#writer.add({ ph: 'i', s: 't', name: 'failed', cat: 'error', tid: lane.id, ts: this.#now(), args });
    }
  }

  end(): void {
    this.#writer.end();
  }

  #open(lane: Lane, greenlet: Greenlet): void {
    const name = 'name' in greenlet && typeof greenlet.name === 'string' ? greenlet.name : 'greenlet';
    this.#name(lane.id, name);
  }

  #name(tid: number, name: string): void {
    this.#writer.add({ ph: 'M', name: 'thread_name', tid, ts: 0, args: { name } });
    this.#writer.add({ ph: 'M', name: 'thread_sort_index', tid, ts: 0, args: { sort_index: tid } });
  }

  /** What the greenlet did since it was paused: it waited, and then it was ready, but others had their turn. */
  #drawWait(lane: Lane, now: number): void {
    const { reason, wokenAt } = lane;
    if (reason !== null) {
      const end = wokenAt ?? now;
      this.#draw(lane, this.#lookOf(reason), end);
      lane.since = end;
      this.#draw(lane, READY, now);
    }
    lane.reason = null;
    lane.wokenAt = null;
  }

  /** The stretch that ends now. Those of no length are left out. */
  #draw({ id, since }: Lane, look: Look, end: number): void {
    if (since === null || end <= since) return;
    this.#writer.addStretch(look, id, since, Math.round((end - since) * 10) / 10);
  }

  /** A wait looks as the others for the same reason do. */
  #lookOf(reason: string): Look {
    let look = this.#looks.get(reason);
    if (look === undefined) {
      if (this.#looks.size >= MOST_LOOKS) this.#looks.clear();
      look = lookOf(reason);
      this.#looks.set(reason, look);
    }
    return look;
  }

  /** From what is running now; what happens outside greenlets has no stretch from which an arrow could start. */
  #arrow(name: string, to: Lane): void {
    const from = this.#running.at(-1);
    if (from === undefined || from === to) return;
    const id = ++this.#arrows;
    this.#writer.add({ ph: 's', name: 'to', cat: 'flow', id, tid: from.id, ts: this.#now(), args: { kind: name } });
    to.arrows.push(id);
  }
}
