import { transformSync, type PluginItem } from '@babel/core';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import vm from 'node:vm';

const ENTRIES = ['runtime/internal.ts', 'runtime/core/index.ts'];
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

/** The part of the runtime that compiled code needs, as one script that can be evaluated in any realm. */
export function createRuntimeScript(root: string, plugin: PluginItem): vm.Script {
  const modules = new Map<string, string>();
  for (const entry of ENTRIES) addModule(modules, root, join(root, entry), plugin);
  const bodies = [...modules].map(([name, code]) => `${JSON.stringify(name)}(exports, require) {${code}\n}`);
  return new vm.Script(`(function (${HOST_NAMES.join(', ')}) {
const modules = { ${bodies.join(',\n')} };
const loaded = Object.create(null);
function load(name) {
  if (name === 'greenlets/internal') return load('runtime/internal.ts');
  if (!(name in modules)) return require(name);
  if (name in loaded) return loaded[name];
  const exports = (loaded[name] = {});
  modules[name](exports, load);
  return exports;
}
const internal = load('runtime/internal.ts');
const { Greenlet } = load('runtime/core/index.ts');
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

function addModule(modules: Map<string, string>, root: string, file: string, plugin: PluginItem): void {
  const name = relative(root, file);
  if (modules.has(name)) return;
  modules.set(name, '');
  const code = toCommonJs(file, plugin).replace(/require\("(\.[^"]+)"\)/g, (_, specifier: string) => {
    const target = join(dirname(file), specifier);
    addModule(modules, root, target, plugin);
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
