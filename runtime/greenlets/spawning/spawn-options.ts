import { cancellations } from '../../contract/cancellations/cancellations.ts';
import { checkFlag } from '../../core/errors/check.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import { getCurrent, type Greenlet as RawGreenlet } from '../../core/greenlet.ts';
import { checkOptions } from '../../core/errors/options.ts';
import { Greenlet } from '../greenlet.ts';
import { killBySignal, type StartOptions } from './start-options.ts';

/** What may stand before the function in `spawn`. */
export interface SpawnOptions extends StartOptions {
  /** Whether it is killed when the greenlet that starts it is killed; false by default. See `TaskGroup` for more. */
  readonly dependent?: boolean;
}

const OPTIONS = ['signal', 'dependent'];

/**
 * Does with a greenlet what the options say, before its start.
 *
 * @throws {TypeError} if there is an option that does not exist, or one of a wrong type
 */
export function applyOptions(greenlet: Greenlet, options: SpawnOptions): void {
  checkOptions(options, OPTIONS);
  const { signal = null, dependent = false } = options;
  checkFlag(dependent, 'dependent');
  if (dependent) killWith(greenlet, getCurrent());
  killBySignal(greenlet, { signal });
}

/** Only a greenlet that has a result, and the body of an async function, can be killed and tell of it. */
function killWith(greenlet: Greenlet, starter: RawGreenlet): void {
  const end = (): void => greenlet.interrupt(new GreenletExit());
  if (starter instanceof Greenlet) {
    const ended = (): void => {
      if (starter.killed) end();
    };
    starter.onEnd(ended);
    greenlet.onEnd(() => starter.unlink(ended));
  } else if ('promise' in starter && starter.promise instanceof Promise) {
    starter.promise.catch((error: unknown) => {
      if (isKill(starter, error)) end();
    });
  }
}

/** Whether a greenlet that has ended with this error was killed. */
function isKill(greenlet: RawGreenlet, error: unknown): boolean {
  return error instanceof GreenletExit || cancellations.find(greenlet, error) !== undefined;
}
