import { Command } from 'commander';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCommit } from '../report/commit.ts';
import { differing } from '../report/reason.ts';
import { runPool } from '../test262/pool.ts';
import { isSame, type Result } from './compare.ts';
import { reasonFor } from './reasons.ts';
import { describe, renderScoreboard } from './scoreboard.ts';
import { suiteNamed, suites } from './suites.ts';
import type { Suite } from './suite.ts';
import { Tally } from './tally.ts';
import type { Report } from './worker.ts';

interface Options {
  dir: string;
  suite?: string;
  filter?: string;
  json?: string;
  scoreboard?: string;
  jobs?: string;
}

/** Runs the suites of others; the exit code is 1 if a program differs and no reason is known. */
export async function main(args: string[]): Promise<void> {
  const options = parse(args);
  const chosen = options.suite === undefined ? suites : [suiteNamed(options.suite)];
  const tallies: Tally[] = [];
  for (const suite of chosen) {
    if (existsSync(join(options.dir, suite.name))) tallies.push(await runSuite(suite, options));
    else console.log(`${suite.name}: there is no checkout of ${suite.repository} in ${options.dir}`);
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(tallies, null, 1)}\n`);
  if (options.scoreboard !== undefined) writeFileSync(options.scoreboard, renderScoreboard(tallies));
  if (tallies.some(hasDefects)) process.exitCode = 1;
}

async function runSuite(suite: Suite, { dir, filter = '', jobs }: Options): Promise<Tally> {
  const checkout = resolve(dir, suite.name);
  const tally = new Tally(suite, readCommit(checkout));
  await runPool<Report>({
    program: join(__dirname, 'start.js'),
    args: ['--worker', resolve(dir), suite.name],
    files: suite.find(checkout).filter((file) => file.includes(filter)),
    jobs: jobs === undefined ? undefined : Number(jobs),
    onReport: (report) => tally.add(report),
    onLost: (file, how) => tally.addLost(file, how),
  });
  console.log(summarize(tally));
  return tally;
}

function summarize(tally: Tally): string {
  const { suite, total, untouched, compiled, stress, differences, lost } = tally;
  return [
    `${suite.name}: ${untouched} of ${total} pass untouched; the same compiled: ${compiled}, with stress: ${stress}`,
    ...differences.filter((result) => reasonFor(result) === null).map(explain),
    ...lost.map((file) => `  hung or ended the process: ${file}`),
  ].join('\n');
}

function explain(result: Result): string {
  const [, outcome] = differing(result, isSame)[0] ?? [];
  const how = outcome?.status === 'pass' ? 'printed something else' : outcome?.detail.split('\n')[0];
  return `  ${describe(result)}: ${how}`;
}

function hasDefects({ differences, lost }: Tally): boolean {
  return lost.length > 0 || differences.some((result) => reasonFor(result) === null);
}

function parse(args: string[]): Options {
  return new Command('suites')
    .description('Runs the test suites of other compilers untouched and compiled, and reports what differs.')
    .requiredOption('--dir <folder>', 'a folder with checkouts, each called like its repository')
    .option('--suite <name>', 'only this suite')
    .option('--filter <text>', 'only files whose path contains the text')
    .option('--json <file>', 'where to write all that differs')
    .option('--scoreboard <file>', 'where to write the scoreboard')
    .option('--jobs <n>', 'how many processes; one a core unless given')
    .parse(args, { from: 'user' })
    .opts<Options>();
}
