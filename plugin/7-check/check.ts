import type { NodePath, types as t } from '@babel/core';
import { freeNames } from './free-names.ts';

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

function nothing(): void {
  // Not in development.
}

/** A script gets what it uses of the runtime by `require`; `Reflect` is used where the source has no variable of that name. */
function isExpected(name: string, { sourceType }: t.Program): boolean {
  return name === 'Reflect' || (name === 'require' && sourceType !== 'module');
}
