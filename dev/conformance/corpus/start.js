import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { compileGreenlets } from '../../build/compile-greenlets.js';

/** Bundles the runner with the sources of the compiler and the runtime as they stand, and starts it. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(root, 'node_modules/.corpus-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const bundle = await rolldown({
  input: {
    main: join(root, 'dev/conformance/corpus/main.ts'),
    worker: join(root, 'dev/conformance/corpus/worker.ts'),
  },
  tsconfig: join(root, 'tsconfig.json'),
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('greenlets'),
  plugins: [compileGreenlets()],
  checks: { pluginTimings: false },
});
await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
await bundle.close();
const { main } = await import(pathToFileURL(join(folder, 'main.mjs')).href);
await main({ root, worker: join(folder, 'worker.mjs') }, process.argv.slice(2));
