import { link } from '../../contract/link.ts';
import { captureCallSite } from './call-site.ts';
import type { Start } from './invoke.ts';
import { Operation, type Discard } from './operation.ts';

type Synchronous = (...args: never[]) => unknown;

/** How a function does without blocking what the original does. */
export interface Asynchronous {
  readonly start: Start;
  /** Closes or removes what nobody else would. */
  readonly discard?: Discard;
  /** Whether it opens a file and keeps it open over several calls of the system. */
  readonly opensFile?: (args: readonly unknown[]) => boolean;
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
  const { start, discard = keep, opensFile = never } = asynchronous;
  function cooperate(...args: Parameters<F>): unknown {
    'use greenlet';
    if (link.home === null) return original(...args);
    const operation = new Operation(call, discard);
    const site = captureCallSite(cooperate);
    if (opensFile(args)) operation.beginInTurn((abandonment) => start(args, site, abandonment));
    else operation.begin((abandonment) => start(args, site, abandonment));
    return operation.wait();
  }
  return likeOriginal(cooperate, original) as F;
}

/** For results that hold no resource. */
function keep(): void {
  // They need no attention.
}

function never(): boolean {
  return false;
}

function likeOriginal(cooperate: Synchronous, original: Synchronous): Synchronous {
  Object.defineProperty(cooperate, 'name', { value: original.name, configurable: true });
  Object.defineProperty(cooperate, 'length', { value: original.length, configurable: true });
  return cooperate;
}
