// How long programs take to start: `node dev/starts/main.js --node PATH` compares, on the binary of that path, a program of 300 marked files with what it is
// compiled to beforehand, and with what the loader finds in its cache.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { writeProgram } from './program.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { node, files, starts } = new Command('starts')
  .option('--node <path>', 'the binary that is measured', process.execPath)
  .option('--files <number>', 'of how many the program consists', Number, 300)
  .option('--starts <number>', 'how often each program is started', Number, 11)
  .parse()
  .opts();

const folder = mkdtempSync(join(tmpdir(), 'greenlets-starts-'));
const env = { ...process.env, GREENLETS_CACHE: join(folder, 'cache') };
try {
  measure();
} finally {
  rmSync(folder, { recursive: true });
}

function measure() {
  const plain = join(folder, 'plain');
  const compiled = join(folder, 'compiled');
  for (const path of [plain, compiled]) writeProgram(path, files, root);
  const cli = join(root, 'dist/cli.mjs');
  execFileSync(process.execPath, [cli, 'compile', plain, '--out-dir', compiled, '--no-warnings'], { env });
  const programs = {
    plain: { cwd: plain, args: [] },
    'compiled beforehand': { cwd: compiled, args: [] },
    'loader, from its cache': { cwd: plain, args: ['--import', 'greenlets/register'] },
  };
  const measured = Object.entries(programs).map(([name, program]) => ({ name, program, results: [] }));
  // The first start fills the cache; in the second one the files are old enough to be taken for what they were.
  for (let i = -2; i < starts; i++) {
    for (const { program, results } of measured) {
      const result = start(program);
      if (i >= 0) results.push(result);
    }
  }
  print(measured);
}

/** In ms. */
function start({ cwd, args }) {
  const before = performance.now();
  const output = execFileSync(node, [...args, 'm0.js'], { cwd, env, encoding: 'utf8' });
  const wall = performance.now() - before;
  const { user, system } = JSON.parse(output);
  return { wall, cpu: (user + system) / 1000 };
}

function print(measured) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`Node ${version}, ${files} files, medians of ${starts} starts, load ${loadavg()[0].toFixed(1)}`);
  const [base] = measured.map(({ results }) => medians(results));
  for (const { name, results } of measured) {
    const { cpu, wall } = medians(results);
    const times = (value, of) => `${value.toFixed(0).padStart(5)} ms (${(value / of).toFixed(2)})`;
    console.log(`${name.padEnd(24)} processor ${times(cpu, base.cpu)}, wall ${times(wall, base.wall)}`);
  }
}

function medians(results) {
  const median = (key) => results.map((result) => result[key]).sort((a, b) => a - b)[results.length >> 1];
  return { cpu: median('cpu'), wall: median('wall') };
}
