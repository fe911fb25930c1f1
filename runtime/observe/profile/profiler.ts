import { link } from '../../contract/link.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { ownNameOf } from '../../core/names/greenlet-names.ts';
import type { Observer } from '../../hub/observers.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';
import { framesFrom, StackLines } from '../stack-lines.ts';
import { Freezes } from './freezes.ts';
import { callName, kindOfWait } from './kind-of-wait.ts';
import { Overlap } from './overlap.ts';
import { Place, Places } from './places.ts';
import { predict } from './predict.ts';
import { Tracks, type Track } from './tracks.ts';
import type { Profile, RunSite, WaitSite } from './types.ts';

/** A stretch in which a greenlet runs. */
interface Slice {
  readonly track: Track;
  readonly start: number;
  /** For how long others that were started in the middle of it ran. */
  nested: number;
}

/** Finds out where greenlets wait, and where they run. */
export class Profiler implements Observer {
  readonly #now: () => number;
  #start: number;
  #hasBegun: boolean;
  readonly #tracks = new Tracks();
  readonly #places = new Places();
  readonly #beginnings = new Map<string, Place>();
  readonly #lines = new StackLines(Infinity);
  readonly #freezes = new Freezes();
  readonly #overlap: Overlap;
  /** Those that run, the innermost last. */
  readonly #running: Slice[] = [];
  /** One that waits, and has been running since before the profile began: that it pauses is not told. */
  #untold: Greenlet | null = null;
  #ran = 0;
  #slices = 0;
  #longestSlice = 0;
  #live = 0;
  #mostLive = 0;

  /**
   * @param now in ms
   * @param idle how long the process has had nothing to do, in ms; a clock that always goes on does as well
   * @param beginsNow or else when something happens
   */
  constructor(now: () => number, idle: () => number, beginsNow: boolean) {
    this.#now = now;
    this.#start = now();
    this.#hasBegun = beginsNow;
    this.#overlap = new Overlap(idle);
  }

  started(greenlet: Greenlet): void {
    this.#begin(0);
    this.#trackOf(greenlet);
  }

