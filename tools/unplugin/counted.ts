import type { CoverageData } from '../babel/coverage-data.ts';
import { loadBabel } from '../compile/babel/babel.ts';
import { createOptions, type CompileOptions } from '../compile/options.ts';
import { needsTransform } from '../compile/project/scope.ts';
import { addsCounters, type Coverage, type Vitest } from './coverage.ts';
import { compileLate, type Context } from './late.ts';
import type { BundlerOptions } from './options.ts';
import { moveBehind, type OtherPlugin } from './other-plugins.ts';
import { addShadow } from './shadow.ts';

/** A plugin of Vite and Vitest, as far as it matters here. */
export interface CountedPlugin extends OtherPlugin {
  configResolved(config: { plugins: readonly OtherPlugin[] }): void;
  configureVitest(context: { vitest: Vitest }): void;
  transform(this: Context, code: string, id: string): { code: string; map: object | null } | null;
}

/** The plugin of Vite that compiles what is marked in files whose coverage Vitest counts. */
export function counted(coverage: Coverage, { include = [], ...plugin }: BundlerOptions = {}): CountedPlugin {
  const settings = createOptions(plugin, include, process.cwd());
  const own: CountedPlugin = {
    name: 'greenlets:counted',
    enforce: 'post',
    configResolved: ({ plugins }) => moveBehind(own, plugins as OtherPlugin[], addsCounters),
    configureVitest: ({ vitest }) => coverage.watch(vitest),
    transform(code, id) {
      if (!coverage.hasLeft(id) || !needsTransform(code, settings)) return null;
      const [filename = ''] = id.split('?');
      const compile = coverage.isByV8 ? compileForV8 : compileLate;
      return compile(code, filename, settings, (message) => this.warn(message));
    },
  };
  return own;
}

/** V8 counts what runs: it is given something to run where istanbul would count. */
function compileForV8(
  source: string,
  filename: string,
  settings: CompileOptions,
  warn: (message: string) => void,
): { code: string; map: object | null } {
  const found: CoverageData[] = [];
  const counters = loadBabel().counters(filename, (data) => void found.push(data));
  const compiled = compileLate(source, filename, settings, warn, [counters]);
  const [data] = found;
  return data === undefined ? compiled : addShadow(compiled, data);
}
