import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';

/** Runs all the machinery that proves the compiler, one after the other; the exit code is 1 if any of it fails. */
const { test262, suites, seconds } = new Command('conformance')
  .option('--test262 <folder>', 'a checkout of tc39/test262; left out unless given')
  .option('--suites <folder>', 'a folder with checkouts of other suites; left out unless given')
  .option('--seconds <n>', 'how long to fuzz', '60')
  .parse()
  .opts();

const runs = [
  ['fuzz', '--seconds', seconds],
  ['corpus'],
  ['packages'],
  ['pipelines'],
  ...(test262 === undefined ? [] : [['test262', '--dir', test262]]),
  ...(suites === undefined ? [] : [['suites', '--dir', suites]]),
];

for (const [name, ...args] of runs) {
  console.log(`\n${name}`);
  const program = fileURLToPath(new URL(`${name}/start.js`, import.meta.url));
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
