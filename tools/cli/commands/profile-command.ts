import type { Command } from 'commander';
import { createOptions } from '../../compile/options.ts';
import { findEntry } from '../entry.ts';
import { hasMarks } from '../profile/marked-program.ts';
import { recordProgram } from '../profile/record.ts';
import { usable } from '../plugin-options.ts';
import { addProgramCommand, type ProgramOptions } from './program-command.ts';
import { run } from '../run.ts';

interface ProfileOptions extends ProgramOptions {
  json?: string;
  html?: string;
}

const NOTES = `
If nothing in the program is marked, all of its functions are taken as marked, so that you see what marks would bring.
The profile is printed on the standard error when the program ends. Options after the file belong to the program.`;

/** Adds `greenlets profile`. */
export function addProfileCommand(program: Command): void {
  const description = 'run a program, and tell where it waits, where it computes, and what greenlets would bring';
  addProgramCommand(program, 'profile', description)
    .addHelpText('after', NOTES)
    .option('--json <file>', 'write the profile as JSON, too')
    .option('--html <file>', 'write the profile as a page, too')
    .action(async (file: string, args: string[], { include = [], json, html, ...plugin }: ProfileOptions) => {
      const entry = findEntry(file);
      const isPlain = plugin.mark !== 'all' && !hasMarks(entry);
      const asked = isPlain ? ({ ...plugin, mark: 'all' } as const) : plugin;
      // It is to tell where each wait is, also one in a function that has nothing else to do.
      const chosen = usable(() => createOptions({ ...asked, tailFrames: true }, include, process.cwd()));
      const options = isPlain ? { ...chosen, topLevelsOf: entry } : chosen;
      await recordProgram({ program: entry, isPlain, options, json, html });
      await run(file, args, options);
    });
}
