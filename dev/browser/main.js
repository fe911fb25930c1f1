// Runs the tests of the runtime in headless Chromium, against the package as bundlers take it. `npm run test:browser -- test/core`
// runs those whose path begins so.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';

/** The folders of tests that are about the runtime, and not about Node. */
const FOLDERS = [
  'border',
  'cancellation',
  'core',
  'graph',
  'green',
  'helpers',
  'hub',
  'observe',
  'runtime',
  'testing',
  'web',
];
const root = fileURLToPath(new URL('../../', import.meta.url));
const command = new Command('test-browser')
  .argument('[paths...]', 'only files whose path begins so')
  .option('--verbose', 'name the tests that need Node')
  .parse();

const all = FOLDERS.flatMap((folder) => readdirSync(`${root}test/${folder}`).map((name) => `test/${folder}/${name}`));
const files = all.filter((file) => file.endsWith('.test.ts') && isWanted(file)).sort();
if (files.length === 0) throw new Error(`no tests begin with ${command.args.join(', ')}`);

execFileSync(process.execPath, [`${root}dev/build/build-if-stale.js`], { stdio: 'inherit' });
// The build has to be there.
const { bundleAll } = await import('./bundle.js');
const { performAll } = await import('./pages.js');
const { report } = await import('./report.js');

const bar = new SingleBar({ format: '{bar} {value}/{total} files', noTTYOutput: false });
bar.start(files.length, 0);
const results = await performAll(files, await bundleAll(files), (done) => bar.update(done));
bar.stop();
process.exitCode = report(results, files, command.opts().verbose === true) ? 0 : 1;

function isWanted(file) {
  return command.args.length === 0 || command.args.some((path) => file.startsWith(path));
}
