import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { compileGreenlets } from '../../build/compile-greenlets.js';

/** Bundles the border fuzzer with the sources of the compiler and the runtime as they stand, and starts it. */
process.env.GREENLETS_CHECK = '1';
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(root, 'node_modules/.border-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const bundle = await rolldown({
  input: join(root, 'tools/conformance/border/main.ts'),
  tsconfig: join(root, 'tsconfig.json'),
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('greenlets'),
  plugins: [compileGreenlets()],
  checks: { pluginTimings: false },
});
await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'main.mjs' });
await bundle.close();
const { main } = await import(pathToFileURL(join(folder, 'main.mjs')).href);
await main(process.argv.slice(2));
