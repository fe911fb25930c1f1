import { locate, type CallSite } from './call-site.ts';
import type { Abandonment } from './operation.ts';

/**
 * Starts the asynchronous form of a function, given the arguments of the synchronous one. The promise is settled when
 * whatever was opened is closed. Null means that `abandonment.callback` is going to be called.
 */
export type Start = (args: readonly unknown[], site: CallSite, abandonment: Abandonment) => Promise<unknown> | null;

/** A function whose last argument is a callback for an error or a result. */
export type CallbackForm = (...args: unknown[]) => void;

/** Calls `method` with the arguments and a callback. */
export function invoke(method: CallbackForm, args: readonly unknown[], site: CallSite): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null, result?: unknown): void => {
      if (error) reject(locate(error, site));
      else resolve(result);
    };
    method(...args, settle);
  });
}
