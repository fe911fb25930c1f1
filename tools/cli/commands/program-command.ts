import type { Command } from 'commander';
import { addPluginOptions, type PluginOptions } from '../plugin-options.ts';

/** What the options of every command that runs a program parse to. */
export interface ProgramOptions extends PluginOptions {
  include?: string[];
}

/** Adds a command that runs a program, with what all such commands take. */
export function addProgramCommand(program: Command, name: string, description: string): Command {
  const command = program
    .command(name)
    .description(description)
    .argument('<file>', 'JavaScript or TypeScript, ES module or CommonJS')
    .argument('[args...]', 'for the program')
    .passThroughOptions();
  return addPluginOptions(command).option(
    '--include <glob>',
    'compile matching files in node_modules as well (repeatable)',
    append,
  );
}

function append(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
