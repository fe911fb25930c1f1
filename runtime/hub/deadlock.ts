import type { Greenlet } from '../core/greenlet.ts';
import { LoopExit, type StuckGreenlet } from './errors.ts';
import { hub } from './index.ts';
import { Interrupt } from './interrupt.ts';
import { Waiter } from './waiter.ts';

/** The greenlets that somebody outside waits for. */
const watched = new Set<Greenlet>();
let stopDetecting: (() => void) | undefined;

/**
 * Raises a `LoopExit` in `greenlet` whenever the host reports that nothing is left that could wake it, until it is
 * given to `unwatch`. Children that are stuck are named in the error, but left alone.
 */
export function watch(greenlet: Greenlet): void {
  watched.add(greenlet);
  stopDetecting ??= hub.host.onIdle?.(raiseLoopExit);
}

export function unwatch(greenlet: Greenlet): void {
  watched.delete(greenlet);
  if (watched.size > 0) return;
  stopDetecting?.();
  stopDetecting = undefined;
}

/** What a greenlet waits for; undefined if it does not wait for the hub. */
function reasonOf({ top }: Greenlet): string | undefined {
  return top instanceof Waiter ? top.reason : undefined;
}

/** In a turn of its own: it keeps the host alive, so that it looks again after whatever happens then. */
function raiseLoopExit(): void {
  const error = new LoopExit(listStuck());
  hub.enqueueNextTurn({
    execute() {
      for (const greenlet of watched) if (isStuck(greenlet)) new Interrupt(greenlet, error).deliver();
    },
  });
}

function listStuck(): StuckGreenlet[] {
  return Array.from(hub.live, (greenlet) => ({ greenlet, reason: reasonOf(greenlet) ?? 'a switch back to it' }));
}

/** Somebody else may have found something to do when the host ran out of work. */
function isStuck({ top }: Greenlet): boolean {
  return !(top instanceof Waiter) || top.pending;
}
