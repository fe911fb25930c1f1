import {
  parseSync,
  transformFromAstSync,
  type ParseResult,
  type PluginTarget,
  type TransformOptions,
} from '@babel/core';
import { parse as parseModule } from 'acorn';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';

export interface Outcome {
  /** `no program`: Babel cannot parse it. */
  outcome: 'compiled' | 'refused' | 'no program' | 'failed';
  /** Why it was refused or failed. */
  message: string;
}

/** Compiles a file with everything marked, so that nothing is left out, and has the output parsed. */
export function compileFile(file: string, plugin: PluginTarget): Outcome {
  const source = readFileSync(file, 'utf8');
  try {
    if (parse(file, source) === null) return { outcome: 'no program', message: '' };
  } catch (error) {
    return { outcome: 'no program', message: String(error) };
  }
  for (const stress of [false, true]) {
    try {
      // The plugin changes the tree.
      const tree = parse(file, source) as ParseResult;
      const plugins = [[plugin, { mark: 'all', stress }] satisfies [PluginTarget, object]];
      const result = transformFromAstSync(tree, source, { ...optionsFor(file), cloneInputAst: false, plugins });
      load(result?.code ?? '', tree.program.sourceType === 'module');
    } catch (error) {
      return { outcome: isRefusal(error) ? 'refused' : 'failed', message: describe(error) };
    }
  }
  return { outcome: 'compiled', message: '' };
}

function optionsFor(file: string): TransformOptions {
  return {
    filename: file,
    configFile: false,
    babelrc: false,
    compact: false,
    highlightCode: false,
    sourceType: file.endsWith('.mjs') ? 'module' : file.endsWith('.cjs') ? 'script' : 'unambiguous',
    parserOpts: { allowReturnOutsideFunction: true },
  };
}

function parse(file: string, source: string): ParseResult | null {
  return parseSync(source, optionsFor(file));
}

/** Parses it; nothing is run. */
function load(code: string, isModule: boolean): void {
  if (isModule) parseModule(code, { ecmaVersion: 'latest', sourceType: 'module' });
  else new Script(`(function () {${code.replace(/^#!.*/, '')}\n})`);
}

function isRefusal(error: unknown): boolean {
  return /^GREENLETS\d+$/.test(String((error as { code?: unknown }).code));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 6).join('\n') : String(error);
}
