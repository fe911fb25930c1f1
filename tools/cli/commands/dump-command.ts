import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { UsageError } from '../report.ts';

const SIGNAL = 'SIGUSR2';

/** Adds `greenlets dump`. */
export function addDumpCommand(program: Command): void {
  program
    .command('dump')
    .description('let a running program print what its greenlets do, on its standard error')
    .argument('<pid>', 'the process, which was started by `greenlets run` or with greenlets/register')
    .action(dump);
}

/** @throws {UsageError} if there is no such process, or if the signal would end it */
function dump(pid: string): void {
  if (!/^[1-9]\d*$/.test(pid)) throw new UsageError(`expected the number of a process, got "${pid}"`);
  if (listens(pid) === false) {
    throw new UsageError(
      `process ${pid} does not listen for ${SIGNAL}, which would end it: was it started by \`greenlets run\`?`,
    );
  }
  try {
    process.kill(Number(pid), SIGNAL);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH')
      throw new UsageError(`there is no process ${pid}`);
    throw new UsageError(`process ${pid} cannot be told: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Whether a process handles the signal; null where the system does not tell, or there is no such process. */
function listens(pid: string): boolean | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
  const [, caught] = /^SigCgt:\s*([0-9a-f]+)/m.exec(status) ?? [];
  if (caught === undefined) return null;
  return ((BigInt(`0x${caught}`) >> BigInt(constants.signals[SIGNAL] - 1)) & 1n) === 1n;
}
