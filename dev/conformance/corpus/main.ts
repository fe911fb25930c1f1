import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { check, isSame, type Outcome, type Place } from './check.ts';
import { explain } from './explain.ts';
import { install } from './install.ts';
import { scoreboard } from './scoreboard.ts';

interface Options {
  filter?: string[];
  json?: string;
  scoreboard?: string;
}

/** Runs the corpus; the exit code is 1 if a compiled package does not do what the published one does. */
export async function main(place: Place, args: string[]): Promise<void> {
  const options = parse(args);
  const packages = install(place.root);
  const outcomes: Outcome[] = [];
  for (const job of listJobs(place.root, options.filter)) {
    const outcome = await check(job, packages, place);
    outcomes.push(outcome);
    console.log(`${outcome.name}: ${isSame(outcome) ? 'same' : `DIFFERENT\n${explain(outcome)}`}`);
    if (options.scoreboard !== undefined) updateScoreboard(options.scoreboard, outcome);
  }
  console.log(`\n${scoreboard(outcomes)}`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(outcomes, null, 1)}\n`);
  if (!outcomes.every(isSame)) process.exitCode = 1;
}

function updateScoreboard(file: string, outcome: Outcome): void {
  writeFileSync(file, scoreboard([outcome], existsSync(file) ? readFileSync(file, 'utf8') : ''));
}

function parse(args: string[]): Options {
  return new Command('corpus')
    .description('Compiles packages with everything marked, and compares what they do with what they do untouched.')
    .option('--filter <names...>', 'only jobs whose names contain one of these')
    .option('--json <file>', 'where to write all that was measured')
    .option('--scoreboard <file>', 'a table in which to replace the rows of these jobs')
    .parse(args, { from: 'user' })
    .opts<Options>();
}

function listJobs(root: string, filter = ['']): string[] {
  const folder = join(root, 'dev/conformance/corpus/jobs');
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.cjs') && filter.some((part) => name.includes(part)),
  );
  return names.sort().map((name) => join(folder, name));
}
