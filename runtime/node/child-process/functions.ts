import childProcess from 'node:child_process';
import process from 'node:process';
import type { CallSite } from '../shared/call-site.ts';
import type { Asynchronous } from '../shared/cooperative.ts';
import { cooperateAll } from '../shared/functions.ts';
import type { Abandonment } from '../shared/operation.ts';
import { commandOf, isOddCommand, isOddExecution, isOddSpawn, requestOf, type Request } from './arguments.ts';
import { executionError } from './errors.ts';
import { runChild } from './run.ts';

type Name = 'execFileSync' | 'execSync' | 'spawnSync';

/** Runs a child, and returns what it printed. */
async function execute(
  request: Request,
  command: string,
  site: CallSite,
  abandonment: Abandonment,
): Promise<Buffer | string> {
  const result = await runChild(request, site, abandonment);
  const { stderr } = result as { stderr: Buffer | string | null };
  if (!request.options.stdio && stderr !== null) process.stderr.write(stderr);
  const error = executionError(result, command, site);
  if (error !== null) throw error;
  return result.stdout;
}

const asynchronous: Record<Name, Asynchronous> = {
  execFileSync: {
    isLong: true,
    staysSynchronous: isOddExecution,
    start: (args, site, abandonment) => {
      const request = requestOf(args);
      const { argv0 } = request.options;
      return execute(
        request,
        [argv0 === undefined || argv0 === '' ? request.file : argv0, ...request.args].join(' '),
        site,
        abandonment,
      );
    },
  },
  execSync: {
    isLong: true,
    staysSynchronous: isOddCommand,
    start: (args, site, abandonment) => execute(commandOf(args), args[0] as string, site, abandonment),
  },
  spawnSync: {
    isLong: true,
    staysSynchronous: isOddSpawn,
    start: (args, site, abandonment) => runChild(requestOf(args), site, abandonment),
  },
};

/** The names of the functions that have a cooperative version. */
export const implemented = Object.keys(asynchronous) as readonly Name[];

/** The cooperative functions. */
export const functions = cooperateAll('child_process', childProcess, asynchronous);
