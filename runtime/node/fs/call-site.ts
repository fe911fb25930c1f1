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
  if (!/\n\s+at /.test(error.stack ?? '')) {
    error.stack = `${String(error)}\n${framesOf(site)}`;
  }
  return error;
}

function framesOf({ stack = '' }: CallSite): string {
  return stack.slice(stack.indexOf('\n') + 1);
}
