import { createOptions } from '../compile/options.ts';
import { isOfProgram, needsTransform } from '../compile/project/scope.ts';
import { compileLate, type Context } from './late.ts';
import type { BundlerOptions } from './options.ts';
import { moveBehind, type OtherPlugin } from './other-plugins.ts';

/** What another plugin makes JavaScript of: components, and modules of Svelte, whose variables are not what they seem. */
export const COMPONENT = /\.(?:vue|astro|svelte(?:\.[jt]s)?)(?:\?(?!.*\btype=style\b)|$)/;

/** A plugin of Vite, as far as it matters here. */
export interface ComponentPlugin extends OtherPlugin {
  configResolved(config: { plugins: readonly OtherPlugin[] }): void;
  transform(this: Context, code: string, id: string): { code: string; map: object | null } | null;
}

/** The plugin of Vite that compiles what is marked in components, when their own plugin has made JavaScript of them. */
export function components({ include = [], ...plugin }: BundlerOptions = {}): ComponentPlugin {
  const settings = createOptions(plugin, include, process.cwd());
  const own: ComponentPlugin = {
    name: 'greenlets:components',
    enforce: 'post',
    configResolved: ({ plugins }) => moveBehind(own, plugins as OtherPlugin[], isLate),
    transform(code, id) {
      const [filename = ''] = id.split('?');
      const isWanted = COMPONENT.test(id) && isOfProgram(filename, settings) && needsTransform(code, settings);
      return isWanted ? compileLate(code, filename, settings, (message) => this.warn(message)) : null;
    },
  };
  return own;
}

/** What compiles modules of Svelte comes after all others as well: in whatever order the user lists them, this one is behind it. */
function isLate({ name, enforce }: OtherPlugin): boolean {
  return enforce === 'post' && !name.startsWith('vite:');
}
