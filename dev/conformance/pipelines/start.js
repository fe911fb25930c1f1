// Bundles the runner and starts it: `--babel VERSION` in a project of its own that has that version of Babel, and the
// package as it is published; otherwise with the sources of the compiler and the runtime as they stand.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { compileGreenlets } from '../../build/compile-greenlets.js';

process.env.GREENLETS_CHECK = '1';
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What changes with the version of Babel. */
const BABEL = ['core', 'preset-env', 'preset-react', 'preset-typescript'].concat(
  ['proposal-decorators', 'transform-modules-commonjs'].map((name) => `plugin-${name}`),
);
/** What the runner uses besides, from this project. */
const TOOLS = ['babel-plugin-istanbul', 'commander', 'esbuild', 'pretty-format', 'terser', 'typescript'];

const { version, args } = takeVersion(process.argv.slice(2));
const folder = mkdtempSync(version === null ? join(root, 'node_modules/.pipelines-') : join(tmpdir(), 'pipelines-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
if (version !== null) {
  createProject(version);
  process.chdir(folder);
}
await bundle();
const { main } = await import(pathToFileURL(join(folder, 'main.mjs')).href);
await main(root, args);

function takeVersion(all) {
  const at = all.indexOf('--babel');
  return at < 0 ? { version: null, args: all } : { version: all[at + 1], args: all.toSpliced(at, 2) };
}

/** The newest versions of all of Babel that are not newer than `version`. */
function createProject(version) {
  execFileSync('node', [join(root, 'dev/build/build-if-stale.js')], { stdio: 'inherit' });
  const npm = (...words) =>
    execFileSync('npm', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const archive = npm('pack', root, '--ignore-scripts').trim();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm('install', `./${archive}`, ...BABEL.map((name) => `@babel/${name}@<=${version}`));
  for (const name of TOOLS) {
    const link = join(folder, 'node_modules', name);
    if (!existsSync(link)) symlinkSync(join(root, 'node_modules', name), link);
  }
}

async function bundle() {
  const own = version === null ? ['.', '/', 'greenlets'] : ['.', '/'];
  const build = await rolldown({
    input: join(root, 'dev/conformance/pipelines/main.ts'),
    ...(version === null && { tsconfig: join(root, 'tsconfig.json') }),
    platform: 'node',
    external: (id) => !own.some((start) => id.startsWith(start)),
    plugins: [compileGreenlets()],
    checks: { pluginTimings: false },
  });
  await build.write({ dir: folder, format: 'esm', entryFileNames: 'main.mjs' });
  await build.close();
}
