import { bundlers } from './index.ts';
import type { BundlerOptions } from './options.ts';

export type { BundlerOptions };

/** As the types of esbuild want it, which are not needed for this. */
export interface Plugin {
  name: string;
  /** Called by the bundler. */
  setup: (build: object) => void | Promise<void>;
}

/**
 * The plugin for esbuild: compiles what is marked, before any other plugin does anything to it.
 *
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export default function greenlets(options?: BundlerOptions): Plugin {
  return bundlers.esbuild(options) as Plugin;
}
