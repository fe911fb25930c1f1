import { addDefault, addNamed, addNamespace } from '@babel/helper-module-imports';
import type { NodePath, types as t } from '@babel/core';
import type { Reference } from './collect.ts';

/** Our modules are ES modules, whichever way they are built: in CommonJS files a plain `require` finds their exports. */
const importedInterop = 'compiled';

/** Imports what `references` need, each once, and returns the local names in the order of `references`. */
export function injectImports(program: NodePath<t.Program>, references: readonly Reference[]): t.Expression[] {
  const imported = new Map<string, t.Expression>();
  return references.map(({ origin }) => {
    const { green } = origin.replacement;
    const key =
      green ?? `${origin.replacement.module} ${origin.kind === 'module' ? origin.form : `export ${origin.name}`}`;
    const local = imported.get(key) ?? injectImport(program, origin);
    imported.set(key, local);
    return local;
  });
}

function injectImport(program: NodePath<t.Program>, origin: Reference['origin']): t.Expression {
  const { module, green } = origin.replacement;
  if (green !== undefined) return addNamed(program, 'green', green, { nameHint: 'green', importedInterop });
  if (origin.kind === 'export') {
    return addNamed(program, origin.name, module, { nameHint: origin.name, importedInterop });
  }
  const nameHint = baseName(module);
  if (origin.form === 'default') return addDefault(program, module, { nameHint, importedInterop });
  return addNamespace(program, module, { nameHint, importedInterop });
}

/** "greenlets/node/fs" is called `_fs`. */
function baseName(module: string): string {
  return module.slice(module.lastIndexOf('/') + 1);
}
