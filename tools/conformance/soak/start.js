import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { compileGreenlets } from '../../build/compile-greenlets.js';

/** Bundles the soak with the sources of the runtime, compiled by the plugin as it stands, and runs it in a process of its own. */
const args = process.argv.slice(2);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(root, 'node_modules/.soak-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** How long the process may take to end when it has nothing more to do (ms). */
const LAST_MOMENT = 10_000;

await bundle();
process.exitCode = await perform(join(folder, 'start.mjs'));

async function bundle() {
  const build = await rolldown({
    input: { start: join(root, 'tools/conformance/soak/entry.ts') },
    tsconfig: join(root, 'tsconfig.json'),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('greenlets'),
    plugins: [compileGreenlets({ stress: args.includes('--stress') })],
    checks: { pluginTimings: false },
  });
  await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await build.close();
}

/** The process tells when it is done; then it has to end by itself. */
function perform(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--expose-gc', file, ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    let watchdog;
    child.on('message', () => {
      watchdog = setTimeout(() => {
        console.error('the process does not end by itself');
        child.kill('SIGKILL');
      }, LAST_MOMENT);
    });
    child.on('exit', (code) => {
      clearTimeout(watchdog);
      resolve(code ?? 1);
    });
  });
}
