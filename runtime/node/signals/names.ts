import { constants } from 'node:os';
import { expected } from '../../core/errors/expected.ts';

/** The system lets no program handle these. */
const UNSEEN: readonly string[] = ['SIGKILL', 'SIGSTOP'];

/** @throws {TypeError} if it is no name of a signal that a program can handle, such as `SIGTERM` */
export function assertSignalName(value: unknown): asserts value is NodeJS.Signals {
  if (typeof value !== 'string' || !Object.hasOwn(constants.signals, value)) {
    throw expected('the name of a signal, such as SIGTERM', value);
  }
  if (UNSEEN.includes(value)) throw expected('a signal that a program can handle', value);
}

/** The number of a signal, from which the exit code of a program is made that it ends. */
export function signalNumber(signal: NodeJS.Signals): number {
  return constants.signals[signal];
}
