import { compileTranslated } from '../compile/compile-translated.ts';
import { createOptions, type CompileOptions } from '../compile/options.ts';
import { printing } from '../compile/printing.ts';
import { isOfProgram, needsTransform } from '../compile/project/scope.ts';
import type { BundlerOptions } from './options.ts';

/** What another plugin makes JavaScript of: components, and modules of Svelte, whose variables are not what they seem. */
export const COMPONENT = /\.(?:vue|astro|svelte(?:\.[jt]s)?)(?:\?(?!.*\btype=style\b)|$)/;

interface Context {
  warn(message: string): void;
}

/** A plugin of Vite, as far as it matters here. */
export interface ComponentPlugin {
  name: string;
  enforce: 'post';
  transform(this: Context, code: string, id: string): { code: string; map: object | null } | null;
}

/** The plugin of Vite that compiles what is marked in components, when their own plugin has made JavaScript of them. */
export function components({ include = [], ...plugin }: BundlerOptions = {}): ComponentPlugin {
  const settings = createOptions(plugin, include, process.cwd());
  return {
    name: 'greenlets:components',
    enforce: 'post',
    transform(code, id) {
      const [filename = ''] = id.split('?');
      const isWanted = COMPONENT.test(id) && isOfProgram(filename, settings) && needsTransform(code, settings);
      return isWanted ? compileComponent(code, filename, settings, (message) => this.warn(message)) : null;
    },
  };
}

function compileComponent(
  source: string,
  filename: string,
  settings: CompileOptions,
  warn: (message: string) => void,
): { code: string; map: object | null } {
  const options = { ...settings, plugin: { ...settings.plugin, ...printing(settings, warn) } };
  return compileTranslated({ source, map: false, filename, sourceType: 'module', options });
}
