import type { Command } from 'commander';
import { createOptions } from '../compile/options.ts';
import { addPluginOptions } from './plugin-options.ts';
import type { PluginOptions } from './plugin-options.ts';
import { run } from './run.ts';

interface RunOptions extends PluginOptions {
  include?: string[];
}

const NOTES = `
TypeScript and JSX are translated, types are not checked. The Babel configuration of the project is not used.
Options after the file belong to the program. The same without this command, as for worker threads:
  GREENLETS_OPTIONS='{"mark": "all"}' node --import greenlets/register <file>`;

/** Adds `greenlets run`. */
export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .description('compile a program and what it imports on the fly, and run it')
    .argument('<file>', 'JavaScript or TypeScript, ES module or CommonJS')
    .argument('[args...]', 'for the program')
    .passThroughOptions();
  addPluginOptions(command)
    .addHelpText('after', NOTES)
    .option('--include <glob>', 'compile matching files in node_modules as well (repeatable)', append)
    .action((file: string, args: string[], { include = [], ...plugin }: RunOptions) =>
      run(file, args, createOptions(plugin, include, process.cwd())),
    );
}

function append(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
