import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Compared } from './check.ts';
import type { Report } from './worker.ts';

/** Realms are never freed completely: more tests in one process take memory and ever more time. */
const TESTS_PER_WORKER = 600;
/** A test that has not answered by then has hung (ms). */
const TIME_LIMIT = 60_000;
/** How many tests a worker has at hand, so that it never waits for the next one. */
const AHEAD = 4;

export interface Work {
  suite: string;
  files: readonly string[];
  modes: readonly Compared[];
  jobs?: number;
  /** Called for every test; one that ended or hung its process has no results. */
  onReport: (report: Report) => void;
}

/** Checks the tests in worker processes. */
export async function runPool(work: Work): Promise<void> {
  const queue = [...work.files].reverse();
  const jobs = work.jobs ?? availableParallelism();
  await Promise.all(Array.from({ length: jobs }, () => runWorkers(queue, work)));
}

async function runWorkers(queue: string[], work: Work): Promise<void> {
  while (queue.length > 0) await runWorker(queue, work);
}

/** Runs one worker until it has done its share, or fails. What it leaves undone goes back to the queue. */
function runWorker(queue: string[], { suite, modes, onReport }: Work): Promise<void> {
  const worker = fork(join(__dirname, 'start.js'), ['--worker', suite, ...modes], {
    execArgv: ['--experimental-vm-modules', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const pending: string[] = [];
  let share = TESTS_PER_WORKER;
  let watchdog = setTimeout(() => worker.kill('SIGKILL'), TIME_LIMIT);

  function feed(): void {
    while (pending.length < AHEAD && share > 0 && queue.length > 0) {
      const file = queue.pop() as string;
      share--;
      pending.push(file);
      worker.send(file);
    }
    if (pending.length === 0) worker.disconnect();
  }

  worker.on('message', (report: Report) => {
    pending.splice(pending.indexOf(report.file), 1);
    clearTimeout(watchdog);
    watchdog = setTimeout(() => worker.kill('SIGKILL'), TIME_LIMIT);
    onReport(report);
    feed();
  });
  feed();
  return ended(worker).then((how) => {
    clearTimeout(watchdog);
    const [culprit, ...rest] = pending;
    if (culprit !== undefined) onReport({ file: culprit, results: [], lost: how });
    queue.push(...rest.reverse());
  });
}

/** Resolves to what ended the process: an exit code or a signal. */
function ended(worker: ChildProcess): Promise<string> {
  return new Promise((resolve) => worker.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)));
}
