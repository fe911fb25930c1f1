import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import babelJest from 'babel-jest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What decides about the output, besides the file itself, and is unknown to the cache key of babel-jest. */
const compiler = hashFiles([...listSources('plugin'), ...listSources('dev/build'), join(root, 'babel.config.js')]);

function listSources(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hashFiles(files) {
  const hash = createHash('sha1');
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const transformer = babelJest.createTransformer();

/** babel-jest, with results cached for as long as the sources of our plugin stay the same. */
export default {
  ...transformer,
  getCacheKey: (...args) =>
    createHash('sha1')
      .update(compiler)
      .update(transformer.getCacheKey(...args))
      .digest('hex'),
  getCacheKeyAsync: async (...args) => {
    const key = await transformer.getCacheKeyAsync(...args);
    return createHash('sha1').update(compiler).update(key).digest('hex');
  },
};
