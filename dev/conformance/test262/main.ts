import { Command, Option } from 'commander';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCommit } from '../report/commit.ts';
import type { Compared } from './check.ts';
import { findTests } from './find-tests.ts';
import { runPool } from './pool.ts';
import { showProgress } from './progress.ts';
import { renderScoreboard } from './scoreboard.ts';
import { findUnexplained, summarize } from './summary.ts';
import { Tally } from './tally.ts';
import type { Report } from './worker.ts';

interface Options {
  dir: string;
  filter?: string;
  mode?: Compared;
  every: string;
  json?: string;
  scoreboard?: string;
  jobs?: string;
  plainHarness?: boolean;
}

/** Runs the conformance suite; the exit code is 1 if a run differs and no reason is known. */
export async function main(args: string[]): Promise<void> {
  const options = parse(args);
  const tally = await runTests(options);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(tally, null, 1)}\n`);
  if (options.scoreboard !== undefined) {
    writeFileSync(
      options.scoreboard,
      renderScoreboard(tally, { commit: readCommit(options.dir), every: Number(options.every), node: process.version }),
    );
  }
  console.log(summarize(tally));
  if (findUnexplained(tally).length + tally.lost.length > 0) process.exitCode = 1;
}

async function runTests({ dir, filter, mode, every, jobs, plainHarness }: Options): Promise<Tally> {
  const suite = resolve(dir);
  const files = findTests(suite, filter).filter((_, index) => index % Number(every) === 0);
  const modes: Compared[] = mode === undefined ? ['compiled', 'stress'] : [mode];
  const tally = new Tally(modes);
  const progress = showProgress(files.length);
  const add = (report: Report): void => {
    tally.add(report);
    progress.update(tally);
  };
  await runPool<Report>({
    program: join(__dirname, 'start.js'),
    args: ['--worker', suite, plainHarness === true ? 'plain' : 'compiled', ...modes],
    files,
    jobs: jobs === undefined ? undefined : Number(jobs),
    onReport: add,
    onLost: (file, lost) => add({ file, results: [], lost }),
  });
  progress.stop();
  return tally;
}

function parse(args: string[]): Options {
  return new Command('test262')
    .description('Runs the ECMAScript conformance suite untouched and compiled, and reports what differs.')
    .requiredOption('--dir <folder>', 'a checkout of tc39/test262')
    .option('--filter <glob>', 'only tests whose path from the checkout matches')
    .addOption(new Option('--mode <mode>', 'only this mode').choices(['compiled', 'stress']))
    .option('--every <n>', 'only every n-th test', '1')
    .option('--plain-harness', 'leave the helpers of the suite as they are: what is called by them is at the border')
    .option('--json <file>', 'where to write all that differs')
    .option('--scoreboard <file>', 'where to write the scoreboard')
    .option('--jobs <n>', 'how many processes; one a core unless given')
    .parse(args, { from: 'user' })
    .opts<Options>();
}
