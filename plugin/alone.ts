/** What Babel has resolved a configuration to, as far as it matters here. */
interface Resolved {
  readonly ast?: unknown;
  readonly plugins?: unknown;
  readonly presets?: unknown;
}

/**
 * Whether nobody sees the program after this plugin but the generator: no other plugin visits it, and no caller asked
 * for the tree.
 */
export function isAlone({ ast, plugins, presets }: Resolved): boolean {
  if (ast === true || !Array.isArray(plugins) || !Array.isArray(presets)) return false;
  return presets.length === 0 && plugins.filter(visits).length === 1;
}

/** Plugins that only tell the parser about a syntax visit nothing. */
function visits(plugin: unknown): boolean {
  const { visitor } = plugin as { visitor?: object };
  return visitor === undefined || Object.keys(visitor).length > 0;
}

const WITHOUT_AWAIT = new Set(['transform-modules-commonjs', 'transform-modules-amd', 'transform-modules-umd']);

/** Whether another plugin makes something of an ES module that cannot wait at its top level. */
export function becomesFunction({ plugins, presets }: Resolved): boolean {
  const later = [presets].flat().flatMap((pass) => (pass as { plugins?: unknown[] } | undefined)?.plugins ?? []);
  return [plugins, later].flat().some((plugin) => WITHOUT_AWAIT.has(String((plugin as { key?: unknown } | null)?.key)));
}
