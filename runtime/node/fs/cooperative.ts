import { link } from '../../contract/link.ts';
import { Waiter } from '../../hub/waiter.ts';
import { captureCallSite } from './call-site.ts';
import type { Start } from './invoke.ts';

type Synchronous = (...args: never[]) => unknown;

/** What to do with the result of an operation whose greenlet was killed meanwhile. */
export type Discard = (result: unknown) => void;

/** For results that hold no resource. */
export function keep(): void {
  // They need no attention.
}

/**
 * Makes a function that does what `original` does: outside greenlets it calls it, in a greenlet it waits for the
 * asynchronous form.
 *
 * Kill and timeout safety: what has been started goes on to its end in the background; `discard` receives its result.
 *
 * @param call how the function is called in messages, as "fs.readFileSync()"
 */
export function cooperative<F extends Synchronous>(call: string, original: F, start: Start, discard: Discard): F {
  function cooperate(...args: Parameters<F>): unknown {
    'use greenlet';
    if (link.home === null) return original(...args);
    const waiter = new Waiter<unknown>(call);
    deliver(start(args, captureCallSite(cooperate)), waiter, discard);
    return waiter.wait();
  }
  return likeOriginal(cooperate, original) as F;
}

function deliver(result: Promise<unknown>, waiter: Waiter<unknown>, discard: Discard): void {
  result.then(
    (value) => {
      if (!waiter.wake(value)) discard(value);
    },
    (error: unknown) => void waiter.fail(error),
  );
}

function likeOriginal(cooperate: Synchronous, original: Synchronous): Synchronous {
  Object.defineProperty(cooperate, 'name', { value: original.name, configurable: true });
  Object.defineProperty(cooperate, 'length', { value: original.length, configurable: true });
  return cooperate;
}
