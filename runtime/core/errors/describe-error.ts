import { isInstance } from '../../contract/is-instance.ts';
import { showValue } from './show-value.ts';

/** What has been thrown, in a line. It may be no error, and need not let itself be read. */
export function describeError(error: unknown): string {
  try {
    return isInstance(error, Error) ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return showValue(error);
  }
}
