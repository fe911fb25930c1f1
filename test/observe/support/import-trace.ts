/** An event of a trace, as the format of Chrome describes it. */
export interface TraceEvent {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  cat?: string;
  id?: number;
  bp?: string;
  args?: { name?: string; error?: string; sort_index?: number };
}

/** Times are nanoseconds. */
export interface Slice {
  readonly thread: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
}

export interface Flow {
  readonly kind: string;
  readonly from: Slice;
  readonly to: Slice;
}

/** What an import of a trace comes to. */
export interface ImportedTrace {
  readonly slices: readonly Slice[];
  readonly flows: readonly Flow[];
  /** What has been dropped, or drawn elsewhere. */
  readonly problems: readonly string[];
}

/**
 * Imports a trace by the rules of Perfetto's trace processor: events in the order of their times, those of the same time as
 * the importer sorts them; slices of a thread on a stack; both ends of a flow bound to the topmost slice of their thread.
 *
 * Source: `json_trace_parser.cc`, `slice_tracker.cc` and `flow_tracker.cc` of https://github.com/google/perfetto. What DevTools sees otherwise
 * is among the problems.
 */
export function importTrace(text: string): ImportedTrace {
  const events = JSON.parse(text) as TraceEvent[];
  const importer = new Importer();
  for (const event of events.filter(({ ph }) => ph === 'M')) importer.name(event);
  const timed = events.filter(({ ph }) => ph !== 'M');
  // The sort is stable.
  timed.sort((a, b) => nanoseconds(a.ts) - nanoseconds(b.ts) || rank(a) - rank(b));
  for (const event of timed) importer.read(event);
  importer.problems.push(...problemsInDevTools(timed));
  return importer;
}

/**
 * DevTools computes with microseconds as they are, and binds the ends of a flow to what begins at the same time in the same lane and category.
 *
 * Source: `TreeHelpers.ts` and `FlowsHandler.ts` of https://github.com/ChromeDevTools/devtools-frontend.
 */
function problemsInDevTools(timed: readonly TraceEvent[]): string[] {
  const slices = timed.filter(({ ph }) => ph === 'X');
  const placeOf = ({ ts, tid, cat = '' }: TraceEvent): string => [ts, tid, cat].join();
  const places = new Set(slices.map(placeOf));
  const unbound = timed.filter((event) => 'sf'.includes(event.ph) && !places.has(placeOf(event)));
  const ends = new Map<number, number>();
  const overlapping = slices.filter(({ tid, ts, dur = 0 }) => {
    const end = ends.get(tid) ?? 0;
    if (dur > 0) ends.set(tid, ts + dur);
    return dur > 0 && ts < end;
  });
  return [...unbound, ...overlapping].map((event) => `in DevTools: ${JSON.stringify(event)}`);
}

function nanoseconds(microseconds: number): number {
  return Math.round(microseconds * 1000);
}

/** Of events of the same time: longer slices come first, and slices before all others. */
function rank({ ph, dur = 0 }: TraceEvent): number {
  return ph === 'X' ? -nanoseconds(dur) : 0;
}

class Importer implements ImportedTrace {
  readonly slices: Slice[] = [];
  readonly flows: Flow[] = [];
  readonly problems: string[] = [];
  readonly #names = new Map<number, string>();
  readonly #stacks = new Map<number, Slice[]>();
  readonly #open = new Map<string, Slice>();

  /** The last name counts. A thread without a number is the main one. */
  name({ name, pid, tid, args = {} }: TraceEvent): void {
    if (name === 'thread_name') this.#names.set(tid || pid, args.name ?? '');
  }

  read(event: TraceEvent): void {
    const { ph } = event;
    if (ph === 'X' || ph === 'i') this.#addSlice(event, nanoseconds(event.dur ?? 0));
    else if (ph === 's') this.#begin(event);
    else if (ph === 'f' && event.bp === 'e') this.#end(event);
    else this.#complain('unknown', event);
  }

  #addSlice(event: TraceEvent, dur: number): void {
    const { name, pid, tid, ts } = event;
    const stack = this.#stackOf(tid || pid);
    const begin = nanoseconds(ts);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const end = top.ts + top.dur;
      if (end > begin || (end === begin && top.dur === 0 && dur === 0)) break;
      stack.pop();
    }
    const outer = stack.at(-1);
    if (outer !== undefined && begin < outer.ts + outer.dur && begin + dur > outer.ts + outer.dur)
      return this.#complain('overlaps', event);
    const thread = this.#names.get(tid || pid);
    if (thread === undefined) this.#complain('no name of the thread', event);
    const slice = { thread: thread ?? '', name, ts: begin, dur };
    if (event.ph === 'X' && dur > 0 && stack.length > 0) this.#complain('nested', event);
    stack.push(slice);
    this.slices.push(slice);
  }

  #begin(event: TraceEvent): void {
    const slice = this.#topmost(event);
    const key = keyOf(event);
    if (slice === undefined) this.#complain('flow_no_enclosing_slice', event);
    else if (this.#open.has(key)) this.#complain('flow_duplicate_id', event);
    else this.#open.set(key, slice);
  }

  #end(event: TraceEvent): void {
    const to = this.#topmost(event);
    const from = this.#open.get(keyOf(event));
    if (to === undefined) this.#complain('flow_no_enclosing_slice', event);
    else if (from === undefined) this.#complain('flow_end_without_start', event);
    else this.flows.push({ kind: event.name, from, to });
  }

  #topmost({ pid, tid }: TraceEvent): Slice | undefined {
    return this.#stackOf(tid || pid).at(-1);
  }

  #stackOf(thread: number): Slice[] {
    const stack = this.#stacks.get(thread) ?? [];
    this.#stacks.set(thread, stack);
    return stack;
  }

  #complain(problem: string, event: TraceEvent): void {
    this.problems.push(`${problem}: ${JSON.stringify(event)}`);
  }
}

/** Viewers join the ends of a flow by all three. */
function keyOf({ id, cat = '', name }: TraceEvent): string {
  return `${String(id)} ${cat} ${name}`;
}
