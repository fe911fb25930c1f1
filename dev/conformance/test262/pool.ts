import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Realms that import modules are never freed: more tests in one process take memory and ever more time. */
const FILES_PER_WORKER = 600;
/** A file that has not answered by then has hung (ms), unless another limit is given. */
const TIME_LIMIT = 60_000;
/** How many files a worker has at hand, so that it never waits for the next one. */
const AHEAD = 4;

/** What a worker process reports about a file. */
interface AboutFile {
  file: string;
}

export interface Work<R extends AboutFile> {
  /** The program of the workers, and its arguments. */
  program: string;
  args: readonly string[];
  files: readonly string[];
  jobs?: number | undefined;
  timeLimit?: number;
  onReport: (report: R) => void;
  /** Called for a file that ended or hung its process. */
  onLost: (file: string, how: string) => void;
}

/** Checks the files in worker processes. */
export async function runPool<R extends AboutFile>(work: Work<R>): Promise<void> {
  const queue = [...work.files].reverse();
  const jobs = work.jobs ?? availableParallelism();
  await Promise.all(Array.from({ length: jobs }, () => runWorkers(queue, work)));
}

async function runWorkers<R extends AboutFile>(queue: string[], work: Work<R>): Promise<void> {
  while (queue.length > 0) await runWorker(queue, work);
}

/** Runs one worker until it has done its share, or fails. What it leaves undone goes back to the queue. */
function runWorker<R extends AboutFile>(queue: string[], work: Work<R>): Promise<void> {
  const { program, args, timeLimit = TIME_LIMIT, onReport, onLost } = work;
  const worker = fork(program, args, {
    execArgv: ['--experimental-vm-modules', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const pending: string[] = [];
  let share = FILES_PER_WORKER;
  let watchdog = setTimeout(() => worker.kill('SIGKILL'), timeLimit);

  function feed(): void {
    while (pending.length < AHEAD && share > 0 && queue.length > 0) {
      const file = queue.pop() as string;
      share--;
      pending.push(file);
      worker.send(file);
    }
    if (pending.length === 0) worker.disconnect();
  }

  worker.on('message', (report: R) => {
    pending.splice(pending.indexOf(report.file), 1);
    clearTimeout(watchdog);
    watchdog = setTimeout(() => worker.kill('SIGKILL'), timeLimit);
    onReport(report);
    feed();
  });
  feed();
  return ended(worker).then((how) => {
    clearTimeout(watchdog);
    const [culprit, ...rest] = pending;
    if (culprit !== undefined) onLost(culprit, how);
    queue.push(...rest.reverse());
  });
}

/** Resolves to what ended the process: an exit code or a signal. */
function ended(worker: ChildProcess): Promise<string> {
  return new Promise((resolve) => worker.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)));
}
