import { bundlers } from './index.ts';
import type { BundlerOptions } from './options.ts';

export type { BundlerOptions };

/** As the types of Rspack want it, which are not needed for this. */
export interface Plugin {
  /** Called by the bundler. */
  apply: (compiler: object) => void;
}

/**
 * The plugin for Rspack: compiles what is marked, before any other plugin does anything to it.
 *
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export default function greenlets(options?: BundlerOptions): Plugin {
  return bundlers.rspack(options) as Plugin;
}
