import type { types as t } from '@babel/core';
import type { Analysis, Notes } from './model.ts';
import { resolve } from './scopes/resolve.ts';
import { findUnseenFunctions } from './unseen-functions.ts';
import { findOwnLists } from './yield-points/own-lists.ts';
import { findYieldPoints } from './yield-points/yield-points.ts';

/**
 * Finds out all that the passes after it have to know about a program.
 *
 * Input: a normalized program, and what was noted about it. Output: the facts. Nothing is changed in the program.
 */
export function analyze(program: t.Program, marked: ReadonlySet<t.Node>, notes: Notes, stress: boolean): Analysis {
  const resolution = resolve(program, (node) => marked.has(node), notes);
  return {
    ...resolution,
    ...findYieldPoints(resolution, stress),
    ownLists: findOwnLists(resolution),
    unseen: findUnseenFunctions(resolution),
  };
}
