import { asynchronous } from '../contract/iteration/asynchronous.ts';
import { delegate as delegatePlainly } from '../contract/iteration/generators.ts';
import { iterate as iteratePlainly } from '../contract/iteration/iterate.ts';
import { firstOf as firstOfPlain, spread as spreadPlainly } from '../contract/iteration/spread.ts';
import { waitingIterator } from './async-iteration.ts';
import { asyncMethod } from './stream-reader.ts';

/** From now on, plain iterations of compiled code wait for what is only asynchronously iterable. Returns what it is given. */
export function waiting<T>(value: T): T {
  asynchronous.method = asyncMethod;
  asynchronous.wait = waitingIterator;
  return value;
}

/*
 * What compiled programs iterate with. Bundlers leave out what a module does as it is loaded if nothing of its own is used; so these are variables
 * of this one. They also leave out each that is not used.
 */
export const delegate = /* @__PURE__ */ waiting(delegatePlainly);
export const firstOf = /* @__PURE__ */ waiting(firstOfPlain);
export const iterate = /* @__PURE__ */ waiting(iteratePlainly);
export const spread = /* @__PURE__ */ waiting(spreadPlainly);
