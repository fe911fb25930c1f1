import { isError } from '../../contract/is-error.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { showValue } from '../../core/errors/show-value.ts';
import { nameOf } from '../../core/names/greenlet-names.ts';

/** Told of every error that no code will see. `greenlet` is the one that died of it, where it was one. */
export type ErrorHandler = (error: unknown, greenlet: Greenlet | null) => void;

/** What the default error handler prints. */
export const reportOnConsole: ErrorHandler = (error, greenlet) => {
  const where = greenlet === null ? 'a callback of the hub' : nameOf(greenlet);
  const title = `Uncaught error in ${where}:`;
  try {
    console.error(title, error);
  } catch {
    console.error(title, inShort(error));
  }
};

/** What can be said of an error whose printing fails, as that of one does whose stack cannot be read. */
function inShort(error: unknown): string {
  try {
    const message = isError(error) ? `, ${JSON.stringify(error.message)}` : '';
    return `${showValue(error)}${message}, which cannot be printed`;
  } catch {
    return 'an error that cannot be printed';
  }
}
