import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from '../compile/compile.ts';
import { formatOf } from '../compile/format.ts';
import type { ModuleFormat } from '../compile/format.ts';
import type { CompileOptions } from '../compile/options.ts';
import { isInProject, needsCompilation } from '../compile/scope.ts';
import { createFacade } from './facade.ts';
import type { ProgramInfo } from './program-info.ts';

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
  if (!url.startsWith('file:')) return null;
  const filename = fileURLToPath(url);
  if (!isInProject(filename, options)) return null;
  const source = readFileSync(filename, 'utf8');
  if (!needsCompilation(filename, source, options)) return null;
  const format = formatOf(filename, source);
  const { code } = compile({ filename, source, from: format, to: format, sourceMaps: 'inline', options });
  return { format, source: code, shortCircuit: true };
}

/** The same for `import`, which leaves CommonJS to `require`. */
export function loadForImport(url: string, program: ProgramInfo): LoadedModule | null {
  const loaded = loadCompiled(url, program.options);
  if (loaded?.format !== 'commonjs') return loaded;
  return { format: 'module', source: createFacade(fileURLToPath(url), program), shortCircuit: true };
}
