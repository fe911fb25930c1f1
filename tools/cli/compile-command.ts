import type { Command } from 'commander';
import { createOptions } from '../compile/options.ts';
import { compileFiles } from './compile-files.ts';
import { addPluginOptions } from './plugin-options.ts';
import type { PluginOptions } from './plugin-options.ts';

interface CompileCommandOptions extends PluginOptions {
  outDir?: string;
  sourceMaps?: boolean;
}

/** Adds `greenlets compile`. */
export function addCompileCommand(program: Command): void {
  const command = program
    .command('compile')
    .description('print what files are compiled to, or write it to a folder')
    .argument('<files...>', 'JavaScript or TypeScript')
    .option('--out-dir <folder>', 'write files there instead of printing')
    .option('--source-maps', 'with source maps: beside the files written, inside what is printed');
  addPluginOptions(command).action(
    (files: string[], { outDir, sourceMaps = false, ...plugin }: CompileCommandOptions) => {
      compileFiles(files, { outDir, sourceMaps, options: createOptions(plugin, [], process.cwd()) });
    },
  );
}
