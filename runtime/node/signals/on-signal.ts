import { spawn } from '../../greenlets/spawning/spawn.ts';
import { remarks } from '../../hub/host/remarks.ts';
import { assertCallback } from '../../waiting/links/linkable.ts';
import { assertSignalName } from './names.ts';

/**
 * Calls `handler` in a greenlet of its own, where it may block, each time the signal comes: not in the middle of what is running, but as soon as that
 * pauses. An error in it is reported. The default of the signal does not happen then; as with `process.on`, it does not keep the process
 * alive: whoever waits for what the handler does is stuck if nothing else can happen. `waitForSignal` keeps it alive.
 *
 * @param args what it is called with
 * @returns a function that ends that
 * @throws {TypeError} if it is no name of a signal, or `handler` is not a function
 *
 * Source: gevent's `signal_handler`.
 */
export function onSignal<Args extends unknown[]>(
  signal: NodeJS.Signals,
  handler: (...args: Args) => unknown,
  ...args: Args
): () => void {
  assertSignalName(signal);
  assertCallback(handler);
  const listener = (): void => void spawn(handler, ...args);
  const remark = (): string => `A handler of ${signal} does not keep the process alive; waitForSignal() does.`;
  process.on(signal, listener);
  remarks.add(remark);
  return () => {
    process.off(signal, listener);
    remarks.delete(remark);
  };
}
