import type { NodePath, types as t } from '@babel/core';
import { freeNames } from './free-names.ts';
import type { Analysis } from '../3-analyze/model.ts';

/**
 * An assertion for the development of the compiler: the output uses no variable that neither the source uses nor the output
 * declares. It is on where the environment variable `GREENLETS_CHECK` is set; the published plugin does not contain it.
 *
 * @returns what checks the program once it has been compiled
 */
export function expectNoNewFreeNames({ node }: NodePath<t.Program>): () => void {
  if (process.env.GREENLETS_CHECK === undefined) return nothing;
  const before = freeNames(node, false);
  return () => {
    const added = [...freeNames(node, node.sourceType !== 'module').keys()].filter(
      (name) => !before.has(name) && !isExpected(name, node),
    );
    if (added.length > 0) throw new Error(`the output uses variables that nobody declares: ${added.join(', ')}`);
  };
}

/**
 * Another one: the passes after the analysis only read the facts. What they say of new nodes is added.
 *
 * @returns what checks the facts at the end
 */
export function expectSameFacts(analysis: Analysis): () => void {
  if (process.env.GREENLETS_CHECK === undefined) return nothing;
  const { functions, infoOf, scopeOf, refOf, inferredNames, yieldPoints, yielding } = analysis;
  const maps = [infoOf, scopeOf, refOf, inferredNames] as readonly ReadonlyMap<t.Node, unknown>[];
  const before = maps.map((facts) => [...facts]);
  const sets = [yieldPoints, yielding].map((nodes) => [...nodes]);
  const compiled = functions.map((fn) => `${fn.compiled} ${fn.isPrivate} ${fn.calls.length}`);
  return () => {
    const isSame =
      before.every((facts, index) => facts.every(([node, fact]) => maps[index]?.get(node) === fact)) &&
      sets.every((nodes, index) => nodes.every((node) => [yieldPoints, yielding][index]?.has(node))) &&
      functions.every((fn, index) => compiled[index] === `${fn.compiled} ${fn.isPrivate} ${fn.calls.length}`);
    if (!isSame) throw new Error('a pass after the analysis changed its facts');
  };
}

function nothing(): void {
  // Not in development.
}

/** A script gets what it uses of the runtime by `require`; `Reflect` is used where the source has no variable of that name. */
function isExpected(name: string, { sourceType }: t.Program): boolean {
  return name === 'Reflect' || (name === 'require' && sourceType !== 'module');
}
