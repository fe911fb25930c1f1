import { join, resolve } from 'node:path';
import plugin from '../../../plugin/index.ts';
import { createRuntimeScript } from '../test262/runtime-script.ts';
import { serve } from '../test262/serve.ts';
import { Translator } from '../test262/translate.ts';
import { compare, type Result } from './compare.ts';
import type { Performers } from './perform.ts';
import { suiteNamed } from './suites.ts';

/** What a worker reports: the results of the programs of one file. */
export interface Report {
  file: string;
  /** How many programs (or tests) the file holds, with those that do not pass untouched. */
  total: number;
  results: Result[];
}

/** The program of a worker process: checks the files of a suite that the runner sends it. */
export function main([, dir = '', name = '']: string[]): void {
  const suite = suiteNamed(name);
  const checkout = join(dir, name);
  const equipment: Performers = {
    translator: new Translator(plugin),
    runtimeScript: createRuntimeScript(resolve(__dirname, '../../..'), plugin),
  };
  serve(async (file) => {
    const report: Report = { file, total: 0, results: [] };
    for (const program of suite.read(checkout, file)) {
      const { total, results } = await compare(program, equipment);
      report.total += total;
      report.results.push(...results);
    }
    return report;
  });
}
