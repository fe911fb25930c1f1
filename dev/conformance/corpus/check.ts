import { basename } from 'node:path';
import { runJob } from './run-job.ts';
import type { Mode } from './mode.ts';
import type { Report } from './worker.ts';

/** A job and what came of it. */
export interface Outcome {
  name: string;
  untouched: Report | string;
  compiled: Report | string;
  stress: Report | string;
}

export interface Place {
  root: string;
  /** The file that worker processes run. */
  worker: string;
}

/** Runs a job in all modes, one after the other. */
export async function check(job: string, packages: string, { root, worker }: Place): Promise<Outcome> {
  const run = (mode: Mode): Promise<Report | string> => runJob(worker, root, { job, mode, packages });
  return {
    name: basename(job, '.cjs'),
    untouched: await run('untouched'),
    compiled: await run('compiled'),
    stress: await run('stress'),
  };
}

/** Whether the job came to the same result in all modes. */
export function isSame({ untouched, compiled, stress }: Outcome): boolean {
  if (typeof untouched === 'string' || typeof compiled === 'string' || typeof stress === 'string') return false;
  return compiled.result === untouched.result && stress.result === untouched.result;
}
