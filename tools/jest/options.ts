import type { Options } from '../../plugin/interface/options.ts';

/** The options of `greenlets/jest`: those of the Babel plugin that matter there, and who transforms besides. */
export interface JestOptions extends Pick<Options, 'mark' | 'stress' | 'patch' | 'warnings' | 'tailFrames'> {
  /**
   * The transformer that does the rest, as `babel-jest` (the default), `ts-jest` or `@swc/jest`; with options of its own:
   * `['ts-jest', { tsconfig: 'tsconfig.test.json' }]`.
   */
  transformer?: string | [name: string, options: object];
  /** Globs of files in `node_modules` that are compiled as well, relative to the working directory. */
  include?: string[];
}
