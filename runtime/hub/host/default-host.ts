import type { Host } from './host.ts';
import { processHost } from './process-host.ts';
import { timeKeeping } from '../time-keeping.ts';

// The real ones, so that fake timers that a test library installs do not stop the hub: they drive what waits for a time only.
const performance = timeKeeping.realGlobal('performance');
const setTimeout = timeKeeping.realGlobal('setTimeout');
const clearTimeout = timeKeeping.realGlobal('clearTimeout');
const setImmediate = timeKeeping.realGlobal('setImmediate');
const resolved = Promise.resolve();

/** The clock, the timers and the event loop of this realm. */
export const defaultHost: Host = {
  now: () => performance.now(),
  ...(timeKeeping.fakeTime !== null && { fakeTime: timeKeeping.fakeTime }),

  setTimeout(callback, ms, ref) {
    const timer = setTimeout(callback, ms);
    if (!ref && typeof timer === 'object') timer.unref(); // in browsers it is a number
    return () => clearTimeout(timer);
  },

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- browsers have none
  setImmediate: setImmediate ?? createImmediate(),

  // Node's `queueMicrotask` makes an `AsyncResource` each time.
  queueMicrotask: (callback) => void resolved.then(callback),

  ...processHost,
};

/** Browsers have no `setImmediate`; their message channels come closest (a timer of 0 ms takes 4). */
function createImmediate(): Host['setImmediate'] {
  if (typeof MessageChannel !== 'function') return (callback) => void setTimeout(callback, 0);
  const { port1, port2 } = new MessageChannel();
  const callbacks: (() => void)[] = [];
  port1.onmessage = () => callbacks.shift()?.();
  return (callback) => {
    callbacks.push(callback);
    port2.postMessage(null);
  };
}
