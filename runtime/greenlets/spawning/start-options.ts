import { checkOptions } from '../../core/errors/options.ts';
import { onAbort } from '../../cancellation/aborts.ts';
import { assertSignal } from '../../time/limit.ts';
import type { Greenlet } from '../greenlet.ts';

const OPTIONS = ['signal'];

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
  checkOptions(options, OPTIONS);
  const signal = options.signal ?? null;
  if (signal === null) return;
  assertSignal(signal);
  const abort = (): void => greenlet.interrupt(signal.reason, 'abort');
  if (signal.aborted) return abort();
  greenlet.onEnd(onAbort(signal, abort));
}

/** Not a promise, which whoever calls the function instead of passing it gives, nor a list. */
export function isOptions(value: unknown): value is StartOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('then' in value);
}
