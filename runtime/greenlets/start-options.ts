import { cancellations } from '../contract/cancellations.ts';
import { share } from '../contract/share.ts';
import { checkFlag } from '../core/check.ts';
import { GreenletExit } from '../core/errors.ts';
import { getCurrent, type Greenlet as RawGreenlet } from '../core/greenlet.ts';
import { checkOptions } from '../core/options.ts';
import { observers, type Observer } from '../hub/observers.ts';
import { onAbort } from '../cancellation/aborts.ts';
import { assertSignal } from '../time/limit.ts';
import type { Greenlet } from './greenlet.ts';

const OPTIONS = ['signal', 'dependent'];

/** What may stand before the function in `run` and `spawn`. */
export interface StartOptions {
  /** Its abort kills the greenlet, with the signal's reason. */
  readonly signal?: AbortSignal | null;
  /** Whether it is killed when the greenlet that starts it is killed; false by default. See `TaskGroup` for more. */
  readonly dependent?: boolean;
}

/**
 * Does with a greenlet what the options say, before its start.
 *
 * @throws {TypeError} if there is an option that does not exist, or one of a wrong type
 */
export function applyOptions(greenlet: Greenlet, options: StartOptions): void {
  checkOptions(options, OPTIONS);
  const { signal = null, dependent = false } = options;
  checkFlag(dependent, 'dependent');
  if (signal !== null) assertSignal(signal);
  if (dependent) killWith(greenlet, getCurrent());
  if (signal !== null) killBySignal(greenlet, signal);
}

/** One that has been aborted already kills it before it begins. */
function killBySignal(greenlet: Greenlet, signal: AbortSignal): void {
  const abort = (): void => greenlet.interrupt(signal.reason, 'abort');
  if (signal.aborted) return abort();
  greenlet.onEnd(onAbort(signal, abort));
}

/** Those that are killed with the greenlet that has started them, which may be the body of an async function. */
const dependents = share(Symbol.for('greenlets:v1:dependents'), () => new WeakMap<RawGreenlet, Set<Greenlet>>());

const kills: Observer = {
  ended(starter, failed, result) {
    const started = dependents.get(starter);
    if (started === undefined || !failed || !isKill(starter, result)) return;
    for (const greenlet of started) greenlet.interrupt(new GreenletExit());
  },
};

function killWith(greenlet: Greenlet, starter: RawGreenlet): void {
  const started = dependents.get(starter) ?? new Set();
  dependents.set(starter, started.add(greenlet));
  greenlet.onEnd(() => started.delete(greenlet));
  observers.add(kills);
}

/** Whether a greenlet that has ended with this error was killed. */
function isKill(greenlet: RawGreenlet, error: unknown): boolean {
  return error instanceof GreenletExit || cancellations.find(greenlet, error) !== undefined;
}

export function isOptions(value: unknown): value is StartOptions {
  return typeof value === 'object' && value !== null;
}
