import type { Facts } from './facts.ts';
import type { Analysis } from './model.ts';
import { findUnseenFunctions } from './unseen-functions.ts';
import { findOwnLists } from './yield-points/own-lists.ts';
import { findYieldPoints } from './yield-points/yield-points.ts';

/**
 * Finds out all that the passes after it have to know about a program.
 *
 * Input: what is known about a normalized program. Output: the facts. Nothing is changed in the program.
 */
export function analyze({ resolution, calls }: Facts): Analysis {
  return {
    ...resolution,
    ...findYieldPoints(calls),
    ownLists: findOwnLists(resolution),
    unseen: findUnseenFunctions(resolution),
  };
}
