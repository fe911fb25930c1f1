import type { Options } from '../../plugin/interface/options.ts';

/** The options of `greenlets/vite` and its siblings: those of the Babel plugin that matter there, and `include`. */
export interface BundlerOptions extends Pick<Options, 'mark' | 'stress' | 'patch' | 'types' | 'tailFrames'> {
  /** Globs of files in `node_modules` that are compiled as well, relative to the working directory. */
  include?: string[];
  /**
   * Whether to warn of calls in marked functions that freeze the process. By default, builds warn whose `BABEL_ENV` or `NODE_ENV`
   * is "development", which it is where nothing says otherwise.
   */
  warnings?: boolean | null;
}
