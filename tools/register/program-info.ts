import type { CompileOptions } from '../compile/options.ts';

/** What the hooks know of the program, in whichever thread they run. */
export interface ProgramInfo {
  options: CompileOptions;
  /** Absolute path of its first module, if it has one. */
  entry: string | undefined;
}
