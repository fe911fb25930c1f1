import { readFileSync } from 'node:fs';
import type { ModuleFormat } from '../project/format.ts';
import type { MapFile } from './cached-maps.ts';
import { loadBuiltin } from './load-builtin.ts';
import { writeWhole } from './write-whole.ts';

/** What a file has become. */
export interface Outcome {
  /** Null: Node loads the file as it is. */
  format: ModuleFormat | null;
  code: string;
  warnings: string[];
  /** The source map that the code names, which has to be there. */
  map: MapFile | null;
}

/** An outcome, and what it holds for. */
export interface Recorded extends Omit<Outcome, 'code'> {
  /** See `stampOf`. */
  stamp: string;
  /** What the folder of the file says of it. */
  context: string;
}

interface Placed extends Recorded {
  /** Where the code stands behind the first line, in bytes. */
  start: number;
  end: number;
}

/** What stands before the codes of all, as JSON. */
interface Head {
  key: string;
  placed: [name: string, Placed][];
}

/** A file of more bytes is not kept. */
const MAX_SIZE = 64 * 2 ** 20;
const LINE_FEED = 10;
/** Length of the checksum that the file begins with. */
const CHECKSUM = 8;

/** A file of outcomes by names. Whatever is not what was written counts as absent. */
export class StartFile {
  readonly #placed: Map<string, Placed>;
  readonly #codes: Buffer;

  private constructor(placed: Map<string, Placed>, codes: Buffer) {
    this.#placed = placed;
    this.#codes = codes;
  }

  /** @param key everything that all outcomes depend on: a file for another one is empty */
  static read(path: string, key: string): StartFile {
    try {
      const content = readFileSync(path);
      const checked = content.subarray(CHECKSUM);
      if (content.toString('latin1', 0, CHECKSUM) === shortName(checked)) {
        const end = checked.indexOf(LINE_FEED);
        const head = JSON.parse(checked.toString('utf8', 0, end)) as Head;
        if (head.key === key) return new StartFile(new Map(head.placed), checked.subarray(end + 1));
      }
    } catch {
      // There is none, or it is damaged.
    }
    return new StartFile(new Map(), Buffer.alloc(0));
  }

  get names(): Iterable<string> {
    return this.#placed.keys();
  }

  get(name: string): Recorded | undefined {
    return this.#placed.get(name);
  }

  codeOf(name: string): string {
    const { start = 0, end = 0 } = this.#placed.get(name) ?? {};
    return this.#codes.toString('utf8', start, end);
  }
}

/** Writes outcomes to a file, the first ones if they become too many. */
export function writeStartFile(path: string, key: string, outcomes: Iterable<[string, Recorded, string]>): void {
  const placed: [string, Placed][] = [];
  const codes: Buffer[] = [];
  let end = 0;
  for (const [name, recorded, text] of outcomes) {
    const code = Buffer.from(text);
    if (end + code.length > MAX_SIZE) break;
    const start = end;
    end += code.length;
    codes.push(code);
    placed.push([name, { ...recorded, start, end }]);
  }
  const head: Head = { key, placed };
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...codes]);
  writeWhole(path, Buffer.concat([Buffer.from(shortName(content)), content]));
}

interface Zlib {
  /** Newer than the oldest Node that we support. */
  crc32?: (data: string | Uint8Array) => number;
}

/** Our other checksums need Node's whole cryptography, which takes longer to load than all this. */
function zlib(): Zlib {
  return loadBuiltin('node:zlib') as Zlib;
}

/** Whether this Node can check such files. */
export function canCheck(): boolean {
  return zlib().crc32 !== undefined;
}

/** 8 hexadecimal digits: another text may have the same. */
export function shortName(text: string | Uint8Array): string {
  return (zlib().crc32?.(text) ?? 0).toString(16).padStart(8, '0');
}
