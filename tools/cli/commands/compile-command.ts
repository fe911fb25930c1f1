import { Option } from 'commander';
import type { Command } from 'commander';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TypeSource } from '../../../plugin/index.ts';
import { createOptions } from '../../compile/options.ts';
import { compileFiles } from '../compile-files.ts';
import { addPluginOptions, usable } from '../plugin-options.ts';
import type { PluginOptions } from '../plugin-options.ts';
import { UsageError } from '../report.ts';

interface CompileCommandOptions extends PluginOptions {
  outDir?: string;
  passes?: boolean;
  sourceMaps?: boolean;
  types?: string;
}

/** Adds `greenlets compile`. */
export function addCompileCommand(program: Command): void {
  const command = program
    .command('compile')
    .description('print what files are compiled to, or write it to a folder')
    .argument('<files...>', 'JavaScript or TypeScript, or folders of it')
    .option('--out-dir <folder>', 'write files there instead of printing')
    .option('--source-maps', 'with source maps: beside the files written, inside what is printed')
    .addOption(
      new Option('--passes', 'print the program after each pass of the compiler').conflicts(['outDir', 'sourceMaps']),
    )
    .option('--types <tsconfig>', 'ask the type checker which calls are those of builtins (needs ts-morph)');
  addPluginOptions(command).action(async (files: string[], options: CompileCommandOptions) => {
    const { outDir, passes = false, sourceMaps = false, types, ...plugin } = options;
    const asked = { ...plugin, types: types === undefined ? null : await loadTypes(types) };
    compileFiles(files, { outDir, passes, sourceMaps, options: usable(() => createOptions(asked, [], process.cwd())) });
  });
}

/** @throws {UsageError} if there is no such file, or no type checker */
async function loadTypes(tsConfig: string): Promise<TypeSource> {
  const path = resolve(tsConfig);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError(`cannot find ${tsConfig}`);
  try {
    const { typesOf } = await import('../../types/index.ts');
    return typesOf(path);
  } catch (error) {
    throw new UsageError(`--types needs the package ts-morph: npm install --save-dev ts-morph`, { cause: error });
  }
}
