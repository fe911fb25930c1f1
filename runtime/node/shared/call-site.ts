import { stacks } from '../../contract/stacks/state.ts';

/** Where a function was called; its `stack` is only formatted when it is looked at. */
export interface CallSite {
  stack?: string;
}

const NOWHERE: CallSite = {};

/**
 * Where the running `callee` was called: always, or only where stacks are shown on the spot, since that takes some microseconds. An error that is
 * thrown shows the frames that it passes in any case. Those that have left none, as a tail call, are only known here.
 */
export function captureCallSite(callee: (...args: never[]) => unknown, always: boolean): CallSite {
  if (!always && stacks.resume === null) return NOWHERE;
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
  const { stack } = site;
  error.stack = stack === undefined ? String(error) : `${String(error)}\n${stack.slice(stack.indexOf('\n') + 1)}`;
  stacks.tracer?.raisedByCall(error);
  return error;
}
