import { checkFlag } from '../../core/errors/check.ts';
import { checkOptions } from '../../core/errors/options.ts';
import type { Greenlet } from '../greenlet.ts';
import { bindToCurrent, isScoped } from './bound.ts';
import { killBySignal, type StartOptions } from './start-options.ts';

/** What may stand before the function in `spawn`. */
export interface SpawnOptions extends StartOptions {
  /** Whether it is killed when the greenlet that starts it is killed; by default in tasks of a `TaskGroup`, and in what these start. */
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
  const { signal = null, dependent = isScoped() } = options;
  checkFlag(dependent, 'dependent');
  if (dependent) bindToCurrent(greenlet);
  killBySignal(greenlet, { signal });
}
