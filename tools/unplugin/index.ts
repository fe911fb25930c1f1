import { createUnplugin } from 'unplugin';
import type { UnpluginBuildContext, UnpluginContext, UnpluginOptions } from 'unplugin';
import { createOptions } from '../compile/options.ts';
import type { CompileOptions } from '../compile/options.ts';
import { printing } from '../compile/printing.ts';
import { isInProject, needsTransform } from '../compile/project/scope.ts';
import { cacheKey } from '../compile/cache/cache-key.ts';
import { COMPONENT } from './components.ts';
import type { BundlerOptions } from './options.ts';
import { keyedCaches } from './keyed-caches.ts';
import { transformForBundler } from './transform.ts';

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
  (options: BundlerOptions | undefined, { framework }): UnpluginOptions => {
    const { include = [], ...plugin } = options ?? {};
    const settings = createOptions(plugin, include, process.cwd());
    const key = cacheKey(settings);
    const transform = {
      order: 'pre',
      filter: { id: PROGRAM, ...(settings.plugin.mark === 'directive' && { code: /greenlet/ }) },
      handler(this: UnpluginBuildContext & UnpluginContext, code: string, id: string) {
        // Vite has another plugin for these.
        if (framework === 'vite' && COMPONENT.test(id)) return null;
        return transformFile(this, code, id, settings, key);
      },
    };
    return {
      name: 'greenlets',
      enforce: 'pre',
      transform,
      vite: { config: () => ({ optimizeDeps: { include: RUNTIME } }) },
      ...keyedCaches(key),
    };
  },
);

function transformFile(
  context: UnpluginBuildContext & UnpluginContext,
  code: string,
  id: string,
  settings: CompileOptions,
  key: string | null,
): ReturnType<typeof transformForBundler> | null {
  const [filename = ''] = id.split('?');
  if (!isInProject(filename, settings) || !needsTransform(code, settings)) return null;
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
