import { bundlers } from './index.ts';
import { components } from './components.ts';
import type { BundlerOptions } from './options.ts';

export type { BundlerOptions };

/** As the types of Vite want it, which are not needed for this. */
export interface Plugin {
  name: string;
}

/**
 * The plugins for Vite: compile what is marked, before any other plugin does anything to it; in components, when they have become JavaScript.
 *
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export default function greenlets(options?: BundlerOptions): Plugin[] {
  return [bundlers.vite(options) as Plugin, components(options)];
}
