import { reflectApply } from '../../contract/builtins.ts';
import { call } from '../../contract/enter.ts';
import type { AnyFunction } from '../../contract/frame.ts';

/** Calls the function of a greenlet: the frame below its own. The fewer arguments, the cheaper. */
export function callEntry(fn: AnyFunction, self: unknown, args: ArrayLike<unknown>): unknown {
  if (args.length === 0) return call(fn, self);
  if (args.length === 1) return call(fn, self, args[0]);
  return reflectApply(fn, self, args);
}
