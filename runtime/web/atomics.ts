import { link } from '../contract/link.ts';
import { keepAlive } from '../hub/host/keep-alive.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';

type Cells = Int32Array | BigInt64Array;
type Outcome = 'not-equal' | 'ok' | 'timed-out';

/** `Atomics.waitAsync`, which TypeScript's library for ES2023 does not know. */
interface WithWaitAsync {
  waitAsync?(
    cells: Cells,
    index: number,
    value: unknown,
    timeout?: number,
  ): { async: false; value: Outcome } | { async: true; value: Promise<Outcome> };
}

/** The names that this module replaces. */
export const implemented = ['wait'] as const;

/**
 * `Atomics.wait`, which blocks only the greenlet. Where the platform has no `Atomics.waitAsync`, and outside greenlets, it is
 * the original.
 *
 * Kill and timeout safety: a notification that comes for a greenlet that was killed meanwhile is passed on to the next one who
 * waits for the same cell.
 *
 * @param timeout in ms
 * @throws {SwitchError} in a greenlet, if unmarked code stands between the greenlet and the call; nothing has happened then
 */
export function wait(cells: Int32Array, index: number, value: number, timeout?: number): Outcome;
export function wait(cells: BigInt64Array, index: number, value: bigint, timeout?: number): Outcome;
export function wait(cells: Cells, index: number, value: unknown, timeout?: number): Outcome {
  'use greenlet';
  if (link.home === null || !canWaitAsynchronously()) return waitPlainly(cells, index, value, timeout);
  assertCanWait('Atomics.wait()');
  const begun = waitAsynchronously(cells, index, value, timeout);
  if (!begun.async) return begun.value;
  const waiter = new PromiseWait<Outcome>('Atomics.wait()').follow(begun.value);
  const release = endsByItself(timeout) ? keepAlive() : null;
  let isTold = false;
  try {
    const outcome = waiter.wait();
    isTold = true;
    return outcome;
  } finally {
    release?.();
    if (!isTold) passOn(begun.value, cells, index);
  }
}

/** The engine's own timer does not keep Node alive. Without a timeout, nobody can tell whether a notification will ever come. */
function endsByItself(timeout: number | undefined): boolean {
  return timeout !== undefined && timeout !== Infinity && !Number.isNaN(timeout);
}

/** Somebody else may be waiting for the notification that comes for a greenlet that is gone. */
function passOn(promise: Promise<Outcome>, cells: Cells, index: number): void {
  void promise.then((outcome) => {
    if (outcome === 'ok') Atomics.notify(cells as Int32Array, index, 1);
  });
}

function canWaitAsynchronously(): boolean {
  return (Atomics as WithWaitAsync).waitAsync !== undefined;
}

function waitAsynchronously(
  ...args: Parameters<NonNullable<WithWaitAsync['waitAsync']>>
): ReturnType<NonNullable<WithWaitAsync['waitAsync']>> {
  return (Atomics as unknown as Required<WithWaitAsync>).waitAsync(...args);
}

function waitPlainly(cells: Cells, index: number, value: unknown, timeout: number | undefined): Outcome {
  return Atomics.wait(cells as Int32Array, index, value as number, timeout);
}
