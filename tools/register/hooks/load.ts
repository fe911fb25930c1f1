import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCached } from '../../compile/cache/compile-cached.ts';
import { formatOf, isMisdeclared } from '../../compile/project/format.ts';
import type { ModuleFormat } from '../../compile/project/format.ts';
import { withoutStrangeSourceMap } from '../../compile/input-source-map.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { isRunInProject, needsCompilation } from '../../compile/project/scope.ts';
import { formatForImport } from '../../compile/top-level.ts';
import { createFacade } from './facade.ts';
import type { ProgramInfo } from '../program-info.ts';

/** The result of a load hook. */
export interface LoadedModule {
  format: ModuleFormat;
  source: string;
  shortCircuit: true;
}

/**
 * Loads a module that must be compiled; null if Node can load it as it is.
 *
 * @throws {CompileError} if the source is at fault
 */
export function loadCompiled(url: string, options: CompileOptions): LoadedModule | null {
  return load(url, options, compileFile, formatOf);
}

/** The same for `import`, which leaves CommonJS to `require`, unless it must be an ES module. */
export function loadForImport(url: string, program: ProgramInfo): LoadedModule | null {
  const translate = (file: SourceFile, options: CompileOptions): LoadedModule =>
    file.format === 'commonjs' ? facadeOf(file.filename, program) : compileFile(file, options);
  return load(url, program.options, translate, formatForImport);
}

interface SourceFile {
  filename: string;
  source: string;
  format: ModuleFormat;
}

function load(
  url: string,
  options: CompileOptions,
  translate: (file: SourceFile, options: CompileOptions) => LoadedModule,
  decide: typeof formatOf,
): LoadedModule | null {
  if (!url.startsWith('file:')) return null;
  const filename = fileURLToPath(url);
  if (!isRunInProject(filename, options)) return null;
  const source = readFileSync(filename, 'utf8');
  if (!needsCompilation(filename, source, options) && isLoadedByNode(filename, source)) return null;
  return translate({ filename, source, format: decide(filename, source) }, options);
}

function compileFile({ filename, source, format }: SourceFile, options: CompileOptions): LoadedModule {
  const compiled = compileCached({ filename, source, from: format, to: format, options });
  return { format, source: compiled, shortCircuit: true };
}

function facadeOf(filename: string, program: ProgramInfo): LoadedModule {
  return { format: 'module', source: createFacade(filename, program), shortCircuit: true };
}

/** Whether Node takes the file for what it is. */
function isLoadedByNode(filename: string, source: string): boolean {
  return isHarmless(filename, source) && !isMisdeclared(filename, source);
}

/** Whether Node can read what the file names as its source map. A pipe would make it wait for ever. */
function isHarmless(filename: string, source: string): boolean {
  return withoutStrangeSourceMap(filename, source) === source;
}
