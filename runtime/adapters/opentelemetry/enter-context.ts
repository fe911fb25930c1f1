import { AsyncResource } from 'node:async_hooks';
import { context, type Context } from '@opentelemetry/api';

/**
 * Calls a function in a context, which is the greenlet's for as long as the function lasts, waits included.
 *
 * The context manager calls back where it has entered the context, and is not left in the middle: what it has set is taken along in an object.
 */
export function enterContext<Args extends unknown[], R>(
  entered: Context,
  fn: (...args: Args) => R,
  self: unknown,
  args: Args,
): R {
  'use greenlet';
  const scope = context.with(entered, createScope);
  return scope.runInAsyncScope(fn, self, ...args);
}

function createScope(): AsyncResource {
  return new AsyncResource('greenlets span');
}
