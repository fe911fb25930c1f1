import { checkOptions, NO_OPTIONS } from '../../core/errors/options.ts';
import { checkArray } from '../../core/errors/check.ts';
import { shutdown } from '../../greenlets/ending/shutdown.ts';
import { checkTime } from '../../time/limit.ts';
import { assertSignalName, signalNumber } from './names.ts';

/** Options of `shutdownOnSignals`. */
export interface ShutdownOptions {
  /** `SIGINT` and `SIGTERM` by default. */
  readonly signals?: readonly NodeJS.Signals[];
  /** How long greenlets may take to clean up, in ms; 5000 by default, and null for as long as it takes. */
  readonly timeout?: number | null;
}

const OPTIONS = ['signals', 'timeout'];
const DEFAULT_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
const DEFAULT_TIMEOUT = 5000;
/** As shells have it: the exit code of a program that a signal has ended. */
const ENDED_BY_SIGNAL = 128;

/**
 * Lets the program end cleanly at Ctrl-C and the like: kills all greenlets, waits until their `finally` blocks have run, and ends the process with the
 * exit code of the signal. A second signal ends it at once. Compiled programs that run without the command and without the loader need this;
 * those do it by themselves.
 *
 * @returns a function that ends that
 * @throws {TypeError} if an option has the wrong type, or does not exist
 */
export function shutdownOnSignals(options: ShutdownOptions = NO_OPTIONS): () => void {
  checkOptions(options, OPTIONS);
  const { signals = DEFAULT_SIGNALS, timeout = DEFAULT_TIMEOUT } = options;
  checkArray(signals, 'an array of signals');
  signals.forEach(assertSignalName);
  checkTime(timeout);
  let isEnding = false;
  const listener = (signal: NodeJS.Signals): void => {
    const exit = (): never => process.exit(ENDED_BY_SIGNAL + signalNumber(signal));
    if (isEnding) exit();
    isEnding = true;
    void shutdown(timeout).finally(exit);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
