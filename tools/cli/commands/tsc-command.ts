import type { Command } from 'commander';
import { createOptions } from '../../compile/options.ts';
import { NoTypeScript } from '../../tsc/typescript.ts';
import { addReadingOptions, usable, type PluginOptions } from '../plugin-options.ts';
import { UsageError } from '../report.ts';

const NOTES = `
All other options are those of tsc, as -p, --noEmit, --watch and --build: npx tsc --help --all.
The compiler is the one that the project has installed, TypeScript 5.4 to 6.`;

/** Adds `greenlets tsc`. */
export function addTscCommand(program: Command): void {
  const command = program
    .command('tsc')
    .description('check types as tsc does, where fetch and the like have the types that they have in marked code')
    .argument('[args...]', 'for tsc')
    .allowUnknownOption()
    .addHelpText('after', NOTES);
  addReadingOptions(command).action(async (args: string[], options: Pick<PluginOptions, 'mark' | 'patch'>) => {
    const cwd = process.cwd();
    const { plugin } = usable(() => createOptions(options, [], cwd));
    const { runTsc } = await import('../../tsc/main.ts');
    try {
      runTsc(args, plugin, cwd);
    } catch (error) {
      throw error instanceof NoTypeScript ? new UsageError(error.message, { cause: error }) : error;
    }
  });
}
