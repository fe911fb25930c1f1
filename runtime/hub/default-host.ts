import { contexts } from '../contract/contexts.ts';
import type { Host } from './host.ts';

// Captured at load, so that fake timers installed later by a test library do not stop the hub.
const { performance, setTimeout, clearTimeout, process } = globalThis as typeof globalThis & {
  process?: Partial<NodeJS.Process>;
};

const resolved = Promise.resolve();

/** The clock, the timers and the event loop of this realm. */
export const defaultHost: Host = {
  now: () => performance.now(),

  setTimeout(callback, ms, ref) {
    const timer = setTimeout(callback, ms);
    if (!ref && typeof timer === 'object') timer.unref(); // in browsers it is a number
    return () => clearTimeout(timer);
  },

  setImmediate: typeof setImmediate === 'function' ? setImmediate : createImmediate(),

  // Node's `queueMicrotask` makes an `AsyncResource` each time.
  queueMicrotask: (callback) => void resolved.then(callback),

  ...(isEmitter(process) && { onIdle: onBeforeExit(process), fail: () => setExitCode(process) }),
  ...(contexts !== null && { captureContext: contexts.capture, captureEmptyContext: contexts.captureEmpty }),
};

interface Emitter extends Partial<Pick<NodeJS.Process, 'exitCode'>> {
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}

/** Whether this is Node, or something that imitates it. */
function isEmitter(process: object | undefined): process is Emitter {
  return process !== undefined && 'on' in process && 'off' in process;
}

/** Node emits `beforeExit` exactly when nothing is left that could wake anybody. */
function onBeforeExit(process: Emitter): NonNullable<Host['onIdle']> {
  return (callback) => {
    process.on('beforeExit', callback);
    return () => void process.off('beforeExit', callback);
  };
}

/** As after an unhandled rejection. What the program has chosen itself counts more. */
function setExitCode(process: Emitter): () => void {
  const { exitCode } = process;
  if (exitCode !== undefined) return () => undefined;
  process.exitCode = 1;
  return () => {
    if (process.exitCode === 1) process.exitCode = exitCode;
  };
}

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
