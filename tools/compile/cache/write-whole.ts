import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { threadId } from 'node:worker_threads';

let written = 0;

/** Writes a file of the cache, which others see as a whole or not at all. What cannot be written is not kept. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}-${threadId}-${++written}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch {
    // The next start compiles it again.
  }
}