  resumed(greenlet: Greenlet): void {
    this.#begin(0);
    this.#placeUntold();
    if (this.#running.length === 0) this.#overlap.account();
    const track = this.#trackOf(greenlet);
    const now = this.#now();
    this.#endWait(track, now);
    this.#running.push({ track, start: now, nested: 0 });
  }

  paused(greenlet: Greenlet): void {
    const slice = this.#running.pop();
    if (slice === undefined) return;
    const now = this.#now();
    this.#endSlice(slice, now);
    if (greenlet.dead) this.#end(slice.track);
    else this.#place(slice.track, greenlet, now);
    if (this.#running.length === 0) this.#overlap.rest();
  }

  waits(greenlet: Greenlet, reason: string): void {
    this.#placeUntold();
    const track = this.#trackOf(greenlet);
    const now = this.#now();
    track.wait = { call: callName(reason), since: now, place: null, wokenAt: null };
    if (this.#running.at(-1)?.track === track) return;
    this.#untold = greenlet;
    if (this.#running.length > 0) return;
    if (this.#slices === 0) this.#endSlice({ track, start: this.#start, nested: 0 }, now);
    this.#overlap.rest();
  }

  woken(greenlet: Greenlet): void {
    this.#placeUntold(greenlet);
    const { wait } = this.#trackOf(greenlet);
    if (wait?.wokenAt !== null) return;
    if (this.#running.length === 0) this.#overlap.account();
    wait.wokenAt = this.#now();
    this.#leave(wait.place);
  }

  ended(greenlet: Greenlet): void {
    this.#end(this.#trackOf(greenlet));
  }

  froze(call: string, ms: number, callee: (...args: never[]) => unknown): void {
    this.#begin(ms);
    this.#freezes.note(call, ms, callee);
  }

  /**
   * What was found out. Waits that are not over count with the time that they have taken so far.
   *
   * @param unfinished the greenlets that have not ended
   */
  end(unfinished: Iterable<Greenlet>): Profile {
    const now = this.#now();
    this.#placeUntold();
    if (this.#running.length === 0) this.#overlap.account();
    for (const greenlet of unfinished) this.#endWait(this.#tracks.get(greenlet), now);
    const [outermost] = this.#running;
    const elapsed = now - this.#start;
    const places = this.#places.all;
    const freezes = this.#freezes.sites.sort((a, b) => b.blocked - a.blocked);
    return {
      elapsed,
      running: this.#ran + (outermost === undefined ? 0 : now - outermost.start),
      idle: this.#overlap.idle,
      frozen: this.#freezes.total,
      greenlets: this.#tracks.count,
      mostGreenlets: this.#mostLive,
      slices: this.#slices,
      longestSlice: this.#longestSlice,
      waits: places.map(waitSite).sort((a, b) => b.blocked - a.blocked),
      runs: [...places, ...this.#beginnings.values()].flatMap(runSite).sort((a, b) => b.ran - a.ran),
      freezes,
      predictions: predict(elapsed, places, freezes),
    };
  }

  /** @param ago how many ms ago */
  #begin(ago: number): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#start = this.#now() - ago;
    this.#overlap.rest();
  }

  #trackOf(greenlet: Greenlet): Track {
    const before = this.#tracks.count;
    const track = this.#tracks.of(greenlet, this.#running.at(-1)?.track ?? null);
    if (this.#tracks.count > before) this.#mostLive = Math.max(this.#mostLive, ++this.#live);
    return track;
  }

  #end(track: Track): void {
    if (track.isOver) return;
    track.end();
    this.#live--;
  }

  /**
   * By now it is suspended.
   *
   * @param woken whose wait has ended just now
   */
  #placeUntold(woken: Greenlet | null = null): void {
    const greenlet = this.#untold;
    if (greenlet === null || greenlet === link.current) return;
    this.#untold = null;
    if (!greenlet.dead) this.#place(this.#trackOf(greenlet), greenlet, this.#now(), greenlet === woken);
  }

  /** Where the greenlet waits can be seen as soon as its calls are suspended. */
  #place(track: Track, greenlet: Greenlet, now: number, waitedUntilNow = false): void {
    const { wait } = track;
    const frames = framesFrom(greenlet.top);
    this.#lines.prepareFrames(frames);
    const call = wait?.call ?? 'switch()';
    const kind = wait === null ? 'greenlets' : track.kindOf(kindOfWait(call), call);
    const place = this.#places.at(call, kind, this.#lines.ofFrames(frames));
    track.from = place;
    if (wait === null) return;
    wait.place = place;
    if (wait.wokenAt !== null) return;
    const isOver = greenlet.top instanceof Waiter && !greenlet.top.pending;
    if (isOver && !waitedUntilNow) wait.wokenAt = now;
    else if (place.kind !== 'greenlets') this.#overlap.begin(place);
  }

  #endWait(track: Track | undefined, now: number): void {
    const wait = track?.wait ?? null;
    if (track === undefined || wait === null) return;
    const end = wait.wokenAt ?? now;
    if (wait.wokenAt === null) this.#leave(wait.place);
    wait.place?.waited(Math.max(0, end - wait.since), now - end);
    track.wait = null;
  }

  #leave(place: Place | null): void {
    if (place !== null && place.kind !== 'greenlets') this.#overlap.end(place);
  }

  #endSlice({ track, start, nested }: Slice, now: number): void {
    const ms = now - start;
    const outer = this.#running.at(-1);
    if (outer === undefined) this.#ran += ms;
    else outer.nested += ms;
    this.#slices++;
    this.#longestSlice = Math.max(this.#longestSlice, ms - nested);
    const name = ownNameOf(track.greenlet);
    (track.from ?? this.#beginning(name)).noteRun(ms - nested, name);
  }

  /** Greenlets of the same function begin in the same place. */
  #beginning(name: string): Place {
    const key = name.replace(/-\d+$/, '');
    let place = this.#beginnings.get(key);
    if (place === undefined) {
      place = new Place('', 'greenlets', []);
      this.#beginnings.set(key, place);
    }
    return place;
  }
}

function waitSite({ call, kind, stack, count, blocked, longest, ready, idle }: Place): WaitSite {
  let total = 0;
  for (const ms of idle.values()) total += ms;
  return { call, kind, stack, count, blocked, longest, ready, idle: total };
}

function runSite({ call, stack, runs, ran, longestRun, runner }: Place): RunSite[] {
  if (runs === 0) return [];
  return [{ after: call === '' ? null : call, stack, greenlet: runner, count: runs, ran, longest: longestRun }];
}
