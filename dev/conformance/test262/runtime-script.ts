import { transformSync, type PluginItem } from '@babel/core';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import vm from 'node:vm';

/** The modules of the runtime that are asked for, paths from the root of the repository. */
interface Entries {
  internal: string;
  core: string;
}

const SOURCES: Entries = { internal: 'runtime/internal.ts', core: 'runtime/core/index.ts' };
const PUBLISHED: Entries = { internal: 'dist/internal.cjs', core: 'dist/core.cjs' };

/** What the runtime uses of Node; in a realm of its own it would not be there. */
export const HOST_NAMES = [
  'globalThis',
  'require',
  'process',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'setTimeout',
  'clearImmediate',
  'clearTimeout',
] as const;

/** The part of the runtime that compiled code needs, from the sources, as one script that can be evaluated in any realm. */
export function createRuntimeScript(root: string, plugin: PluginItem): vm.Script {
  return createScript(root, SOURCES, (file) => toCommonJs(file, plugin));
}

/** The same of the files that are published as CommonJS. */
export function createPublishedScript(root: string): vm.Script {
  return createScript(root, PUBLISHED, (file) => readFileSync(file, 'utf8'));
}

function createScript(root: string, { internal, core }: Entries, read: (file: string) => string): vm.Script {
  const modules = new Map<string, string>();
  for (const entry of [internal, core]) addModule(modules, root, join(root, entry), read);
  const bodies = [...modules].map(([name, code]) => `${JSON.stringify(name)}(exports, require) {${code}\n}`);
  return new vm.Script(`(function (${HOST_NAMES.join(', ')}) {
const modules = { ${bodies.join(',\n')} };
const loaded = Object.create(null);
function load(name) {
  if (name === 'greenlets/internal') return load('${internal}');
  if (!(name in modules)) return require(name);
  if (name in loaded) return loaded[name];
  const exports = (loaded[name] = {});
  modules[name](exports, load);
  return exports;
}
const internal = load('${internal}');
const { Greenlet } = load('${core}');
return {
  internal,
  runInGreenlet(main, self, ...args) {
    return new Greenlet(() => {
      internal.link.to = main;
      return internal.call(main, self, ...args);
    }).switch();
  },
};
})`);
}

function addModule(modules: Map<string, string>, root: string, file: string, read: (file: string) => string): void {
  const name = relative(root, file);
  if (modules.has(name)) return;
  modules.set(name, '');
  const code = read(file).replace(/require\("(\.[^"]+)"\)/g, (_, specifier: string) => {
    const target = join(dirname(file), specifier);
    addModule(modules, root, target, read);
    return `require(${JSON.stringify(relative(root, target))})`;
  });
  modules.set(name, code);
}

function toCommonJs(file: string, plugin: PluginItem): string {
  const source = readFileSync(file, 'utf8');
  const result = transformSync(source, {
    filename: file,
    configFile: false,
    babelrc: false,
    presets: ['@babel/preset-typescript'],
    plugins: [[plugin, { constants: false }], '@babel/plugin-transform-modules-commonjs'],
  });
  return result?.code ?? '';
}
