import { share } from '../../contract/share.ts';
import { captureSite, withoutLines } from '../../contract/stacks/engine.ts';
import { framesOf } from '../../contract/stacks/lines/lines.ts';
import { readTogether } from '../../contract/stacks/read-together.ts';
import { visibleLines } from '../../contract/stacks/segments.ts';
import { stacks } from '../../contract/stacks/state.ts';
import { checkBoolean } from '../../core/errors/check.ts';
import { noteCall } from '../../core/names/description.ts';
import { expected } from '../../core/errors/expected.ts';
import { getCurrent, Greenlet } from '../../core/greenlet.ts';
import { observers } from '../../hub/observers.ts';
import { callText } from './call-text.ts';

/** Who has started a greenlet, where, and what its tree has in common. */
interface Origin {
  /** A tree may be very deep: it must not keep those alive that have ended. */
  readonly spawner: WeakRef<Greenlet>;
  readonly trace: Error;
  locals: Map<unknown, unknown> | null;
}

const origins = share(Symbol.for('greenlets:v1:origins'), () => new WeakMap<Greenlet, Origin>());
const roots = share(Symbol.for('greenlets:v1:roots'), () => new WeakMap<Greenlet, Map<unknown, unknown>>());

/** How many frames of the stack of a spawn are told. */
const FRAMES = 10;
/** How many of our own may stand before them. */
const OWN_FRAMES = 6;

/**
 * Whether it is recorded which greenlet has started which, where, and with which arguments: for `spawnerOf`, `spawnStackOf` and `treeLocals`, and for
 * messages and `console.log`, which show the call in a few words, `load("a.txt", 3)`. Not by default, since to start a greenlet takes several times as
 * long then: it is for development.
 *
 * @returns what was set before
 */
export function trackSpawns(on: boolean): boolean {
  checkBoolean(on);
  const before = observers.some((observer) => observer === recorder);
  if (on) observers.add(recorder);
  else observers.remove(recorder);
  stacks.spawnSite = on ? (greenlet) => origins.get(greenlet as Greenlet)?.trace : null;
  return before;
}

/** The greenlet that has started this one. Undefined if that was not recorded, see `trackSpawns`, or if it exists no more. */
export function spawnerOf(greenlet: Greenlet): Greenlet | undefined {
  assertRaw(greenlet);
  return origins.get(greenlet)?.spawner.deref();
}

/** The stack of the code that has started this greenlet, as lines. Undefined if that was not recorded; see `trackSpawns`. */
export function spawnStackOf(greenlet: Greenlet): string | undefined {
  assertRaw(greenlet);
  const stack = origins.get(greenlet)?.trace.stack;
  return stack === undefined ? undefined : linesOfSpawn(stack).join('\n');
}

/** Internal: the same for many greenlets, as lines; null where it is unknown. Those of the same stack are the same array. @internal */
export function spawnStacksOf(greenlets: readonly Greenlet[]): (readonly string[] | null)[] {
  const known = new Map<string, readonly string[]>();
  const stacksOfAll = readTogether(() => greenlets.map((greenlet) => origins.get(greenlet)?.trace.stack));
  return stacksOfAll.map((stack) => {
    if (stack === undefined) return null;
    let lines = known.get(stack);
    if (lines === undefined) known.set(stack, (lines = linesOfSpawn(stack)));
    return lines;
  });
}

/** Those of the program. */
function linesOfSpawn(stack: string): string[] {
  return visibleLines(framesOf({ stack }))
    .slice(0, FRAMES)
    .map((line) => line.trim());
}

/**
 * Values that a greenlet has in common with all that it has started, with those that they have started, and so on: from one that was
 * started outside of greenlets on. See `trackSpawns`.
 */
export function treeLocals(greenlet: Greenlet = getCurrent()): Map<unknown, unknown> {
  assertRaw(greenlet);
  const origin = origins.get(greenlet);
  if (origin !== undefined) return (origin.locals ??= new Map());
  const own = roots.get(greenlet) ?? new Map<unknown, unknown>();
  roots.set(greenlet, own);
  return own;
}

function assertRaw(value: unknown): void {
  if (!(value instanceof Greenlet)) throw expected('a greenlet', value);
}

/** Internal: the same as `treeLocals`, but undefined if there are none. @internal */
export function knownTreeLocals(greenlet: Greenlet): ReadonlyMap<unknown, unknown> | undefined {
  return origins.get(greenlet)?.locals ?? roots.get(greenlet);
}

const recorder = share(Symbol.for('greenlets:v1:spawnRecorder'), () => ({ started: record }));

function record(greenlet: Greenlet): void {
  const args = greenlet.pendingArguments ?? [];
  if (args.length > 0) noteCall(greenlet, callText(greenlet.entry?.name ?? '', args));
  const spawner = getCurrent();
  origins.set(greenlet, {
    spawner: new WeakRef(spawner),
    trace: stackAbove(record),
    locals: spawner.isMain ? null : treeLocals(spawner),
  });
}

/** Not everywhere can a stack be captured by itself: there, the error has its own. */
function stackAbove(caller: (greenlet: Greenlet) => void): Error {
  const error = withoutLines(() => new Error('started'));
  captureSite(caller, OWN_FRAMES + FRAMES, error);
  return error;
}
