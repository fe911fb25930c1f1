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
  const suspensions = findYieldPoints(calls);
  // Written out rather than spread: what is spread looks different to V8 in each file, whose code is then optimized for each anew.
  return {
    program: resolution.program,
    list: resolution.list,
    functions: resolution.functions,
    infoOf: resolution.infoOf,
    scopeOf: resolution.scopeOf,
    refOf: resolution.refOf,
    inferredNames: resolution.inferredNames,
    assignedToMembers: resolution.assignedToMembers,
    sloppyFunctions: resolution.sloppyFunctions,
    names: resolution.names,
    dynamic: resolution.dynamic,
    replaced: resolution.replaced,
    movedFields: resolution.movedFields,
    late: resolution.late,
    privateTargets: resolution.privateTargets,
    generatorStarts: resolution.generatorStarts,
    types: resolution.types,
    neverSuspends: resolution.neverSuspends,
    nativeIterations: suspensions.nativeIterations,
    iterations: suspensions.iterations,
    yieldPoints: suspensions.yieldPoints,
    yielding: suspensions.yielding,
    privateCalls: suspensions.privateCalls,
    ownLists: findOwnLists(resolution),
    unseen: findUnseenFunctions(resolution),
  };
}
