import type { Greenlet } from '../core/greenlet.ts';
import { LoopExit, type StuckGreenlet } from '../hub/errors.ts';
import { hub } from '../hub/index.ts';
import { delegateOf } from '../waiting/interrupt.ts';
import { Waiter } from '../waiting/waiter.ts';
import { deadlocksIn, type Deadlock } from './deadlock-finder.ts';
import { describeWait } from './draw.ts';
import { WaitGraph } from './wait-graph.ts';

/** How many greenlets somebody outside waits for. Which ones they know themselves: a set of them would be rehashed. */
let watched = 0;
let stopDetecting: (() => void) | undefined;

/**
 * Somebody outside waits for a greenlet, until `unwatch` is called: a `LoopExit` is raised in it whenever the host
 * reports that nothing is left that could wake it. Children that are stuck are named in the error, but left alone.
 */
export function watch(): void {
  watched++;
  stopDetecting ??= hub.host.onIdle?.(raiseLoopExit);
}

export function unwatch(): void {
  watched--;
  if (watched > 0) return;
  stopDetecting?.();
  stopDetecting = undefined;
}

/** In a turn of its own: it keeps the host alive, so that it looks again after whatever happens then. */
function raiseLoopExit(): void {
  const graph = new WaitGraph();
  const error = new LoopExit(listStuck(graph), explained(deadlocksIn(graph)));
  hub.enqueueNextTurn({
    execute() {
      for (const greenlet of hub.live) if (isWatched(greenlet) && isStuck(greenlet)) raise(error, greenlet);
    },
  });
}

/** An ordinary error: it is no cancellation. */
function raise(error: LoopExit, greenlet: Greenlet): void {
  const delegate = delegateOf(greenlet);
  if (delegate !== null) return raise(error, delegate);
  if (greenlet.top instanceof Waiter) greenlet.top.fail(error);
  else hub.resume(greenlet, null, error, true);
}

/** Every greenlet that has not ended, and what it waits for. */
export function listStuck(graph: WaitGraph = new WaitGraph()): StuckGreenlet[] {
  return Array.from(hub.live, (greenlet) => {
    const wait = graph.waitOf(greenlet);
    if (wait === null) return { greenlet, reason: reasonOf(greenlet), waitsFor: '' };
    return { greenlet, reason: wait.reason, waitsFor: describeWait(wait) };
  });
}

function reasonOf({ top }: Greenlet): string {
  return top instanceof Waiter ? top.reason : 'a switch back to it';
}

/** The circles, each under a line of its own; empty if there are none. */
export function explained(deadlocks: readonly Deadlock[]): string {
  return deadlocks.map(({ message }) => `Deadlock:\n  ${message.replaceAll('\n', '\n  ')}`).join('\n');
}

function isWatched(greenlet: Greenlet): boolean {
  return 'watched' in greenlet && greenlet.watched === true;
}

/** Somebody else may have found something to do when the host ran out of work. */
function isStuck(greenlet: Greenlet): boolean {
  const delegate = delegateOf(greenlet);
  if (delegate !== null) return isStuck(delegate);
  const { top } = greenlet;
  return !(top instanceof Waiter) || top.pending;
}
