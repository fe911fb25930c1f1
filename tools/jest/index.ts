import type { PluginItem, types } from '@babel/core';
import { createHash } from 'node:crypto';
import { loadBabel } from '../compile/babel/babel.ts';
import { parse } from '../compile/babel/parse.ts';
import { compileTranslated } from '../compile/compile-translated.ts';
import { hasModuleSyntax } from '../compile/project/format.ts';
import { inputSourceMap } from '../compile/input-source-map.ts';
import { createOptions } from '../compile/options.ts';
import type { CompileOptions } from '../compile/options.ts';
import { isInProject, needsTransform } from '../compile/project/scope.ts';
import { cacheKey } from '../compile/cache/cache-key.ts';
import type { JestOutput, JestTransformer, JestTransformOptions } from './contract.ts';
import { loadCommonJsInner, loadInner } from './inner.ts';
import { instrument } from './instrument.ts';
import type { JestOptions } from './options.ts';

export type { JestOptions, JestOutput, JestTransformer, JestTransformOptions };

/** In a string or a comment, it costs no more than a second translation. */
const DYNAMIC_IMPORT = /\bimport\s*\(/;

/**
 * A transformer for Jest. Another one, `babel-jest` unless the option `transformer` says otherwise, translates a file to what Jest
 * runs; then coverage is instrumented; then marked functions are compiled. So coverage counts what is in the source.
 *
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export function createTransformer(options: JestOptions = {}): JestTransformer {
  const { transformer, include = [], ...plugin } = options;
  const settings = createOptions(plugin, include, process.cwd());
  const own = JSON.stringify([cacheKey(settings), transformer]);
  let inner: JestTransformer | null = null;
  let commonJs: JestTransformer | null = null;
  const innerOf = ({ config }: JestTransformOptions): JestTransformer =>
    (inner ??= loadInner(transformer, config.rootDir));
  const commonJsOf = ({ config }: JestTransformOptions): JestTransformer | null =>
    (commonJs ??= loadCommonJsInner(transformer, config.rootDir));

  return {
    canInstrument: true,
    getCacheKey(source, path, jest) {
      const key = innerOf(jest).getCacheKey?.(source, path, jest) ?? [source, path, jest.configString, jest.instrument];
      return createHash('sha256')
        .update(JSON.stringify([own, key]))
        .digest('hex')
        .slice(0, 32);
    },
    process(source, path, jest) {
      const usual = translate(innerOf(jest), source, path, jest);
      const other = jest.supportsStaticESM ? null : commonJsOf(jest);
      const isLeft = other !== null && hasImports(path, usual.code, jest);
      const translated = isLeft ? translate(other, source, path, jest) : usual;
      return mayCompile(source, path, settings)
        ? compileOutput(translated, { path, jest, settings, before: [restoredMarks(source, path)] })
        : translated;
    },
  };
}

/** Whether there is something that Jest cannot run as it is. */
function hasImports(path: string, code: string, { supportsDynamicImport }: JestTransformOptions): boolean {
  return hasModuleSyntax(path, code) || (!supportsDynamicImport && DYNAMIC_IMPORT.test(code));
}

function mayCompile(source: string, path: string, settings: CompileOptions): boolean {
  return isInProject(path, settings) && needsTransform(source, settings);
}

/** What Jest would run without us. */
function translate(inner: JestTransformer, source: string, path: string, jest: JestTransformOptions): JestOutput {
  if (inner.canInstrument === true || !jest.instrument) return outputOf(inner.process(source, path, jest));
  const output = outputOf(inner.process(source, path, { ...jest, instrument: false }));
  return instrument(output, path, jest, [restoredMarks(source, path)]);
}

function outputOf(output: JestOutput | string): JestOutput {
  return typeof output === 'string' ? { code: output } : output;
}

/** Transformers may move calls of `jest.mock` above marks. */
function restoredMarks(source: string, path: string): PluginItem {
  const { hasLateMarks, plugins } = loadBabel();
  return plugins.restoredMarks(() => {
    const program = programOf(path, source);
    return program === null || hasLateMarks(program);
  });
}

/** Null if only the other transformer understands the file. */
function programOf(path: string, source: string): types.Program | null {
  try {
    return parse(path, source).program;
  } catch {
    return null;
  }
}

interface Compilation {
  path: string;
  jest: JestTransformOptions;
  settings: CompileOptions;
  before: PluginItem[];
}

function compileOutput({ code, map }: JestOutput, { path, jest, settings, before }: Compilation): JestOutput {
  const parsed = typeof map === 'string' ? (JSON.parse(map) as object) : map;
  return compileTranslated({
    source: code,
    map: parsed ?? inputSourceMap(path, code),
    filename: path,
    sourceType: jest.supportsStaticESM ? 'module' : 'unambiguous',
    options: settings,
    before,
  });
}

/** The module itself, as Jest wants it. */
export default {
  /** See the function of that name. */
  createTransformer,
};
