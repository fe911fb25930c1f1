import { types as t, type NodePath } from '@babel/core';
import type { NodeList } from '../syntax/node-list.ts';
import { Collector, type IsMarked } from './collect.ts';
import { injectImports } from './inject.ts';
import { createTable, type TableOptions } from './tables/cooperative.ts';

/**
 * Binds the references of marked code to `node:fs`, `fetch` and the like to their cooperative versions.
 *
 * Input:  `import fs from 'node:fs'`, and in marked code `fs.readFileSync(path)`
 * Output: in addition `import _fs from 'greenlets/node/fs'`, and `_fs.readFileSync(path)`
 *
 * The program must be as the parser made it, with its scopes. References of unmarked code, exports and types stay as they
 * are. It collects, then injects imports, then replaces: an import injected during the traversal would be visited itself.
 *
 * @param list the nodes of the program as it was parsed
 * @param isMarked whether a reference belongs to a marked function
 */
export function patch(program: NodePath<t.Program>, list: NodeList, isMarked: IsMarked, options: TableOptions): void {
  if (options.patch === false) return;
  const collector = new Collector(createTable(options), isMarked);
  collector.collect(program, list);
  const { references, dynamicImports } = collector;

  const locals = injectImports(program, references);
  for (const [index, { path, origin }] of references.entries()) {
    const local = locals[index];
    if (local !== undefined) replace(path, origin.replacement.green === undefined ? local : viewOf(path, local));
  }
  for (const { source, replacement } of dynamicImports) source.replaceWith(t.stringLiteral(replacement.module));

  // The new imports need their references registered: preset-typescript drops imports that have none.
  if (references.length > 0) program.scope.crawl();
}

/** `green.of(Pool)` for `Pool`, whatever that is; `import('pg').then(green.of)` for a dynamic import. */
function viewOf(path: NodePath, green: t.Expression): t.Expression {
  const node = path.node as t.Expression;
  const of = t.memberExpression(t.cloneNode(green), t.identifier('of'));
  return isDynamicImport(path)
    ? t.callExpression(t.memberExpression(node, t.identifier('then')), [of])
    : t.callExpression(of, [node]);
}

function isDynamicImport(path: NodePath): boolean {
  return path.isImportExpression() || (path.isCallExpression() && path.get('callee').isImport());
}

function replace(path: NodePath, local: t.Expression): void {
  const { parentPath } = path;
  if (parentPath?.isObjectProperty({ shorthand: true })) parentPath.node.shorthand = false;
  const node = t.cloneNode(local);
  node.loc = path.node.loc ?? null;
  path.replaceWith(node);
}
