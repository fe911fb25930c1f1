import { components } from './components.ts';
import { counted } from './counted.ts';
import { Coverage } from './coverage.ts';
import { vitePlugin } from './index.ts';
import type { BundlerOptions } from './options.ts';

export type { BundlerOptions };

/** As the types of Vite want it, which are not needed for this. */
export interface Plugin {
  name: string;
}

/**
 * The plugins for Vite: compile what is marked, before any other plugin does anything to it; in components, when they have
 * become JavaScript, and in files that Vitest counts the coverage of, when it has put its counters there.
 *
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export default function greenlets(options?: BundlerOptions): Plugin[] {
  const coverage = new Coverage();
  return [vitePlugin(options, coverage) as Plugin, components(options), counted(coverage, options)];
}
