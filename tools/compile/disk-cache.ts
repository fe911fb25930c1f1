import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** The folder for what is compiled; an empty value, or `0`: none. */
const FOLDER = 'GREENLETS_CACHE';

/** Length of the checksum that each entry begins with, in characters. */
const CHECKSUM = 64;

let written = 0;

/**
 * Remembers text in files by keys that say all that it depends on. Processes may share a folder: entries appear whole, and
 * never change. What cannot be read, or is not what was written, counts as absent; what cannot be written is not kept.
 */
export class DiskCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(key: string): string | null {
    try {
      const text = readFileSync(this.#pathOf(key), 'utf8');
      const content = text.slice(CHECKSUM);
      return text.slice(0, CHECKSUM) === checksum(content) ? content : null;
    } catch {
      return null;
    }
  }

  write(key: string, content: string): void {
    const path = this.#pathOf(key);
    const draft = `${path}.${process.pid}-${threadId}-${++written}`;
    try {
      mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(draft, checksum(content) + content);
      renameSync(draft, path);
    } catch {
      // The next start compiles it again.
    }
  }

  #pathOf(key: string): string {
    const name = checksum(key);
    return join(this.#folder, name.slice(0, 2), name.slice(2));
  }
}

/** Whether the environment does not forbid to keep files for the next start. */
export function isDiskCacheWanted(): boolean {
  const folder = process.env[FOLDER];
  return folder !== '' && folder !== '0';
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

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
