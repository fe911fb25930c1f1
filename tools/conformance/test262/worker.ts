import { join, resolve } from 'node:path';
import plugin from '../../../plugin/index.ts';
import { check, type Compared, type Result } from './check.ts';
import type { Equipment } from './execute.ts';
import { Harness } from './harness.ts';
import { createRuntimeScript } from './runtime-script.ts';
import { serve } from './serve.ts';
import { Translator } from './translate.ts';

/** What a worker reports: the results of one test. */
export interface Report {
  file: string;
  results: Result[];
  /** What ended the worker in the middle of the test. */
  lost?: string;
}

/** The program of a worker process: checks the tests that the runner sends it, one after the other. */
export function main([, suite = '', ...modes]: string[]): void {
  const equipment: Equipment = {
    harness: new Harness(suite),
    translator: new Translator(plugin),
    runtimeScript: createRuntimeScript(resolve(__dirname, '../../..'), plugin),
  };
  serve(async (file) => {
    const results = await check(join(suite, file), modes as Compared[], equipment);
    return { file, results } satisfies Report;
  });
}
