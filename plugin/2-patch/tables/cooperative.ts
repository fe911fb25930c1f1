import type { ResolvedOptions } from '../../interface/options.ts';

/** The cooperative version of a module. */
export interface Replacement {
  /** The module that generated code imports. */
  module: string;
  /** Whether the export `name` differs from the original's; references to the others stay as they are. */
  covers: (name: string) => boolean;
  /** Whether the default export is an object that has the other exports as its properties. */
  defaultHasExports: boolean;
}

/** What is replaced: modules by their names, globals by theirs. */
export interface Table {
  modules: ReadonlyMap<string, Replacement>;
  globals: ReadonlyMap<string, Replacement>;
}

/** Names of the global object, in one environment or another. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'window', 'self', 'global']);

/** Original module: what takes its place, and the names of the exports that are cooperative there. */
const MODULES: Record<string, { module: string; covered: RegExp }> = {
  fs: { module: 'node/fs', covered: /Sync$/ },
  'timers/promises': { module: 'node/timers-promises', covered: /^(?:setTimeout|setImmediate|setInterval|scheduler)$/ },
};

/** Global: the module that exports its replacement under the same name. */
const GLOBALS: Record<string, string> = { fetch: 'web/fetch' };

/**
 * What a compilation replaces: our own cooperative modules, imported from the package `options.runtime`, and those that
 * the user adds with the option `patch`, which take precedence.
 */
export function createTable({ runtime, patch }: Pick<ResolvedOptions, 'runtime' | 'patch'>): Table {
  const modules = new Map<string, Replacement>();
  for (const [name, { module, covered }] of Object.entries(MODULES)) {
    const replacement = ours(`${runtime}/${module}`, (exported) => covered.test(exported));
    modules.set(name, replacement).set(`node:${name}`, replacement);
  }
  for (const [name, module] of Object.entries(typeof patch === 'object' ? patch : {})) {
    modules.set(name, { module, covers: () => true, defaultHasExports: false });
  }
  const globals = new Map<string, Replacement>();
  for (const [name, module] of Object.entries(GLOBALS)) {
    globals.set(
      name,
      ours(`${runtime}/${module}`, (exported) => exported === name),
    );
  }
  return { modules, globals };
}

function ours(module: string, covers: Replacement['covers']): Replacement {
  return { module, covers, defaultHasExports: true };
}
