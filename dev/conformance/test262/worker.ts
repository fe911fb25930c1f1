import { join, resolve } from 'node:path';
import plugin from '../../../plugin/index.ts';
import { check, type Compared, type Result } from './check.ts';
import type { Equipment } from './execute.ts';
import { Harness } from './harness.ts';
import { readRuntimeModules } from './runtime-modules.ts';
import { createPublishedScript } from './runtime-script.ts';
import { serve } from './serve.ts';
import { Translator } from './translate.ts';

/** What a worker reports: the results of one test. */
export interface Report {
  file: string;
  results: Result[];
  /** What ended the worker in the middle of the test. */
  lost?: string;
}

/**
 * The program of a worker process: checks the tests that the runner sends it, one after the other. They run with the
 * published files of the runtime.
 */
export function main([, suite = '', helpers, ...modes]: string[]): void {
  const root = resolve(__dirname, '../../..');
  const translator = new Translator(plugin);
  const equipment: Equipment = {
    harness: new Harness(suite, helpers === 'plain' ? null : translator),
    translator,
    runtimeScript: createPublishedScript(root),
    runtimeModules: readRuntimeModules(root),
  };
  serve(async (file) => {
    const results = await check(join(suite, file), modes as Compared[], equipment);
    return { file, results } satisfies Report;
  });
}
