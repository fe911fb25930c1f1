import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { type WorkerOptions } from 'node:worker_threads';
import type { CompileOptions } from '../compile/options.ts';
import { loaderUrl } from './hooks/loader-url.ts';

/**
 * Makes forked processes, workers of a cluster and worker threads compile what they load as this process does.
 *
 * Where the loader was given by `--import`, Node itself hands it on.
 */
export function compileInChildren(options: CompileOptions): void {
  const inherited = [...process.execArgv];
  const loader = ['--import', loaderUrl(options)];
  // `fork` and `cluster` hand these on.
  process.execArgv.push(...loader);
  workerThreads.Worker = workerWithLoader(inherited, loader);
  syncBuiltinESMExports();
}

/** Threads inherit the options that the process was started with, whatever is done to `process.execArgv`. */
function workerWithLoader(inherited: string[], loader: string[]): typeof workerThreads.Worker {
  return class Worker extends workerThreads.Worker {
    constructor(filename: string | URL, options: WorkerOptions = {}) {
      const { execArgv = inherited } = options;
      try {
        super(filename, { ...options, execArgv: [...execArgv, ...loader] });
      } catch (error) {
        if (options.execArgv !== undefined || !isInvalidArgv(error)) throw error;
        super(filename, { ...options, execArgv: loader });
      }
    }
  };
}

/** Whether the process was started with options that threads cannot have. */
function isInvalidArgv(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_INVALID_EXEC_ARGV';
}
