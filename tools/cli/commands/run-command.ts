import type { Command } from 'commander';
import { createRunOptions } from '../../compile/options.ts';
import { usable } from '../plugin-options.ts';
import { addProgramCommand, type ProgramOptions } from './program-command.ts';
import { UsageError } from '../report.ts';
import { run } from '../run.ts';

interface RunOptions extends ProgramOptions {
  trace?: string;
}

const NOTES = `
TypeScript and JSX are translated, types are not checked. The Babel configuration of the project is not used.
Options after the file belong to the program. The same without this command, as for worker threads:
  GREENLETS_OPTIONS='{"mark": "all"}' node --import greenlets/register <file>`;

/** Adds `greenlets run`. */
export function addRunCommand(program: Command): void {
  addProgramCommand(program, 'run', 'compile a program and what it imports on the fly, and run it')
    .addHelpText('after', NOTES)
    .option('--trace <file>', 'write what greenlets do as a timeline, for https://ui.perfetto.dev')
    .action(async (file: string, args: string[], { include = [], trace, ...plugin }: RunOptions) => {
      if (trace !== undefined) await startTrace(trace);
      await run(
        file,
        args,
        usable(() => createRunOptions(plugin, include, process.cwd())),
      );
    });
}

/** All copies of the runtime share one hub, so this one sees the greenlets of any. */
async function startTrace(file: string): Promise<void> {
  const { trace } = await import('../../../runtime/observe/index.ts');
  try {
    trace({ file });
  } catch (error) {
    throw new UsageError(`cannot write the trace: ${error instanceof Error ? error.message : String(error)}`);
  }
}
