import { existsSync, readFileSync, type Stats } from 'node:fs';
import { sha256 } from './sha256.ts';
import { stampOf, type Stamp } from './stamp.ts';
import { StartFile, writeStartFile, type Outcome, type Recorded } from './start-file.ts';

/** What a file is loaded by: `import` leaves CommonJS to `require`. */
export type Purpose = 'import' | 'require';

/** What is known of a file before it is read. */
export interface Glance {
  stamp: Stamp;
  /** In ms since 1970. */
  at: number;
}

/** What this process has found out. */
interface News {
  outcome: Outcome;
  context: string;
  glance: Glance;
  hash: string;
  filename: string;
}

/**
 * In ms. A file that changes twice within the resolution of its time stamps has the same stamp as before; those of all file systems that have such stamps
 * are finer.
 */
const DOUBT = 2000;

/**
 * What the files of a program were compiled to when it last started, in one file, so that the next start need not read them. An outcome counts if the
 * file has the stamp that it had then, and had not been changed just before it was read. All others are left to those who compare the sources.
 *
 * Processes may share an index: it appears whole, and the last one to write it wins.
 */
export class StartIndex {
  readonly #path: string;
  readonly #key: string;
  readonly #contextOf: (filename: string) => string;
  readonly #now: () => number;
  readonly #news = new Map<string, News>();
  readonly #found = new Set<string>();
  #file: StartFile | null = null;

  /**
   * @param key everything that all outcomes depend on
   * @param contextOf what the outcome for a file depends on besides, but for its source
   */
  constructor(path: string, key: string, contextOf: (filename: string) => string, now: () => number = Date.now) {
    this.#path = path;
    this.#key = key;
    this.#contextOf = contextOf;
    this.#now = now;
  }

  /** Null if there is no such file. `stats` is what is known of it just now. */
  glance(filename: string, stats?: Stats): Glance | null {
    const at = this.#now();
    const stamp = stampOf(filename, stats);
    return stamp === null ? null : { stamp, at };
  }

  /** What the file became at the last start; null if that is not known for certain. */
  find(filename: string, purpose: Purpose, { stamp }: Glance): Outcome | null {
    const name = nameOf(filename, purpose);
    const recorded = this.#read().get(name);
    if (recorded?.stamp !== stamp.text || recorded.context !== this.#contextOf(filename) || !hasMap(recorded))
      return null;
    this.#found.add(name);
    const { format, warnings, map } = recorded;
    return { format, code: this.#read().codeOf(name), warnings, map };
  }

  /** Remembers what the file has become. */
  note(filename: string, purpose: Purpose, glance: Glance, source: string, outcome: Outcome): void {
    const context = this.#contextOf(filename);
    this.#news.set(nameOf(filename, purpose), { filename, outcome, context, glance, hash: sha256(source) });
  }

  /** Writes down what is new, as far as it is certain by now. */
  save(): void {
    const certain = [...this.#news].flatMap(([name, news]) => this.#confirmed(name, news));
    if (certain.length === 0) return;
    this.#news.clear();
    const names = new Set(certain.map(([name]) => name));
    writeStartFile(this.#path, this.#key, [...certain, ...this.#kept(names)]);
  }

  #read(): StartFile {
    return (this.#file ??= StartFile.read(this.#path, this.#key));
  }

  /** Nothing, unless the stamp stands for this source alone. */
  #confirmed(name: string, news: News): [string, Recorded, string][] {
    const stamp = this.#certainStamp(news);
    if (stamp === null) return [];
    const {
      outcome: { code, ...rest },
      context,
    } = news;
    return [[name, { ...rest, context, stamp: stamp.text }, code]];
  }

  #certainStamp({ glance, filename, hash }: News): Stamp | null {
    if (isCertain(glance)) return glance.stamp;
    // By now it may be: if the file is still what it was.
    const later = this.glance(filename);
    return later !== null && isCertain(later) && hashOf(filename) === hash ? later.stamp : null;
  }

  /** What earlier starts have left, without the files that have changed or gone since. */
  *#kept(names: ReadonlySet<string>): Iterable<[string, Recorded, string]> {
    const file = this.#read();
    for (const name of file.names) {
      const recorded = file.get(name);
      if (recorded === undefined || names.has(name)) continue;
      if (!this.#found.has(name) && stampOf(filenameIn(name))?.text !== recorded.stamp) continue;
      yield [name, recorded, file.codeOf(name)];
    }
  }
}

function isCertain({ stamp, at }: Glance): boolean {
  return at - stamp.changedAt > DOUBT;
}

function hashOf(filename: string): string | null {
  try {
    return sha256(readFileSync(filename, 'utf8'));
  } catch {
    return null;
  }
}

/** Maps appear whole, but whoever cleans up temporary files removes what nobody reads. */
function hasMap({ map }: Recorded): boolean {
  return map === null || existsSync(map.path);
}

function nameOf(filename: string, purpose: Purpose): string {
  return `${purpose} ${filename}`;
}

function filenameIn(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}
