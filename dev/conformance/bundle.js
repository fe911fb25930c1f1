import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { compileGreenlets } from '../build/compile-greenlets.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What compiled programs import is more than what the runtime itself imports under the same name. */
const asPublished = {
  name: 'as-published',
  resolveId: (/** @type {string} */ id, /** @type {string | undefined} */ importer) =>
    id === 'greenlets/internal' && importer?.startsWith(join(root, 'runtime')) !== true
      ? join(root, 'runtime/compiled.ts')
      : null,
};

/**
 * Bundles a program with the sources of the runtime, compiled by the plugin as it stands. The bundle goes when this process
 * ends.
 *
 * @param {string} name of the folder beside this file
 * @param {string} entry the name of a file in it, without `.ts`
 * @param {object} [options] of the plugin
 * @returns {Promise<string>} the path of the bundle
 */
export async function bundle(name, entry, options) {
  const folder = mkdtempSync(join(root, `node_modules/.${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const build = await rolldown({
    input: join(root, `dev/conformance/${name}/${entry}.ts`),
    tsconfig: join(root, 'tsconfig.json'),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('greenlets'),
    plugins: [asPublished, compileGreenlets(options)],
    checks: { pluginTimings: false },
  });
  const entryFileNames = `${entry}.mjs`;
  await build.write({ dir: folder, format: 'esm', entryFileNames });
  await build.close();
  return join(folder, entryFileNames);
}
