import type { Greenlet } from '../core/greenlet.ts';
import { callOf } from '../core/names/description.ts';
import { NEW } from '../core/switching/phase.ts';
import { link } from '../contract/link.ts';
import { knownTreeLocals, spawnerOf, spawnStacksOf } from '../greenlets/spawning/spawn-tree.ts';
import { describePlace } from '../graph/deadlocks/draw.ts';
import { WaitGraph, type Place, type Wait } from '../graph/wait-graph.ts';
import { nameOf } from '../core/names/greenlet-names.ts';
import { hub } from '../hub/index.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { StackLines, type StackLine } from './stack-lines.ts';
import { waitTimes } from './wait-times.ts';

/**
 * `running`; `ready` to go on; `waiting`; `switched away`, until somebody switches back to it; `not started`, for what is to start in this turn
 * or later.
 */
export type GreenletState = 'running' | 'ready' | 'waiting' | 'switched away' | 'not started';

/** What a greenlet waits for. */
export interface WaitDump {
  /** The call that blocks: `Queue.get()`. */
  readonly call: string;
  /** What is known of the object: `RLock "accounts", held by transfer-2`. Empty if that says no more than the call. */
  readonly object: string;
  /** The names of the greenlets that hold it, or whose ends are waited for; empty if that is unknown. */
  readonly for: readonly string[];
  /** For how long, in ms; null unless that is recorded: see `trackWaits`. */
  readonly since: number | null;
}

/** A greenlet, in a form for `JSON.stringify`. */
export interface GreenletDump {
  readonly name: string;
  readonly state: GreenletState;
  /** What it runs, with its arguments in a few words: `load("a.txt", 3)`. Null unless that is recorded: see `trackSpawns`. */
  readonly call: string | null;
  /** Null unless it waits. */
  readonly waitsFor: WaitDump | null;
  /** Its suspended calls, innermost first; at most a hundred. */
  readonly stack: readonly StackLine[];
  /** The name of the greenlet that has started it; null unless that is recorded: see `trackSpawns`. */
  readonly spawner: string | null;
  /** What it has in common with those that it has started, as texts of at most 200 characters; null unless there is something: see `treeLocals`. */
  readonly treeLocals: Readonly<Record<string, string>> | null;
  /** Where it was started; null unless that is recorded. */
  readonly spawnStack: readonly string[] | null;
}

/**
 * Every greenlet that has been started and has not ended, in the order of their starts: what it is called, what it waits for and where. The
 * hub does not know those that the program makes by `new Greenlet` of `greenlets/core`, and switches to: they are not listed.
 *
 * It may be called from anywhere, and changes nothing. Nothing is written down before, but for what `trackWaits` and `trackSpawns`
 * record. It takes some five microseconds for each greenlet.
 */
export function dumpGreenlets(): GreenletDump[] {
  const { greenlets } = new Snapshot();
  const spawnStacks = spawnStacksOf(greenlets.map(({ greenlet }) => greenlet));
  return greenlets.map(({ dump }, at) => Object.assign(dump, { spawnStack: spawnStacks[at] ?? null }));
}

/** A greenlet, and what is told of it. Where it was started is not told in trees, and takes longer than all else. */
export interface Seen {
  readonly greenlet: Greenlet;
  readonly dump: Omit<GreenletDump, 'spawnStack'>;
}

/** All greenlets at one moment. */
export class Snapshot {
  readonly greenlets: readonly Seen[];
  /** One for all: to describe very many takes seconds. */
  readonly #now = hub.host.now();
  readonly #graph = new WaitGraph();
  readonly #lines = new StackLines();
  /** Many wait in one place. */
  readonly #places = new Map<Place, Pick<WaitDump, 'object' | 'for'>>();

  /** All greenlets of a tree have the same. */
  readonly #locals = new Map<object, Record<string, string>>();

  constructor() {
    const greenlets = [...hub.live];
    this.#lines.prepare(greenlets);
    this.greenlets = greenlets.map((greenlet) => ({ greenlet, dump: this.#dump(greenlet) }));
  }

  #dump(greenlet: Greenlet): Seen['dump'] {
    const wait = this.#graph.waitOf(greenlet);
    const isRunning = greenlet === link.current;
    const spawner = spawnerOf(greenlet);
    return {
      name: nameOf(greenlet),
      state: stateOf(greenlet),
      call: callOf(greenlet) ?? null,
      waitsFor: wait === null ? null : this.#dumpOfWait(wait),
      stack: isRunning ? [] : this.#lines.of(greenlet),
      spawner: spawner === undefined ? null : nameOf(spawner),
      treeLocals: this.#textOfLocals(knownTreeLocals(greenlet)),
    };
  }

  #textOfLocals(locals: ReadonlyMap<unknown, unknown> | undefined): Record<string, string> | null {
    if (locals === undefined || locals.size === 0) return null;
    let text = this.#locals.get(locals);
    if (text === undefined) {
      text = Object.fromEntries([...locals].map(([key, value]) => [shown(key), shown(value)]));
      this.#locals.set(locals, text);
    }
    return text;
  }

  #dumpOfWait({ greenlet, reason: call, place }: Wait): WaitDump {
    let known = this.#places.get(place);
    if (known === undefined) {
      known = dumpOfPlace(place);
      this.#places.set(place, known);
    }
    return { call, object: known.object, for: known.for, since: waitTimes.of(greenlet, this.#now) };
  }
}

function stateOf(greenlet: Greenlet): GreenletState {
  if (greenlet === link.current) return 'running';
  if (greenlet.phase === NEW) return 'not started';
  const { top } = greenlet;
  if (!(top instanceof Waiter)) return 'switched away';
  return top.pending ? 'waiting' : 'ready';
}

const MOST_NAMES = 20;

function dumpOfPlace(place: Place): Pick<WaitDump, 'object' | 'for'> {
  const wakers = place.facts?.wakers?.greenlets ?? [];
  return { object: describePlace(place), for: wakers.slice(0, MOST_NAMES).map(nameOf) };
}

/** Longer texts are cut. */
const MOST_CHARACTERS = 200;

function shown(value: unknown): string {
  const text = textOf(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** As JSON where there is such a form. */
function textOf(value: unknown): string {
  try {
    if (typeof value === 'string') return value;
    const hasForm = !['function', 'symbol', 'undefined'].includes(typeof value);
    return hasForm ? JSON.stringify(value) : typeof value;
  } catch {
    return typeof value;
  }
}
