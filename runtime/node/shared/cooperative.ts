import { link } from '../../contract/link.ts';
import { hub } from '../../hub/index.ts';
import { told } from '../../hub/told.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { captureCallSite } from './call-site.ts';
import type { Start } from './invoke.ts';
import { Operation, type Discard, type TakeTurn } from './operation.ts';

type Synchronous = (...args: never[]) => unknown;

/** How a function does without blocking what the original does. */
export interface Asynchronous {
  readonly start: Start;
  /** Closes or removes what nobody else would. */
  readonly discard?: Discard;
  /**
   * Whether the original is called with these arguments: because it refuses them, because it takes next to no time, or because
   * there is a callback.
   */
  readonly staysSynchronous?: (args: readonly unknown[]) => boolean;
  /** Whether the original has no synchronous form: outside greenlets the call is refused. */
  readonly onlyBlocks?: boolean;
  /** Whether it takes so long that some microseconds do not matter: errors always tell where the call is, then. */
  readonly isLong?: boolean;
  /** For operations of which there may be too many at once. */
  readonly turnOf?: (args: readonly unknown[]) => TakeTurn | null;
}

/**
 * Makes a function that does what `original` does: outside greenlets it calls it, in a greenlet it waits for the
 * asynchronous form.
 *
 * Kill and timeout safety: what cannot be stopped goes on to its end in the background; `discard` receives its result.
 *
 * @param call how the function is called in messages, as "fs.readFileSync()"
 */
export function cooperative<F extends Synchronous>(call: string, original: F, asynchronous: Asynchronous): F {
  const { start, discard = keep, staysSynchronous = never, onlyBlocks = false, turnOf = noTurn } = asynchronous;
  const { isLong = false } = asynchronous;
  function cooperate(...args: Parameters<F>): unknown {
    'use greenlet';
    if (link.home === null && !onlyBlocks) {
      return told.froze === null ? original(...args) : observed(call, cooperate, () => original(...args));
    }
    if (staysSynchronous(args)) return original(...args);
    assertCanWait(call);
    const site = captureCallSite(cooperate, isLong);
    const operation = new Operation(call, discard, site);
    const takeTurn = turnOf(args);
    if (takeTurn === null) operation.begin(() => start(args, site, operation));
    else operation.beginInTurn(() => start(args, site, operation), takeTurn);
    return operation.wait();
  }
  return likeOriginal(cooperate, original) as F;
}

/** Calls a function that holds up the process, and tells for how long. */
function observed(call: string, callee: Synchronous, original: () => unknown): unknown {
  const start = hub.host.now();
  try {
    return original();
  } finally {
    told.froze?.(call, hub.host.now() - start, callee);
  }
}

/** For results that hold no resource. */
function keep(): void {
  // They need no attention.
}

function never(): boolean {
  return false;
}

function noTurn(): null {
  return null;
}

/** Gives a function the name and the length of another one. */
export function likeOriginal(cooperate: Synchronous, original: Synchronous): Synchronous {
  Object.defineProperty(cooperate, 'name', { value: original.name, configurable: true });
  Object.defineProperty(cooperate, 'length', { value: original.length, configurable: true });
  return cooperate;
}
