import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Compiles the benchmarks once, rather than in each of the processes that they start, and runs them. */
const root = fileURLToPath(new URL('../', import.meta.url));
// In the package, so that the compiled files can import it by its name.
const folder = mkdtempSync(join(root, 'dist/.bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const sources = ['', 'cases', 'contestants', 'report'].flatMap((name) => {
  const files = readdirSync(join(root, 'bench', name)).filter((file) => file.endsWith('.ts'));
  return files.map((file) => join(root, 'bench', name, file));
});
execFileSync(process.execPath, [join(root, 'dist/cli.mjs'), 'compile', '--out-dir', folder, ...sources]);
await import(pathToFileURL(join(folder, 'main.js')).href);
