import { share } from '../contract/share.ts';

interface Process {
  once(event: 'exit', listener: () => void): void;
  off(event: 'exit', listener: () => void): void;
}

/** What is still to be written. The loader reads it where a signal ends the process, since that emits no `exit`. */
const pending: Set<() => void> = share(Symbol.for('greenlets:v1:beforeExit'), () => new Set());

/**
 * Calls back once when the process ends, if it is one of Node; with the loader, also if Ctrl-C or SIGTERM ends it.
 *
 * @returns a function that takes that back
 */
export function beforeExit(callback: () => void): () => void {
  const { process } = globalThis as { process?: Partial<Process> };
  const cancel = (): void => {
    pending.delete(once);
    process?.off?.('exit', once);
  };
  const once = (): void => {
    cancel();
    callback();
  };
  pending.add(once);
  process?.once?.('exit', once);
  return cancel;
}
