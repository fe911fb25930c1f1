import { causeOf, LONGEST_CHAIN } from '../../cancellation/clean-up.ts';
import { isInstance } from '../../contract/is-instance.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import { getCurrent, type Greenlet } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';
import { observers } from '../../hub/observers.ts';
import { checkTimeout } from '../../hub/time/milliseconds.ts';
import { delegateOf } from '../../waiting/interrupt.ts';
import { afterNews } from './ending.ts';
import { kill } from './kill.ts';
import { topLevels } from '../../core/names/top-levels.ts';

/**
 * Kills all greenlets except the current one and resolves when they have ended, that is, when their `finally` blocks
 * have run: what to do at Ctrl-C. May be called from anywhere. The top levels of modules come last: their end may be that of the program.
 *
 * On Node, a promise that code which is not compiled has made of one that is rejected by this does not count as unhandled
 * meanwhile.
 *
 * @param timeout in ms; a greenlet need not obey
 * @returns false if the timeout was over first
 * @throws {TypeError} if `timeout` is not a number
 * @throws {RangeError} if it is negative
 */
export function shutdown(timeout: number | null = null): Promise<boolean> {
  if (timeout !== null) checkTimeout(timeout);
  const current = getCurrent();
  const remaining = new Set([...hub.live].filter((greenlet) => greenlet !== current));
  if (remaining.size === 0) return Promise.resolve(true);
  const exits = new WeakSet<object>();
  const killAll = (greenlets: readonly Greenlet[]): void => {
    // They are killed with those that wait for them: a second kill would interrupt their clean-up.
    const delegates = new Set(greenlets.map(delegateOf));
    for (const greenlet of greenlets) {
      if (delegates.has(greenlet) || greenlet.dead) continue;
      const exit = new GreenletExit();
      exits.add(exit);
      kill(greenlet, exit);
    }
  };
  const endExpecting = hub.host.expectRejections?.((reason) => comesFromAny(reason, exits));
  // Promises that were made of theirs are rejected a little later.
  const isLast = (greenlet: Greenlet): boolean => topLevels.has(greenlet);
  const first = [...remaining].filter((greenlet) => !isLast(greenlet));
  let left = first.length;
  const onEnd = (greenlet: Greenlet): void => {
    if (isLast(greenlet) || --left > 0) return;
    // Those that wait for others may have ended by then, by what has become of them.
    afterNews(() => killAll([...remaining]));
  };
  const ended = untilEmpty(remaining, timeout, onEnd, () => hub.host.setImmediate(() => endExpecting?.()));
  killAll(first.length === 0 ? [...remaining] : first);
  return ended;
}

/**
 * Code that is not compiled may await the promise of a greenlet that is killed. What it makes of that is rejected as well,
 * and nobody need handle it.
 */
function comesFromAny(reason: unknown, exits: WeakSet<object>): boolean {
  let current = reason;
  for (let steps = 0; steps < LONGEST_CHAIN && typeof current === 'object' && current !== null; steps++) {
    if (exits.has(current)) return true;
    if (isInstance(current, AggregateError)) return current.errors.every((error) => comesFromAny(error, exits));
    current = causeOf(current);
  }
  return false;
}

/**
 * @param onEnd called when one has ended, and others remain
 * @param onFinish called when it is over
 */
function untilEmpty(
  remaining: Set<Greenlet>,
  timeout: number | null,
  onEnd: (greenlet: Greenlet) => void,
  onFinish: () => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const expiry = { expire: () => finish(false) };
    const timer = timeout === null ? null : hub.addTimer(timeout, expiry, true);

    function finish(allEnded: boolean): void {
      if (timer !== null) hub.cancelTimer(timer);
      stopObserving();
      // Errors of the clean-up are reported before.
      afterNews(() => {
        onFinish();
        resolve(allEnded);
      });
    }

    const stopObserving = observers.add({
      ended(greenlet) {
        if (!remaining.delete(greenlet)) return;
        if (remaining.size === 0) finish(true);
        else onEnd(greenlet);
      },
    });
  });
}
