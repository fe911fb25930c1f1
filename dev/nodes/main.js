// Runs the tests on other versions of Node, whose binaries npm serves as packages: `npm run test:nodes -- --node 22,24 test/node`
// runs one folder of them on two versions.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = new Command('test-nodes')
  .option('--node <versions>', 'which versions, separated by commas', (text) => text.split(','), [
    '20',
    '22',
    '24',
    '26',
  ])
  .allowUnknownOption()
  .argument('[jest...]', 'arguments for Jest')
  .parse();

execFileSync(process.execPath, [join(root, 'dev/build/build-if-stale.js')], { stdio: 'inherit' });
const failed = command.opts().node.filter((version) => !passes(install(version), command.args));
if (failed.length > 0) console.error(`failed on Node ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** The path of a binary, which stays in the cache for the next time. */
function install(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules/.cache/nodes', version);
  const binary = join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const args = ['install', '--no-audit', '--no-fund', '--silent', `${name}@${version}`];
  execFileSync('npm', args, { cwd: folder, stdio: 'inherit' });
  return binary;
}

function passes(binary, args) {
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`== Node ${version}`);
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  return spawnSync(binary, [jest, ...args], { cwd: root, stdio: 'inherit' }).status === 0;
}
