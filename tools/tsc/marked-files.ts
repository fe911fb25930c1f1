import type { ts } from 'ts-morph';
import type { FileFacts } from '../../plugin/explain/facts.ts';
import type { ResolvedOptions } from '../../plugin/interface/options.ts';
import { readFacts } from '../check/facts/read-facts.ts';
import { Declarations } from './declarations.ts';
import type { TypeScript } from './typescript.ts';
import { Wraps } from './wrap.ts';

/** Where an expression stands: `start:end`. */
export type Site = string;

/** The files with marked code, as the type checker is to see them; the others it sees as they are. */
export class MarkedFiles {
  readonly #ts: TypeScript;
  readonly #options: ResolvedOptions;
  readonly #wraps: Wraps;
  readonly #facts = new WeakMap<ts.SourceFile, FileFacts>();
  readonly #versions = new WeakMap<ts.SourceFile, Map<string, ts.SourceFile>>();
  /** From the files that the checker sees to those that were read. */
  readonly #read = new WeakMap<ts.SourceFile, ts.SourceFile>();
  readonly #declarations = new WeakMap<ts.SourceFile, Declarations>();

  constructor(typescript: TypeScript, options: ResolvedOptions) {
    this.#ts = typescript;
    this.#options = options;
    this.#wraps = new Wraps(typescript);
  }

  get wraps(): Wraps {
    return this.#wraps;
  }

  /** What the compiler knows of a file that the checker sees; null if there is no marked code in it. */
  factsOf(seen: ts.SourceFile): FileFacts | null {
    const read = this.#read.get(seen) ?? seen;
    if (read.isDeclarationFile || read.fileName.endsWith('.json')) return null;
    const facts = this.#facts.get(read) ?? readFacts(read.fileName, read.text, this.#options);
    this.#facts.set(read, facts);
    return facts.marked.size === 0 ? null : facts;
  }

  /**
   * The file as the checker is to see it.
   *
   * @param iterations what is to be iterable there, although it is only so asynchronously
   * @param how it is parsed
   */
  seen(read: ts.SourceFile, iterations: ReadonlySet<Site>, how: ts.CreateSourceFileOptions): ts.SourceFile {
    const facts = this.factsOf(read);
    if (facts === null || facts.bound.length + iterations.size === 0) return read;
    const key = [...iterations].join();
    const versions = this.#versions.get(read) ?? new Map<string, ts.SourceFile>();
    this.#versions.set(read, versions);
    const version = versions.get(key) ?? this.#rewrite(read, facts, iterations, how);
    versions.set(key, version);
    return version;
  }

  /** The declarations of a file that the checker has seen. */
  declarationsOf(seen: ts.SourceFile, filename: string, how: ts.CreateSourceFileOptions): ts.SourceFile {
    const text = this.#declarations.get(seen)?.text ?? '';
    return Object.assign(this.#ts.createSourceFile(filename, text, how, false), { version: text });
  }

  #rewrite(
    read: ts.SourceFile,
    facts: FileFacts,
    iterations: ReadonlySet<Site>,
    how: ts.CreateSourceFileOptions,
  ): ts.SourceFile {
    const declarations = new Declarations(read.fileName);
    const { scriptKind, version } = read as ts.SourceFile & { scriptKind?: ts.ScriptKind; version?: string };
    const file = this.#ts.createSourceFile(read.fileName, read.text, how, false, scriptKind);
    const bound = new Map(facts.bound.map((reference) => [`${reference.start}:${reference.end}`, reference]));
    this.#wraps.add(file, (node) => {
      const site: Site = `${node.getStart(file)}:${node.end}`;
      if (iterations.has(site)) return declarations.forIteration();
      const reference = bound.get(site);
      return reference === undefined ? null : declarations.forReference(reference, this.#options.runtime);
    });
    const reference = { fileName: declarations.filename, pos: 0, end: 0 };
    Object.assign(file, {
      referencedFiles: [...file.referencedFiles, reference],
      // What an incremental build remembers of the same text without this is something else.
      version: `${version ?? ''} ${declarations.text}`,
    });
    this.#read.set(file, read);
    this.#declarations.set(file, declarations);
    return file;
  }
}
