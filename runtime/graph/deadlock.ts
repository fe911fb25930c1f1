import type { Greenlet } from '../core/greenlet.ts';
import { explainStuck, LoopExit, type StuckGreenlet } from '../hub/errors.ts';
import { hub } from '../hub/index.ts';
import { delegateOf } from '../waiting/interrupt.ts';
import { Waiter } from '../waiting/waiter.ts';

/** How many greenlets somebody outside waits for. Which ones they know themselves: a set of them would be rehashed. */
let watched = 0;
let stopDetecting: (() => void) | undefined;
/** Whether anybody ever has. */
let wasWatched = false;

/**
 * Somebody outside waits for a greenlet, until `unwatch` is called: a `LoopExit` is raised in it whenever the host
 * reports that nothing is left that could wake it. Children that are stuck are named in the error, but left alone.
 */
export function watch(): void {
  watched++;
  wasWatched = true;
  stopDetecting ??= hub.host.onIdle?.(raiseLoopExit);
}

export function unwatch(): void {
  watched--;
  if (watched > 0) return;
  stopDetecting?.();
  stopDetecting = undefined;
}

/** As Node has it for a top-level `await` that never ends. */
const UNSETTLED = 13;

/**
 * Reports greenlets that are stuck when the program ends, if nobody would be told of it otherwise: in programs that spawn greenlets, and never
 * wait for any from outside, as `run` does. In others those that are left may be meant to wait for ever, unless they wait for one another.
 *
 * The host is listened to only while there are greenlets.
 */
export function reportAtExit(): void {
  let stopListening: (() => void) | undefined;
  hub.restListener = () => {
    if (!hub.live.isEmpty) {
      stopListening ??= hub.host.onIdle?.(reportStuck);
    } else if (stopListening !== undefined) {
      stopListening();
      stopListening = undefined;
    }
  };
}

/** Whether that has been done. */
let isReported = false;

function reportStuck(): void {
  const stuck = isReported ? [] : listStuck().filter(({ greenlet }) => isForEver(greenlet));
  const circles = stuck.length === 0 ? '' : (hub.explainer?.explain() ?? '');
  if (stuck.length === 0 || (wasWatched && circles === '')) return;
  isReported = true;
  const subject = stuck.length === 1 ? '1 greenlet waits' : `${String(stuck.length)} greenlets wait`;
  console.error(
    `The program ends, but ${subject} for what never comes:${explainStuck(stuck)}${circles && `\n${circles}`}`,
  );
  hub.host.fail?.(UNSETTLED);
}

/** One that sleeps without keeping the process alive need not end. */
function isForEver({ top }: Greenlet): boolean {
  return !(top instanceof Waiter && top.isLimited);
}

/** In a turn of its own: it keeps the host alive, so that it looks again after whatever happens then. */
function raiseLoopExit(): void {
  const error = loopExit();
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
export function listStuck(): StuckGreenlet[] {
  return hub.explainer?.listStuck() ?? Array.from(hub.live, (greenlet) => ({ greenlet, reason: reasonOf(greenlet) }));
}

/** The error for those who are stuck. */
export function loopExit(): LoopExit {
  return new LoopExit(listStuck(), hub.explainer?.explain());
}

/** What a greenlet waits for. */
export function reasonOf({ top }: Greenlet): string {
  return top instanceof Waiter ? top.reason : 'a switch back to it';
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
