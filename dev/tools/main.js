// Builds and runs small programs with every tool that the package claims to work with, each in a project of its own outside the
// repository that installs the packed package. `--quick`: some of them; `--only NAME`: those whose name contains it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { Project } from './project.js';
import { browserBundles } from './projects/browser-bundles.js';
import { bundlers } from './projects/bundlers.js';
import { components } from './projects/components.js';
import { compilers } from './projects/compilers.js';
import { testRunners } from './projects/test-runners.js';
import { types } from './projects/types.js';
import { updateTable } from './table.js';

const QUICK = ['greenlets run', 'in production', 'esbuild', 'Jest, babel-jest', 'c8'];

const root = fileURLToPath(new URL('../../', import.meta.url));
const { quick, only, keep } = new Command('check-tools')
  .option('--quick', 'check only some of the tools')
  .option('--only <name>', 'check the tools whose name contains this')
  .option('--keep', 'do not remove the projects')
  .parse()
  .opts();

const all = [...compilers, ...types, ...bundlers, components, ...browserBundles, ...testRunners];
const wanted = all.filter(({ name }) => (quick ? QUICK.includes(name) : name.includes(only ?? '')));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'greenlets-tools-')));
if (!keep) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

execFileSync(process.execPath, [join(root, 'dev/build/build-if-stale.js')], { stdio: 'inherit' });
const archive = join(folder, pack());
const rows = [];
for (const [index, definition] of wanted.entries()) rows.push(await check(definition, index));
const passed = rows.filter(({ failed }) => failed !== true);
if (passed.length < rows.length) process.exitCode = 1;
const names = all.map(({ name }) => name);
if (!quick) await updateTable(join(root, 'docs/tools.md'), passed, names);

function pack() {
  const args = ['pack', root, '--ignore-scripts', '--silent'];
  return execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }).trim();
}

async function check({ name, tool, tested, check: run }, index) {
  const place = `[${index + 1}/${wanted.length}]`;
  const project = new Project(join(folder, name.replace(/\W+/g, '-')), archive);
  const start = Date.now();
  try {
    const size = await run(project);
    const seconds = `${((Date.now() - start) / 1000).toFixed(0)} s`;
    const version = tool === 'node' ? process.versions.node : project.version(tool);
    console.log(`${place} ok: ${name} ${version}, ${seconds}`);
    return { name, version, tested, cost: size ?? seconds };
  } catch (error) {
    console.log(`${place} FAILED: ${name}\n${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    return { name, failed: true };
  }
}
