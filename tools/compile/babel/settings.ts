import type { PluginItem, TransformOptions } from '@babel/core';
import { loadBabel } from './babel.ts';
import { decoratorPlugins } from './decorators.ts';
import type { ModuleFormat } from '../project/format.ts';
import { jsxOptions } from './jsx.ts';
import { hasJsx, isTypeScript } from '../language.ts';
import { resourcePlugins } from './resources.ts';

/**
 * How Babel reads a file, whatever is done with it then. The project's own Babel configuration has no say: it is made
 * for another pipeline, and would compile marked functions a second time.
 *
 * @param format undefined: the syntax tells
 * @param rewriteImports whether TypeScript's `import './x.ts'` becomes `import './x.js'`
 */
export function readingSettings(
  filename: string,
  source: string,
  format: ModuleFormat | undefined,
  rewriteImports = false,
): TransformOptions & { plugins: PluginItem[] } {
  return {
    filename,
    configFile: false,
    babelrc: false,
    sourceType: sourceTypeOf(filename, format),
    // A CommonJS file is the body of a function.
    parserOpts: { allowReturnOutsideFunction: format !== 'module', allowNewTargetOutsideFunction: true },
    plugins: [...decoratorPlugins(filename, source), ...resourcePlugins(filename, source)],
    presets: presetsFor(filename, source, rewriteImports),
    highlightCode: false,
  };
}

/** TypeScript that runs as CommonJS is usually written with `import` and `export`. */
function sourceTypeOf(filename: string, format: ModuleFormat | undefined): 'module' | 'script' | 'unambiguous' {
  if (format === 'module') return 'module';
  return format === 'commonjs' && !isTypeScript(filename) ? 'script' : 'unambiguous';
}

function presetsFor(filename: string, source: string, rewriteImportExtensions: boolean): PluginItem[] {
  const { presets } = loadBabel();
  const items: PluginItem[] = [];
  if (isTypeScript(filename)) items.push([presets.typescript, { allowDeclareFields: true, rewriteImportExtensions }]);
  if (hasJsx(filename)) items.push([presets.react, jsxOptions(filename, source)]);
  return items;
}
