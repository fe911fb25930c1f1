import type { Command } from 'commander';
import { createOptions } from '../compile/options.ts';
import { findEntry } from './entry.ts';
import { addPluginOptions } from './plugin-options.ts';
import type { PluginOptions } from './plugin-options.ts';
import { hasMarks } from './profile/marked-program.ts';
import { recordProgram } from './profile/record.ts';
import { run } from './run.ts';
import { append } from './run-command.ts';

interface ProfileOptions extends PluginOptions {
  include?: string[];
  json?: string;
  html?: string;
}

const NOTES = `
If nothing in the program is marked, all of its functions are taken as marked, so that you see what marks would bring.
The profile is printed on the standard error when the program ends. Options after the file belong to the program.`;

/** Adds `greenlets profile`. */
export function addProfileCommand(program: Command): void {
  const command = program
    .command('profile')
    .description('run a program, and tell where it waits, where it computes, and what greenlets would bring')
    .argument('<file>', 'JavaScript or TypeScript, ES module or CommonJS')
    .argument('[args...]', 'for the program')
    .passThroughOptions();
  addPluginOptions(command)
    .addHelpText('after', NOTES)
    .option('--include <glob>', 'compile matching files in node_modules as well (repeatable)', append)
    .option('--json <file>', 'write the profile as JSON, too')
    .option('--html <file>', 'write the profile as a page, too')
    .action(async (file: string, args: string[], { include = [], json, html, ...plugin }: ProfileOptions) => {
      const entry = findEntry(file);
      const isPlain = plugin.mark !== 'all' && !hasMarks(entry);
      const asked = isPlain ? ({ ...plugin, mark: 'all' } as const) : plugin;
      const options = createOptions(asked, include, process.cwd());
      await recordProgram({ program: entry, isPlain, options, json, html });
      await run(file, args, options);
    });
}
