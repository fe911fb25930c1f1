import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import type { Runtime } from './realm.ts';

/** The ES modules of the published runtime: their code by their names. */
export type RuntimeModules = ReadonlyMap<string, string>;

const ENTRY = `import * as internal from './internal.mjs';
import { Greenlet } from './core.mjs';
export { internal };
export function runInGreenlet(main, self, ...args) {
  return new Greenlet(() => {
    internal.link.to = main;
    return internal.call(main, self, ...args);
  }).switch();
}`;

/** The names that the modules use without declaring them, and that a realm of its own would not have, or not so. */
const FREE_NAMES = ['globalThis', 'setImmediate'];

export function readRuntimeModules(root: string): RuntimeModules {
  const modules = new Map([['entry', ENTRY]]);
  const add = (code: string): void => {
    for (const [, name = ''] of code.matchAll(/^import .*"\.\/([\w-]+\.mjs)";?$/gm)) read(name);
  };
  const read = (name: string): void => {
    if (modules.has(name)) return;
    const code = readFileSync(join(root, 'dist', name), 'utf8');
    const free = FREE_NAMES.filter((each) => !new RegExp(`^const ${each}\\b`, 'm').test(code));
    modules.set(name, `import { ${free.join(', ')} } from 'host'; ${code}`);
    add(code);
  };
  add(ENTRY.replaceAll("'", '"'));
  return modules;
}

/** Evaluates the modules in a realm, where they find `host` instead of what is global. */
export async function loadModules(
  modules: RuntimeModules,
  context: vm.Context,
  host: Record<string, unknown>,
): Promise<Runtime> {
  const loaded = new Map<string, vm.Module>([['host', createHost(context, host)]]);
  const load = (specifier: string): vm.Module => {
    const name = specifier.replace(/^\.\//, '');
    const module =
      loaded.get(name) ??
      new vm.SourceTextModule(modules.get(name) ?? '', { context, identifier: `greenlets/${name}` });
    loaded.set(name, module);
    return module;
  };
  const entry = load('entry');
  await entry.link(load);
  await entry.evaluate();
  return entry.namespace as unknown as Runtime;
}

function createHost(context: vm.Context, host: Record<string, unknown>): vm.Module {
  const module = new vm.SyntheticModule(
    FREE_NAMES,
    () => FREE_NAMES.forEach((name) => module.setExport(name, host[name])),
    { context },
  );
  return module;
}
