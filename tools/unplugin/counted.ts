import { createOptions } from '../compile/options.ts';
import { needsTransform } from '../compile/project/scope.ts';
import { goBehindCounters, type Coverage, type OtherPlugin, type Vitest } from './coverage.ts';
import { compileLate, type Context } from './late.ts';
import type { BundlerOptions } from './options.ts';

/** A plugin of Vite and Vitest, as far as it matters here. */
export interface CountedPlugin extends OtherPlugin {
  configResolved(config: { plugins: readonly OtherPlugin[] }): void;
  configureVitest(context: { vitest: Vitest }): void;
  transform(this: Context, code: string, id: string): { code: string; map: object | null } | null;
}

/** The plugin of Vite that compiles what is marked in files that Vitest has put counters of coverage into. */
export function counted(coverage: Coverage, { include = [], ...plugin }: BundlerOptions = {}): CountedPlugin {
  const settings = createOptions(plugin, include, process.cwd());
  const own: CountedPlugin = {
    name: 'greenlets:counted',
    enforce: 'post',
    configResolved: ({ plugins }) => goBehindCounters(own, plugins as OtherPlugin[]),
    configureVitest: ({ vitest }) => coverage.watch(vitest),
    transform(code, id) {
      if (!coverage.hasLeft(id) || !needsTransform(code, settings)) return null;
      const [filename = ''] = id.split('?');
      return compileLate(code, filename, settings, (message) => this.warn(message));
    },
  };
  return own;
}
