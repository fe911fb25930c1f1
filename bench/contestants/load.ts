import { transformSync, type PluginItem } from '@babel/core';
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, extname } from 'node:path';
import { compileFunction } from 'node:vm';

export type Exports = Record<string, unknown>;

/** What compiled code imports is not compiled itself, and found from here, as packages know nothing of it. */
const RUNTIME = /^(greenlets|gensync)(\/|$)/;
const requireRuntime = createRequire(import.meta.url);

/**
 * Loads a program, and all that it imports, compiled with `plugins`; each call makes a copy of its own, so that no
 * contestant shares functions (and what the engine learnt about them) with another.
 *
 * @param entry absolute path of the program
 */
export function load(entry: string, plugins: readonly PluginItem[]): Exports {
  const modules = new Map<string, { exports: Exports }>();
  return loadModule(entry);

  function loadModule(path: string): Exports {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const module: { exports: Exports } = { exports: {} };
    modules.set(path, module);
    const nativeRequire = createRequire(path);
    const requireModule = (name: string): unknown => {
      if (RUNTIME.test(name)) return requireRuntime(name);
      if (isBuiltin(name)) return nativeRequire(name);
      const resolved = nativeRequire.resolve(name);
      return extname(resolved) === '.json' ? nativeRequire(resolved) : loadModule(resolved);
    };
    const parameters = ['module', 'exports', 'require', '__filename', '__dirname'];
    const run = compileFunction(compile(path, plugins), parameters, { filename: path }) as (...args: unknown[]) => void;
    run.call(module.exports, module, module.exports, requireModule, path, dirname(path));
    return module.exports;
  }
}

/** The text of a module as a contestant runs it: made a CommonJS module first, then compiled. */
export function compile(path: string, plugins: readonly PluginItem[]): string {
  const script = transform(readFileSync(path, 'utf8'), path, 'unambiguous', [
    '@babel/plugin-transform-modules-commonjs',
  ]);
  return transform(script, path, 'script', plugins);
}

function transform(
  code: string,
  filename: string,
  sourceType: 'unambiguous' | 'script',
  plugins: readonly PluginItem[],
): string {
  const options = { filename, babelrc: false, configFile: false, compact: false, sourceType };
  return transformSync(code, { ...options, plugins: [...plugins] })?.code ?? '';
}
