import { expected } from '../core/expected.ts';
import { onAbort } from '../cancellation/aborts.ts';
import type { Greenlet } from './greenlet.ts';

/** What may stand before the function in `run` and `spawn`. */
export interface StartOptions {
  /** Its abort kills the greenlet, with the signal's reason. */
  readonly signal?: AbortSignal | null;
}

/**
 * Lets a signal kill a greenlet; one that has been aborted already kills it before it begins.
 *
 * @throws {TypeError} if there is an option that does not exist
 */
export function killBySignal(greenlet: Greenlet, options: StartOptions): void {
  for (const name of Object.keys(options)) {
    if (name !== 'signal') throw new TypeError(`run() and spawn() have no option "${name}": they have signal`);
  }
  const signal = options.signal ?? null;
  if (signal === null) return;
  if (!('aborted' in signal)) throw expected('an AbortSignal', signal);
  const abort = (): void => greenlet.interrupt(signal.reason, 'abort');
  if (signal.aborted) return abort();
  greenlet.onEnd(onAbort(signal, abort));
}

export function isOptions(value: unknown): value is StartOptions {
  return typeof value === 'object' && value !== null;
}
