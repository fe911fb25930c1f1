import type { Host } from '../hub/host/host.ts';
import { hub } from '../hub/index.ts';

/** In a new world it begins anew, so that tests go the same way again. */
let state = 0;
let world: Host | null = null;

/**
 * Returns one of several cases, each with the same odds. Whose turn it is, by a count of all calls, would do less: where two programs of two
 * cases each call in turns, both would get the same case for ever.
 *
 * Source of the numbers: the generator of "Numerical Recipes", whose high bits are the random ones.
 */
export function pick(cases: readonly number[]): number {
  const { host } = hub;
  if (host.pick !== undefined) return host.pick(cases);
  if (host !== world) {
    world = host;
    state = 0;
  }
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return cases[Math.floor((state / 2 ** 32) * cases.length)] as number;
}
