import { spawnSync, type ChildProcess } from 'node:child_process';
import { getSystemErrorMap } from 'node:util';
import { relocate, type CallSite } from '../shared/call-site.ts';
import type { Request } from './arguments.ts';
import type { Result } from './run.ts';

/** The error of a child that could not be started, or was not left to end by itself; as `spawnSync` makes it. */
export function spawnError(
  { code = '' }: Pick<NodeJS.ErrnoException, 'code'>,
  request: Request,
  child: ChildProcess | null,
  site: CallSite,
): Error {
  const [path = '', ...spawnargs] =
    child === null ? commandLine(request) : [child.spawnfile, ...child.spawnargs.slice(1)];
  const syscall = `spawnSync ${path}`;
  const error = Object.assign(new Error(`${syscall} ${code}`), {
    errno: errnoOf(code),
    code,
    syscall,
    path,
    spawnargs,
  });
  return relocate(error, site);
}

function errnoOf(code: string): number | undefined {
  for (const [errno, [name]] of getSystemErrorMap()) if (name === code) return errno;
  return undefined;
}

/** What would have been started. */
function commandLine({ file, args, options: { shell } }: Request): readonly string[] {
  if (!shell) return [file, ...args];
  return [typeof shell === 'string' ? shell : '/bin/sh', '-c', [file, ...args].join(' ')];
}

let nothing: { stdout: never } | null = null;

/** What `spawnSync` returns of a child that could not be started. What stands for no output depends on the version of Node. */
export function failedResult(error: Error): Result {
  nothing ??= spawnSync('/dev/null/no-such-file') as unknown as { stdout: never };
  const { stdout } = nothing;
  return { error, status: null, signal: null, output: null as never, pid: 0, stdout, stderr: stdout };
}

/**
 * The error that `execSync` and `execFileSync` throw, if there is one.
 *
 * @param command what is said to have failed
 */
export function executionError(result: Result, command: string, site: CallSite): Error | null {
  if (result.error) return Object.assign(result.error, result);
  if (result.status === 0) return null;
  const { stderr } = result as { stderr: Buffer | string | null };
  const told = stderr !== null && stderr.length > 0 ? `\n${stderr.toString()}` : '';
  return relocate(Object.assign(new Error(`Command failed: ${command}${told}`), result), site);
}
