import type { UnpluginOptions } from 'unplugin';

/** A cache of webpack or Rspack, as far as it matters here. */
interface CacheOptions {
  type?: string;
  version?: string;
}

interface CompilerWithCache {
  options: { cache?: boolean | CacheOptions; experiments?: { cache?: boolean | CacheOptions } };
}

interface FarmConfig {
  compilation?: { persistentCache?: unknown };
}

/** What Rollup remembers of a module. */
interface CachedModule {
  code: string;
  meta: Record<string, unknown>;
}

/**
 * Makes the persistent caches of bundlers forget what another version of the compiler, or one with other options, has made.
 *
 * @param key names version and options; null: nothing may be cached
 */
export function keyedCaches(key: string | null): Pick<UnpluginOptions, 'webpack' | 'rspack' | 'rollup' | 'farm'> {
  const addToCompiler = (compiler: object): void => {
    const { options } = compiler as CompilerWithCache;
    addKey(options.cache, key);
    addKey(options.experiments?.cache, key);
  };
  return {
    webpack: addToCompiler,
    rspack: addToCompiler,
    rollup: {
      // What has no key was not compiled, and only what has the word can have been.
      shouldTransformCachedModule: ({ code, meta }: CachedModule) =>
        'greenlets' in meta ? key === null || meta.greenlets !== key : code.includes('greenlet'),
    },
    farm: {
      config: (config: FarmConfig) => ({
        ...config,
        compilation: { ...config.compilation, persistentCache: farmCache(config, key) },
      }),
    } as never,
  };
}

/** The version of a persistent cache: another one makes the bundler start anew. */
function addKey(cache: boolean | CacheOptions | undefined, key: string | null): void {
  if (typeof cache !== 'object' || (cache.type !== 'filesystem' && cache.type !== 'persistent')) return;
  cache.version = `${cache.version ?? ''}|greenlets ${key ?? ''}`;
}

function farmCache({ compilation }: FarmConfig, key: string | null): unknown {
  const cache = compilation?.persistentCache ?? true;
  if (cache === false || key === null) return false;
  const settings = cache === true ? {} : (cache as { envs?: Record<string, string> });
  return { ...settings, envs: { ...settings.envs, GREENLETS: key } };
}
