import { types as t } from '@babel/core';

/**
 * Babel's plugin for `using`, where it is listed first, has made `var`s of a module's resources, in a block with all that
 * disposes of them, and only knows by the nodes which they were. If the top level is to run in a function, those nodes go: they become
 * resources of the module again.
 *
 *     { var a = open(); f(a); }   =>   using a = open(); f(a);
 *
 * @param source of the module, as it was written
 */
export function restoreResources(program: t.Program, source: string): void {
  program.body = program.body.flatMap((statement) => {
    if (!t.isBlockStatement(statement)) return [statement];
    const kinds = statement.body.map((inner) => originalKind(inner, source));
    if (kinds.every((kind) => kind === null)) return [statement];
    statement.body.forEach((inner, index) => {
      const kind = kinds[index] ?? null;
      if (kind !== null) (inner as t.VariableDeclaration).kind = kind;
    });
    return statement.body;
  });
}

/** What a `var` that was a resource was declared with, by what stands there in the source. */
function originalKind(node: t.Statement, source: string): 'using' | 'await using' | null {
  if (!t.isVariableDeclaration(node, { kind: 'var' }) || typeof node.start !== 'number') return null;
  const words = /^(await\s+)?using\b/.exec(source.slice(node.start, node.end ?? undefined));
  if (words === null) return null;
  return words[1] === undefined ? 'using' : 'await using';
}
