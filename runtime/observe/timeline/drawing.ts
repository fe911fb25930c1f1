import { UNKNOWN, type ArrowKind, type Lane } from './lane.ts';
import { READY, RUN, RUN_CATEGORY, WaitLooks, type Look } from './looks.ts';
import { PROCESS, tailOf, TICKS, TraceText, type Words } from './trace-text.ts';

/**
 * The text of one end of an arrow, but for the numbers. Both ends have the same name and category, by which viewers join them. DevTools binds an end
 * to the stretch that has its category, too, and begins when it does.
 */
function arrowTail(ph: 's' | 'f', name: ArrowKind): Words {
  return tailOf({ ph, name, cat: RUN_CATEGORY, ...(ph === 'f' && { bp: 'e' }) });
}

const BEGINNING = { spawn: arrowTail('s', 'spawn'), wake: arrowTail('s', 'wake') };
const END = { spawn: arrowTail('f', 'spawn'), wake: arrowTail('f', 'wake') };

/**
 * Draws what greenlets did as a timeline: a lane for each, in which stretches of running, waiting and being ready follow one
 * another, and arrows from whoever starts or wakes a greenlet to where it runs next.
 *
 * Times are eighths of microseconds, as whole numbers: so that one stretch ends exactly where the next one begins.
 */
export class Drawing {
  readonly #text: TraceText;
  readonly #looks = new WaitLooks();
  /** Those that run, the innermost last: a greenlet may start another one in the middle. */
  readonly #running: Lane[] = [];
  #arrows = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    const place = { pid: PROCESS, tid: 0, ts: 0 };
    this.#text = new TraceText(write, { ph: 'M', name: 'process_name', ...place, args: { name: 'greenlets' } });
  }

  started(lane: Lane): void {
    this.#arrow('spawn', lane);
  }

  resumed(lane: Lane, time: number): void {
    const outer = this.#running.at(-1);
    if (outer !== undefined) this.#drawRun(outer, time);
    this.#drawWait(lane, time);
    lane.since = time;
    this.#running.push(lane);
  }

  paused(lane: Lane, time: number): void {
    this.#drawRun(lane, time);
    lane.since = time;
    this.#running.pop();
    const outer = this.#running.at(-1);
    if (outer !== undefined) outer.since = time;
  }

  /** @param time unknown if it is known when the greenlet has been paused, or will be */
  waits(lane: Lane, reason: string, time: number): void {
    lane.reason = reason;
    lane.wokenAt = UNKNOWN;
    if (lane.since === UNKNOWN) lane.since = time;
  }

  woken(lane: Lane, time: number): void {
    lane.wokenAt = time;
    this.#arrow('wake', lane);
  }

  ended(lane: Lane): void {
    lane.reason = null;
    if (lane.written !== null) this.#name(lane);
  }

  failed(lane: Lane, time: number, error: string): void {
    this.ended(lane);
    if (lane.written === null) this.#introduce(lane);
    const place = { pid: PROCESS, tid: lane.id, ts: time / TICKS };
    this.#text.addEvent({ ph: 'i', s: 't', name: 'failed', cat: 'error', ...place, args: { error } });
  }

  /** Those that have not ended go on for as long as the trace. */
  end(unfinished: Iterable<Lane>, time: number): void {
    const innermost = this.#running.at(-1);
    if (innermost !== undefined) this.#drawRun(innermost, time);
    for (const lane of unfinished) if (!this.#running.includes(lane)) this.#drawWait(lane, time);
    this.#text.end();
  }

  /** What the greenlet did since it was paused: it waited, and then it was ready, but others had their turn. */
  #drawWait(lane: Lane, time: number): void {
    const { reason, wokenAt } = lane;
    if (reason !== null) {
      const end = wokenAt === UNKNOWN ? time : wokenAt;
      this.#draw(lane, this.#looks.of(reason), end);
      lane.since = end;
      this.#draw(lane, READY, time);
    }
    lane.reason = null;
    lane.wokenAt = UNKNOWN;
  }

  /** With the arrows that end and begin in the stretch: viewers bind them to what they have read before. */
  #drawRun(lane: Lane, end: number): void {
    const { since, arrow, outgoing } = lane;
    if (since === UNKNOWN) return;
    // An arrow needs a stretch, if only one of no length.
    if (arrow === 0 && outgoing === 0) return this.#draw(lane, RUN, end);
    this.#drawAlways(lane, RUN, since, end);
    if (arrow > 0) this.#text.addArrow(END[lane.arrowKind], arrow, lane.id, since);
    lane.arrow = 0;
    if (outgoing > 0) this.#drawOutgoing(lane);
  }

  #drawOutgoing(lane: Lane): void {
    const { id, since, outgoing, outgoingKind, moreOutgoing } = lane;
    this.#text.addArrow(BEGINNING[outgoingKind], outgoing, id, since);
    lane.outgoing = 0;
    if (moreOutgoing === null) return;
    for (const { id: arrow, kind } of moreOutgoing) this.#text.addArrow(BEGINNING[kind], arrow, id, since);
    lane.moreOutgoing = null;
  }

  /** The stretch that ends now. Those of no length are left out. */
  #draw(lane: Lane, look: Look, end: number): void {
    if (lane.since !== UNKNOWN && end > lane.since) this.#drawAlways(lane, look, lane.since, end);
  }

  #drawAlways(lane: Lane, look: Look, since: number, end: number): void {
    if (lane.written === null) this.#introduce(lane);
    this.#text.addStretch(look, lane.id, since, end - since);
  }

  #introduce(lane: Lane): void {
    const place = { pid: PROCESS, tid: lane.id, ts: 0 };
    this.#text.addEvent({ ph: 'M', name: 'thread_sort_index', ...place, args: { sort_index: lane.id } });
    lane.close();
    this.#name(lane);
  }

  /** Once more if it has another name by now: the last one counts. */
  #name(lane: Lane): void {
    const { id, name } = lane;
    if (name === lane.written) return;
    lane.written = name;
    this.#text.addEvent({ ph: 'M', name: 'thread_name', pid: PROCESS, tid: id, ts: 0, args: { name } });
  }

  /** From what is running now; what happens outside greenlets has no stretch from which an arrow could start. */
  #arrow(kind: ArrowKind, to: Lane): void {
    const from = this.#running.at(-1);
    if (from === undefined || from === to) return;
    const id = ++this.#arrows;
    if (from.outgoing > 0) (from.moreOutgoing ??= []).push({ id, kind });
    else {
      from.outgoing = id;
      from.outgoingKind = kind;
    }
    to.arrow = id;
    to.arrowKind = kind;
  }
}
