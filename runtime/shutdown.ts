import { getCurrent, type Greenlet } from './core/greenlet.ts';
import { hub } from './hub/index.ts';
import { kill } from './kill.ts';

/**
 * Kills all greenlets except the current one and resolves when they have ended, that is, when their `finally` blocks
 * have run: what to do at Ctrl-C. May be called from anywhere.
 *
 * @param timeout in ms; a greenlet need not obey
 * @returns false if the timeout was over first
 */
export function shutdown(timeout: number | null = null): Promise<boolean> {
  const current = getCurrent();
  const remaining = new Set([...hub.live].filter((greenlet) => greenlet !== current));
  const ended = untilEmpty(remaining, timeout);
  for (const greenlet of remaining) kill(greenlet);
  return ended;
}

function untilEmpty(remaining: Set<Greenlet>, timeout: number | null): Promise<boolean> {
  if (remaining.size === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const expiry = { expire: () => finish(false) };
    const timer = timeout === null ? null : hub.addTimer(timeout, expiry, true);

    function finish(allEnded: boolean): void {
      if (timer !== null) hub.cancelTimer(timer);
      hub.endListeners.delete(onEnd);
      resolve(allEnded);
    }

    function onEnd(greenlet: Greenlet): void {
      if (remaining.delete(greenlet) && remaining.size === 0) finish(true);
    }

    hub.endListeners.add(onEnd);
  });
}
