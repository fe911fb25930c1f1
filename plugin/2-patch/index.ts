import { types as t, type NodePath } from '@babel/core';
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
 * @param isMarked whether a reference belongs to a marked function
 */
export function patch(program: NodePath<t.Program>, isMarked: IsMarked, options: TableOptions): void {
  if (options.patch === false) return;
  const collector = new Collector(createTable(options), isMarked);
  collector.collect(program);
  const { references, dynamicImports } = collector;

  const locals = injectImports(program, references);
  for (const [index, { path }] of references.entries()) replace(path, locals[index]);
  for (const { source, replacement } of dynamicImports) source.replaceWith(t.stringLiteral(replacement.module));

  // The new imports need their references registered: preset-typescript drops imports that have none.
  if (references.length > 0) program.scope.crawl();
}

function replace(path: NodePath, local: t.Expression | undefined): void {
  if (local === undefined) return;
  const { parentPath } = path;
  if (parentPath?.isObjectProperty({ shorthand: true })) parentPath.node.shorthand = false;
  const node = t.cloneNode(local);
  node.loc = path.node.loc ?? null;
  path.replaceWith(node);
}
