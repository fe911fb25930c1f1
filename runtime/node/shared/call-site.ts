import { stacks } from '../../contract/stacks/state.ts';

/** Where a function was called; its `stack` is only formatted when it is looked at. */
export interface CallSite {
  stack?: string;
}

/** Where the running `callee` was called. */
export function captureCallSite(callee: (...args: never[]) => unknown): CallSite {
  const site: CallSite = {};
  Error.captureStackTrace(site, callee);
  return site;
}

/**
 * Errors of asynchronous file operations are made by native code and have no stack. The synchronous ones have: it begins
 * where the function was called.
 */
export function locate(error: Error, site: CallSite): Error {
  return /\n\s+at /.test(error.stack ?? '') ? error : relocate(error, site);
}

/** Lets the stack of an error that was made later begin where the function was called. */
export function relocate<E extends Error>(error: E, site: CallSite): E {
  error.stack = `${String(error)}\n${framesOf(site)}`;
  stacks.tracer?.raisedByCall(error);
  return error;
}

function framesOf({ stack = '' }: CallSite): string {
  return stack.slice(stack.indexOf('\n') + 1);
}
