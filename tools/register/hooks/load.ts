import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCached, printWarnings } from '../../compile/cache/compile-cached.ts';
import type { Outcome } from '../../compile/cache/start-file.ts';
import type { Glance, Purpose, StartIndex } from '../../compile/cache/start-index.ts';
import { formatOf, isMisdeclared } from '../../compile/project/format.ts';
import type { ModuleFormat } from '../../compile/project/format.ts';
import { withoutStrangeSourceMap } from '../../compile/input-source-map.ts';
import { isRunInProject, needsCompilation } from '../../compile/project/scope.ts';
import { formatForImport } from '../../compile/top-level.ts';
import type { FoundFile } from './direct-resolution.ts';
import { createFacade } from './facade.ts';
import type { ProgramInfo } from '../program-info.ts';

/** The result of a load hook. */
export interface LoadedModule {
  format: ModuleFormat;
  source: string;
  shortCircuit: true;
}

/** Loads the modules of a program that must be compiled. */
export class ModuleLoader {
  readonly #program: ProgramInfo;
  readonly #index: StartIndex | null;

  /** @param index what is known of the last start */
  constructor(program: ProgramInfo, index: StartIndex | null) {
    this.#program = program;
    this.#index = index;
  }

  /**
   * Null if Node can load the module as it is.
   *
   * @param found the file, if somebody has found it just now
   * @throws {CompileError} if the source is at fault
   */
  load(url: string, purpose: Purpose, found?: FoundFile): LoadedModule | null {
    if (!url.startsWith('file:')) return null;
    const { options } = this.#program;
    const filename = found?.path ?? fileURLToPath(url);
    if (!isRunInProject(filename, options)) return null;
    const glance = this.#index?.glance(filename, found?.stats) ?? null;
    const known = glance === null ? null : this.#index?.find(filename, purpose, glance);
    if (known === null || known === undefined) return this.#read(filename, purpose, glance);
    printWarnings(known.warnings, options);
    return loaded(known);
  }

  #read(filename: string, purpose: Purpose, glance: Glance | null): LoadedModule | null {
    const source = readFileSync(filename, 'utf8');
    const outcome = this.#translate(filename, source, purpose);
    // An import of CommonJS depends on all that the file exports again.
    if (outcome === null)
      return { format: 'module', source: createFacade(filename, this.#program), shortCircuit: true };
    if (glance !== null && !dependsOnMap(source)) this.#index?.note(filename, purpose, glance, source, outcome);
    return loaded(outcome);
  }

  /** Null if it is CommonJS that is imported: that is left to `require`, unless it must be an ES module. */
  #translate(filename: string, source: string, purpose: Purpose): Outcome | null {
    const { options } = this.#program;
    if (!needsCompilation(filename, source, options) && isLoadedByNode(filename, source)) return LEFT_TO_NODE;
    const format = purpose === 'import' ? formatForImport(filename, source) : formatOf(filename, source);
    if (purpose === 'import' && format === 'commonjs') return null;
    return { format, ...compileCached({ filename, source, from: format, to: format, options }) };
  }
}

const LEFT_TO_NODE: Outcome = { format: null, code: '', warnings: [], map: null };

function loaded({ format, code }: Outcome): LoadedModule | null {
  return format === null ? null : { format, source: code, shortCircuit: true };
}

/** Whether there may be a source map, which is another file. */
function dependsOnMap(source: string): boolean {
  return source.includes('sourceMappingURL=');
}

/** Whether Node takes the file for what it is. */
function isLoadedByNode(filename: string, source: string): boolean {
  return isHarmless(filename, source) && !isMisdeclared(filename, source);
}

/** Whether Node can read what the file names as its source map. A pipe would make it wait for ever. */
function isHarmless(filename: string, source: string): boolean {
  return withoutStrangeSourceMap(filename, source) === source;
}
