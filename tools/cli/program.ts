import { Command } from 'commander';
import type { CommanderError } from 'commander';
import { packageVersion } from '../compile/cache/version.ts';
import { addCheckCommand } from './commands/check-command.ts';
import { addCompileCommand } from './commands/compile-command.ts';
import { addDumpCommand } from './commands/dump-command.ts';
import { addProfileCommand } from './commands/profile-command.ts';
import { addRunCommand } from './commands/run-command.ts';
import { addTscCommand } from './commands/tsc-command.ts';
import { report } from './report.ts';

const WRONG_USAGE = 2;

/** Does what the command line says. */
export async function main(): Promise<void> {
  await createProgram().parseAsync().catch(report);
}

function createProgram(): Command {
  const program = new Command('greenlets')
    .description('Runs programs whose functions marked with "use greenlet" wait without blocking the others.')
    .version(packageVersion())
    // What follows the file belongs to the program that is run.
    .enablePositionalOptions()
    .exitOverride(exit);
  addRunCommand(program);
  addCompileCommand(program);
  addDumpCommand(program);
  addProfileCommand(program);
  addCheckCommand(program);
  addTscCommand(program);
  return program;
}

/** The errors that commander itself finds are wrong usage, which exits with 2; the help that it shows instead is not. */
function exit({ code, exitCode }: CommanderError): never {
  const isWrongUsage = exitCode === 1 && code.startsWith('commander.') && code !== 'commander.help';
  process.exit(isWrongUsage ? WRONG_USAGE : exitCode);
}
