import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { runPool } from '../test262/pool.ts';
import { findFiles } from './find-files.ts';
import type { Report } from './worker.ts';

interface Options {
  dir: string;
  filter?: string;
  every: string;
  jobs: string;
}

/** A compiler of 9 MB may take this long (ms). */
const TIME_LIMIT = 1_200_000;

/** Compiles the files; the exit code is 1 if the plugin fails on one of them, or makes something of it that cannot be loaded. */
export async function main(args: string[]): Promise<void> {
  const { dir, filter = '', every, jobs } = parse(args);
  const folder = resolve(dir);
  const files = findFiles(folder)
    .filter((file) => file.includes(filter))
    .filter((_, index) => index % Number(every) === 0);
  const counts = { compiled: 0, refused: 0, 'no program': 0, failed: 0 };
  const add = ({ file, outcome, message }: Report): void => {
    counts[outcome]++;
    if (outcome === 'failed' || outcome === 'refused') console.log(`${relative(folder, file)}: ${outcome}: ${message}`);
  };
  await runPool<Report>({
    program: join(__dirname, 'start.js'),
    args: ['--worker'],
    files,
    jobs: Number(jobs),
    timeLimit: TIME_LIMIT,
    onReport: add,
    onLost: (file, how) => add({ file, outcome: 'failed', message: `the process ended with ${how}` }),
  });
  console.log(`${files.length} files: ${counts.compiled} compiled, ${counts.refused} refused, ${counts.failed} failed`);
  if (counts.failed > 0) process.exitCode = 1;
}

function parse(args: string[]): Options {
  return new Command('packages')
    .description(
      'Compiles every file of the packages that are installed here, with everything marked, and looks at the output.',
    )
    .option('--dir <folder>', 'where to look for files', 'node_modules')
    .option('--filter <text>', 'only files whose path contains the text')
    .option('--every <n>', 'only every n-th file', '1')
    .option('--jobs <n>', 'how many processes', '1')
    .parse(args, { from: 'user' })
    .opts<Options>();
}
