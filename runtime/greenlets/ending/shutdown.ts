import { causeOf, LONGEST_CHAIN } from '../../cancellation/clean-up.ts';
import { isInstance } from '../../contract/is-instance.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import { getCurrent, type Greenlet } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';
import { observers } from '../../hub/observers.ts';
import { checkTimeout } from '../../hub/time/milliseconds.ts';
import { delegateOf } from '../../waiting/interrupt.ts';
import { afterNews } from './ending.ts';
import { setOrigin } from '../../waiting/origin.ts';
import { raise } from './kill.ts';
import { topLevels } from '../../core/names/top-levels.ts';

/**
 * Kills all greenlets except the current one and resolves when they have ended, that is, when their `finally` blocks
 * have run: what to do at Ctrl-C. May be called from anywhere. The top levels of modules come last: their end may be that of the program.
 * What the killed have started to clean up is killed when they have ended, if it goes on then.
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
  const self = {};
  const killAll = (greenlets: readonly Greenlet[]): void => {
    // They are killed with those that wait for them: a second kill would interrupt their clean-up.
    const delegates = new Set(greenlets.map(delegateOf));
    for (const greenlet of greenlets) {
      if (delegates.has(greenlet) || greenlet.dead) continue;
      const exit = new GreenletExit();
      exits.add(exit);
      // It comes by way of their hosts as well, and by a shutdown beside this one.
      setOrigin(exit, shutdown);
      raise(greenlet, exit, self);
    }
  };
  const endExpecting = hub.host.expectRejections?.((reason) => comesFromAny(reason, exits));
  // Promises that were made of theirs are rejected a little later.
  const isLast = (greenlet: Greenlet): boolean => topLevels.has(greenlet);
  const first = [...remaining].filter((greenlet) => !isLast(greenlet));
  let left = first.length;
  const killRest = (): void => afterNews(() => killAll([...remaining]));
  const onEnd = (greenlet: Greenlet): void => {
    // Those that wait for others may have ended by then, by what has become of them.
    if (!isLast(greenlet) && --left === 0) killRest();
  };
  const onFinish = (): unknown => hub.host.setImmediate(() => endExpecting?.());
  const ended = untilEmpty(remaining, timeout, { onEnd, onLate: killRest, onFinish });
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

interface Progress {
  /** One has ended, and others remain. */
  onEnd(greenlet: Greenlet): void;
  /** All have ended; from now on those remain that they have started meanwhile. */
  onLate(): void;
  /** It is over. */
  onFinish(): void;
}

function untilEmpty(
  remaining: Set<Greenlet>,
  timeout: number | null,
  { onEnd, onLate, onFinish }: Progress,
): Promise<boolean> {
  const late = new Set<Greenlet>();
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
      started(greenlet) {
        if (remaining.has(getCurrent()) || late.has(getCurrent())) late.add(greenlet);
      },
      ended(greenlet) {
        late.delete(greenlet);
        if (!remaining.delete(greenlet)) return;
        if (remaining.size > 0) return onEnd(greenlet);
        if (late.size === 0) return finish(true);
        for (const other of late) remaining.add(other);
        late.clear();
        onLate();
      },
    });
  });
}
