import type { Greenlet } from '../../core/greenlet.ts';
import { nameOf } from '../../core/greenlet-names.ts';

/** Told of every error that no code will see. `greenlet` is the one that died of it, where it was one. */
export type ErrorHandler = (error: unknown, greenlet: Greenlet | null) => void;

/** What the default error handler prints. */
export const reportOnConsole: ErrorHandler = (error, greenlet) => {
  const where = greenlet === null ? 'a callback of the hub' : nameOf(greenlet);
  console.error(`Uncaught error in ${where}:`, error);
};
