import { readFileSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sha256 } from './sha256.ts';
import { FOLDER, isDiskCacheWanted } from './wanted.ts';
import { writeWhole } from './write-whole.ts';

/** Length of the checksum that each entry begins with, in characters. */
const CHECKSUM = 64;

/**
 * Remembers text in files by keys that say all that it depends on. Processes may share a folder: entries appear whole, and
 * never change.
 */
export class DiskCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  entry(key: string): DiskEntry {
    const name = sha256(key);
    return new DiskEntry(join(this.#folder, name.slice(0, 2), name.slice(2)));
  }

  /** A file that is no entry. */
  pathOf(name: string): string {
    return join(this.#folder, name);
  }
}

/** The files for one key. What cannot be read, or is not what was written, counts as absent; what cannot be written is not kept. */
export class DiskEntry {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  read(): string | null {
    const text = readIfThere(this.#path);
    const content = text.slice(CHECKSUM);
    return text.slice(0, CHECKSUM) === sha256(content) ? content : null;
  }

  write(content: string): void {
    writeWhole(this.#path, sha256(content) + content);
  }

  /** A file beside the entry, for others to read: it is to be written before the entry, which has to know its size. */
  get attachment(): string {
    return `${this.#path}.map`;
  }

  hasAttachment(size: number): boolean {
    return statSync(this.attachment, { throwIfNoEntry: false })?.size === size;
  }

  readAttachment(size: number): string | null {
    return this.hasAttachment(size) ? readIfThere(this.attachment) : null;
  }

  writeAttachment(content: string): void {
    writeWhole(this.attachment, content);
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The cache of this user; null if the environment wants none. */
export function openDiskCache(): DiskCache | null {
  if (!isDiskCacheWanted()) return null;
  return new DiskCache(process.env[FOLDER] ?? join(tmpdir(), `greenlets-cache-${userName()}`));
}

function userName(): string {
  try {
    return String(userInfo().uid);
  } catch {
    return 'user';
  }
}
