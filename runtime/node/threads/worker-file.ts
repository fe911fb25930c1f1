import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'threads-worker.mjs';

/**
 * The file that the threads run, which lies in the folder of the package, above this one.
 *
 * @throws {Error} if there is none: the package has become part of another file
 */
export function workerFile(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    // In a clone, what is run may be the sources.
    const file = [join(folder, NAME), join(folder, 'dist', NAME)].find((candidate) => existsSync(candidate));
    if (file !== undefined) return file;
    if (folder === dirname(folder)) break;
  }
  throw new Error(`${NAME} of greenlets is not in ${start} or above: a bundle must leave greenlets/node/threads out`);
}
