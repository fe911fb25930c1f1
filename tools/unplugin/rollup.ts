import { bundlers } from './index.ts';
import type { BundlerOptions } from './options.ts';

export type { BundlerOptions };

/** As the types of Rollup want it, which are not needed for this. */
export interface Plugin {
  name: string;
}

/**
 * The plugin for Rollup: compiles what is marked, before any other plugin does anything to it.
 *
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export default function greenlets(options?: BundlerOptions): Plugin {
  return bundlers.rollup(options) as Plugin;
}
