import { createUnplugin, createVitePlugin } from 'unplugin';
import type { UnpluginBuildContext, UnpluginContext, UnpluginOptions } from 'unplugin';
import { createOptions } from '../compile/options.ts';
import type { CompileOptions } from '../compile/options.ts';
import { printing } from '../compile/printing.ts';
import { isInProject, needsTransform } from '../compile/project/scope.ts';
import { cacheKey } from '../compile/cache/cache-key.ts';
import { COMPONENT } from './components.ts';
import type { Coverage } from './coverage.ts';
import type { BundlerOptions } from './options.ts';
import { keyedCaches } from './keyed-caches.ts';
import { transformForBundler, writeMarks } from './transform.ts';

/** What a file can be called that holds a program: a query may follow. */
const PROGRAM = /\.[mc]?[jt]sx?(?:\?|$)/;

/** The entries of the runtime that compiled code may import, which a development server had better know from the start. */
const RUNTIME = ['greenlets', 'greenlets/internal', 'greenlets/web/fetch'];

type Bundler = 'vite' | 'rollup' | 'rolldown' | 'webpack' | 'rspack' | 'esbuild' | 'farm';

/**
 * The plugin of all bundlers: compiles the marked functions of each file before anything else does anything to it. What is returned
 * has types of packages that need not be there.
 */
export const bundlers: Record<Bundler, (options?: BundlerOptions) => unknown> = createUnplugin(
  (options: BundlerOptions | undefined) => pluginFor(options, null),
);

/** The one for Vite that leaves files that other plugins of ours compile, later: components, and what Vitest puts counters into. */
export function vitePlugin(options: BundlerOptions | undefined, coverage: Coverage): unknown {
  return createVitePlugin(() => pluginFor(options, coverage))();
}

function pluginFor(options: BundlerOptions | undefined, coverage: Coverage | null): UnpluginOptions {
  const { include = [], ...plugin } = options ?? {};
  const settings = createOptions(plugin, include, process.cwd());
  const key = cacheKey(settings);
  const transform = {
    order: 'pre',
    filter: { id: PROGRAM, ...(settings.plugin.mark === 'directive' && { code: /greenlet/ }) },
    handler(this: UnpluginBuildContext & UnpluginContext, code: string, id: string) {
      if (coverage !== null && COMPONENT.test(id)) return null;
      return transformFile(this, code, id, { settings, key, coverage });
    },
  };
  return {
    name: 'greenlets',
    enforce: 'pre',
    transform,
    vite: { config: () => ({ optimizeDeps: { include: RUNTIME } }) },
    ...keyedCaches(key),
  };
}

interface Setup {
  settings: CompileOptions;
  key: string | null;
  coverage: Coverage | null;
}

function transformFile(
  context: UnpluginBuildContext & UnpluginContext,
  code: string,
  id: string,
  { settings, key, coverage }: Setup,
): ReturnType<typeof transformForBundler> | null {
  const [filename = ''] = id.split('?');
  if (!isInProject(filename, settings) || !needsTransform(code, settings)) return null;
  if (coverage?.leaves(id, filename)) return code.includes('@greenlet') ? writeMarks(code, filename) : null;
  if (key === null) forbidCaching(context);
  const { warnings } = printing(settings, (message) => context.warn(message));
  const { code: compiled, map } = transformForBundler(code, filename, settings, warnings);
  // Rollup keeps `meta` with what it caches.
  return { code: compiled, map, ...(key !== null && { meta: { greenlets: key } }) };
}

/** Webpack and Rspack must compile the file anew in the next build. */
function forbidCaching({ getNativeBuildContext }: UnpluginBuildContext): void {
  const native = getNativeBuildContext?.() as { loaderContext?: { cacheable?: (flag: boolean) => void } } | undefined;
  native?.loaderContext?.cacheable?.(false);
}
