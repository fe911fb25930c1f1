import type * as babel from '@babel/core';

/** A plugin for ES modules that become CommonJS: `import.meta` -> an object with the properties that Node gives it. */
export function importMetaInCommonJs({ template }: typeof babel): babel.PluginObj {
  const meta = template.expression(`({
    url: require('node:url').pathToFileURL(__filename).href,
    filename: __filename,
    dirname: __dirname,
    resolve: (specifier) => require('node:url').pathToFileURL(require.resolve(specifier)).href
  })`);
  return {
    name: 'import-meta-in-commonjs',
    visitor: {
      MetaProperty(path) {
        if (isImportMeta(path.node)) path.replaceWith(meta());
      },
    },
  };
}

function isImportMeta({ meta, property }: babel.types.MetaProperty): boolean {
  return meta.name === 'import' && property.name === 'meta';
}
