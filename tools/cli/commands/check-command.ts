import { Option } from 'commander';
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { createOptions } from '../../compile/options.ts';
import type { CheckRequest } from '../../check/main.ts';
import { addReadingOptions, usable } from '../plugin-options.ts';
import type { PluginOptions } from '../plugin-options.ts';
import { UsageError } from '../report.ts';

interface CheckOptions extends Pick<PluginOptions, 'mark' | 'patch'> {
  tsconfig?: string;
  json?: boolean;
  sarif?: boolean;
  fix?: boolean;
}

const NOTES = `
The first line tells how many of the functions that may block are marked, and what is in the way.
Exit code 1: there are errors. 2: wrong use.`;

/** Adds `greenlets check`. */
export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .description('find forgotten marks, and code that cannot wait, without running the program (needs ts-morph)')
    .argument('[paths...]', 'files or folders to look at; the whole project if there are none')
    .option('--tsconfig <file>', 'the project (default: tsconfig.json, or all files below the working directory)')
    .addOption(new Option('--json', 'print JSON').conflicts('sarif'))
    .option('--sarif', 'print SARIF')
    .option('--fix', 'add marks that are missing, and correct those that are misspelt')
    .addHelpText('after', NOTES);
  addReadingOptions(command).action(async (paths: string[], options: CheckOptions) => {
    const { tsconfig, json = false, sarif = false, fix = false, ...plugin } = options;
    expectFiles(paths, tsconfig);
    const { plugin: resolved } = usable(() => createOptions(plugin, [], process.cwd()));
    const format = json ? 'json' : sarif ? 'sarif' : 'text';
    const checkProject = await loadCheck();
    const hasErrors = checkProject({ tsConfig: tsconfig, paths, format, fix, options: resolved });
    if (hasErrors === null) throw new UsageError(`found no file to check in ${whereIn(paths, tsconfig)}`);
    if (hasErrors) process.exitCode = 1;
  });
}

function whereIn(paths: readonly string[], tsConfig: string | undefined): string {
  return paths.length > 0 ? paths.join(', ') : `the project${tsConfig === undefined ? '' : ` of ${tsConfig}`}`;
}

/** @throws {UsageError} if something that is named does not exist */
function expectFiles(paths: readonly string[], tsConfig: string | undefined): void {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new UsageError(`cannot find ${missing}`);
  const isFile = tsConfig === undefined || statSync(tsConfig, { throwIfNoEntry: false })?.isFile() === true;
  if (!isFile) throw new UsageError(`cannot find ${tsConfig}`);
}

/** @throws {UsageError} if there is no type checker */
async function loadCheck(): Promise<(request: CheckRequest) => boolean | null> {
  try {
    const { checkProject } = await import('../../check/main.ts');
    return checkProject;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw error;
    throw new UsageError('check needs the package ts-morph: npm install --save-dev ts-morph', { cause: error });
  }
}
