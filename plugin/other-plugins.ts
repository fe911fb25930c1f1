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
export function becomesFunction(resolved: Resolved): boolean {
  return pluginsOf(resolved).some(({ key }) => WITHOUT_AWAIT.has(key ?? ''));
}

const WITHOUT_TYPES = new Set(['transform-typescript', 'transform-flow-strip-types']);

/** Whether the plugin that takes types off leaves fields that have a type and no value; Babel 8 has no other way. */
export function keepsTypedFields(resolved: Resolved, version: string): boolean {
  return pluginsOf(resolved).some(
    ({ key, options }) =>
      WITHOUT_TYPES.has(key ?? '') && (options?.allowDeclareFields === true || !version.startsWith('7.')),
  );
}

interface ResolvedPlugin {
  readonly key?: string;
  readonly options?: { readonly allowDeclareFields?: unknown };
}

/** Those of all presets, too. */
function pluginsOf({ plugins, presets }: Resolved): ResolvedPlugin[] {
  const later = [presets].flat().flatMap((pass) => (pass as { plugins?: unknown[] } | undefined)?.plugins ?? []);
  return [plugins, later].flat().filter((plugin) => typeof plugin === 'object' && plugin !== null);
}

interface VisitingPlugin {
  readonly key?: string;
  readonly visitor?: { readonly Program?: { readonly enter?: readonly unknown[] } };
}

/**
 * Moves this plugin behind the one of istanbul, which puts the counters of coverage into the program when that is entered: so they are
 * those of the source.
 */
export function goBehindCounters(plugins: unknown, own: string): void {
  if (!Array.isArray(plugins)) return;
  const place = plugins.findIndex(({ key }: VisitingPlugin) => key === own);
  const counting = plugins.findLastIndex(addsCounters);
  if (place >= 0 && place < counting) plugins.splice(counting, 0, ...(plugins.splice(place, 1) as unknown[]));
}

/** The plugin has no name. It keeps its state under this one, in all versions. */
function addsCounters({ visitor }: VisitingPlugin): boolean {
  return visitor?.Program?.enter?.some((enter) => String(enter).includes('this.__dv__')) ?? false;
}
