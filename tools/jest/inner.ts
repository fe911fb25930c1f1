import type { ConfigAPI } from '@babel/core';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadBabel } from '../compile/babel/babel.ts';
import { expected } from '../../runtime/core/errors/expected.ts';
import type { JestTransformer } from './contract.ts';
import type { JestOptions } from './options.ts';

interface TransformerModule extends Partial<JestTransformer> {
  createTransformer?: (options: object) => JestTransformer;
}

/**
 * Loads the transformer that translates a project's files to what Jest runs.
 *
 * @throws {Error} if the project has not installed it
 */
export function loadInner(transformer: JestOptions['transformer'], rootDir: string): JestTransformer {
  const [name, options] = namedTransformer(transformer);
  return createInner(name, { ...options, ...additionsOf(name, options) }, rootDir);
}

/**
 * The same for a project that has not told Babel what to do with ES modules: they become CommonJS, and so
 * does `import()` where Jest cannot run that. Null if it is not Babel that translates.
 *
 * It has to happen while Babel translates, since the calls of `jest.mock` are moved before what imports become.
 */
export function loadCommonJsInner(transformer: JestOptions['transformer'], rootDir: string): JestTransformer | null {
  const [name, options] = namedTransformer(transformer);
  if (name !== 'babel-jest') return null;
  const { presets = [] } = options as { presets?: object[] };
  const commonJs = (babel: ConfigAPI): object => {
    const { dynamicImport, modulesCommonjs } = loadBabel().plugins;
    const stays = babel.caller(
      (caller) => (caller as { supportsDynamicImport?: boolean } | undefined)?.supportsDynamicImport === true,
    );
    return { plugins: stays ? [modulesCommonjs] : [dynamicImport, modulesCommonjs] };
  };
  return createInner(name, { ...options, ...additionsOf(name, options), presets: [...presets, commonJs] }, rootDir);
}

function namedTransformer(transformer: JestOptions['transformer']): [name: string, options: object] {
  return Array.isArray(transformer) ? transformer : [transformer ?? 'babel-jest', {}];
}

function createInner(name: string, options: object, rootDir: string): JestTransformer {
  const module = load(name, rootDir);
  const inner = module.createTransformer?.(options) ?? module;
  if (typeof inner.process !== 'function')
    throw expected('the name of a Jest transformer as option `transformer`', name);
  return inner as JestTransformer;
}

/**
 * The plugin in the project's Babel configuration leaves marked functions alone, since they are compiled afterwards. Tags become directives
 * before anything else happens: where a statement becomes several, as an export in CommonJS, Babel moves the comment that follows it.
 */
function additionsOf(name: string, { plugins = [] }: { plugins?: readonly unknown[] }): object {
  if (name !== 'babel-jest') return {};
  return {
    caller: { name: 'babel-jest', compilesGreenlets: true },
    plugins: [...plugins, loadBabel().plugins.writtenMarks],
  };
}

function load(name: string, rootDir: string): TransformerModule {
  const module = requireFrom(rootDir, name) as TransformerModule & { default?: TransformerModule };
  return module.default ?? module;
}

/** A package that the project has installed, or Jest has for itself. */
export function requireFrom(rootDir: string, name: string): unknown {
  const project = createRequire(join(rootDir, 'package.json'));
  const ways = [[], ['jest'], ['jest', '@jest/core'], ['jest', '@jest/core', '@jest/transform']];
  for (const way of ways) {
    const found = resolveBy(project, [...way, name]);
    if (found !== null) return project(found);
  }
  throw new Error(`greenlets/jest: cannot find ${name}: npm install --save-dev ${name}`);
}

/** Resolves a package as another package sees it, which yet another one sees. */
function resolveBy(from: NodeJS.Require, [name = '', ...others]: string[]): string | null {
  try {
    const found = from.resolve(name);
    return others.length === 0 ? found : resolveBy(createRequire(found), others);
  } catch {
    return null;
  }
}
