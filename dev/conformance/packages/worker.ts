import plugin from '../../../plugin/index.ts';
import { serve } from '../test262/serve.ts';
import { compileFile, type Outcome } from './compile-file.ts';

export interface Report extends Outcome {
  file: string;
}

/** The program of a worker process: compiles the files that the runner sends it, one after the other. */
export function main(): void {
  serve((file) => Promise.resolve({ file, ...compileFile(file, plugin) } satisfies Report));
}
