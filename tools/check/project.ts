import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { Project, ts, type ProjectOptions } from 'ts-morph';
import type { FileFacts } from '../../plugin/explain/facts.ts';
import type { ResolvedOptions } from '../../plugin/interface/options.ts';
import { SOURCE_EXTENSIONS } from '../compile/language.ts';
import { readFacts, readVerdict } from './facts/read-facts.ts';
import type { Host } from './host.ts';
import { configsOf, type Config } from './configs.ts';
import { isOfProject } from './is-of-project.ts';
import { sourcesOfReferences } from './references.ts';
import type { Edit } from './finding.ts';
import { applyEdits } from './fix/apply.ts';

export interface ProjectRequest {
  /** Undefined: the one of the working directory, if there is one. */
  readonly tsConfig: string | undefined;
  /** Files and folders to look at; empty: all of the project. */
  readonly paths: readonly string[];
  readonly options: ResolvedOptions;
}

const WITHOUT_CONFIG: ProjectOptions = {
  compilerOptions: {
    allowJs: true,
    checkJs: false,
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    jsx: ts.JsxEmit.Preserve,
  },
};

/** A project on the disk, whose files can be changed. */
export class CheckedProject {
  readonly #request: ProjectRequest;
  readonly #project: Project;
  readonly #facts = new WeakMap<ts.SourceFile, FileFacts>();
  readonly #changed = new Set<string>();

  constructor(request: ProjectRequest) {
    this.#request = request;
    const configs = configsOfProject(request.tsConfig);
    const [config, ...others] = configs;
    // Who names files may name JavaScript.
    const compilerOptions = request.paths.length > 0 ? { allowJs: true } : {};
    const options = config === undefined ? WITHOUT_CONFIG : { tsConfigFilePath: config.path, compilerOptions };
    const resolutionHost = sourcesOfReferences(configs);
    this.#project = new Project({
      ...options,
      ...(resolutionHost && { resolutionHost }),
      skipFileDependencyResolution: true,
    });
    for (const other of others) this.#project.addSourceFilesFromTsConfig(other.path);
    const paths = config === undefined && request.paths.length === 0 ? ['.'] : request.paths;
    this.#project.addSourceFilesAtPaths(paths.flatMap((path) => globsOf(resolve(path))));
    for (const path of replacementsIn(request.options)) this.#project.addSourceFileAtPathIfExists(path);
  }

  /** How many files were changed. */
  get changed(): number {
    return this.#changed.size;
  }

  /** The program as the files are now. */
  host(progress: (done: number, total: number) => void): Host {
    const program = this.#project.getProgram().compilerObject;
    const files = program.getSourceFiles().filter(isOfProject);
    return {
      ts,
      program,
      checker: program.getTypeChecker(),
      files,
      facts: (file) => this.#factsOf(file),
      verdict: (file) => readVerdict(file.fileName, file.text, this.#request.options),
      progress: (done) => progress(done, files.length),
    };
  }

  /** Whether a file is one that was asked for. */
  isWanted(filename: string): boolean {
    const { paths } = this.#request;
    if (paths.length === 0) return true;
    const file = resolve(filename);
    return paths.map((path) => resolve(path)).some((path) => file === path || file.startsWith(path + sep));
  }

  /** Changes a file, which is written by `save`. */
  edit(filename: string, edits: readonly Edit[]): void {
    const file = this.#project.getSourceFileOrThrow(filename);
    const before = file.getFullText();
    const after = applyEdits(before, edits);
    if (after === before) return;
    file.replaceWithText(after);
    this.#changed.add(filename);
  }

  save(): void {
    for (const filename of this.#changed) this.#project.getSourceFile(filename)?.saveSync();
  }

  #factsOf(file: ts.SourceFile): FileFacts {
    const facts = this.#facts.get(file) ?? readFacts(file.fileName, file.text, this.#request.options);
    this.#facts.set(file, facts);
    return facts;
  }
}

/** The files of the project that take the place of modules, which nobody need import. */
function replacementsIn({ patch }: ResolvedOptions): string[] {
  const values = typeof patch === 'object' ? Object.values(patch) : [];
  return values.filter((value) => typeof value === 'string').filter(isAbsolute);
}

/** Empty if there is none. */
function configsOfProject(named = 'tsconfig.json'): Config[] {
  return existsSync(named) ? configsOf(named) : [];
}

function globsOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const extensions = SOURCE_EXTENSIONS.map((extension) => extension.slice(1)).join(',');
  return [join(path, `**/*.{${extensions}}`), `!${join(path, '**/node_modules/**')}`];
}
