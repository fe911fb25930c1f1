import { fork } from 'node:child_process';
import type { Assignment, Report } from './worker.ts';

/** A whole run, compilation included, may take this long (ms). */
const TIME_LIMIT = 900_000;

/** Runs one job in one mode, in a process of its own. A process that dies is reported as a result. */
export async function runJob(worker: string, root: string, assignment: Assignment): Promise<Report | string> {
  // React's development build renders behind a native function, `console.createTask().run`.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork(worker, { cwd: root, env, execArgv: ['--max-old-space-size=6000'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT);
  child.send(assignment);
  try {
    return await new Promise((resolve) => {
      child.once('message', (report) => resolve(report as Report));
      child.once('exit', (code, signal) => resolve(`the process ended with ${String(code ?? signal)}`));
    });
  } finally {
    clearTimeout(timer);
  }
}
