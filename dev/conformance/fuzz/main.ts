import { readFileSync } from 'node:fs';
import { compare } from './compare.ts';
import { find } from './find.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { report } from './report.ts';
import { saveFixture } from './save.ts';

/** How many programs are tried with one seed. */
const PROGRAMS = 200;

/** The command: sets the exit code to 1 if compiling changes a program, to 2 if it was called wrongly. */
export async function main(args: string[], fixtures: string): Promise<void> {
  const options = readOptionsOrExplain(args);
  if (options === null) process.exitCode = 2;
  else if (options.files.length > 0) await compareFiles(options.files);
  else await search(options, fixtures);
}

function readOptionsOrExplain(args: string[]): Options | null {
  try {
    return readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

async function compareFiles(files: string[]): Promise<void> {
  for (const file of files) {
    const verdict = await compare(readFileSync(file, 'utf8'));
    console.log(`${file}: ${verdict.kind}`);
    if (verdict.kind !== 'different') continue;
    console.log(`${report(verdict.difference)}\n\n${verdict.difference.code}\n`);
    process.exitCode = 1;
  }
}

async function search({ seconds, seed, save }: Options, fixtures: string): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let programs = 0;
  for (let next = seed; Date.now() < deadline; next++) {
    const outcome = await find({ seed: next, programs: PROGRAMS, timeLimit: deadline - Date.now() });
    programs += outcome.programs;
    if (outcome.finding === null) continue;
    process.exitCode = 1;
    const { source, difference } = outcome.finding;
    console.log(`--- seed ${next}\n${source.replace(/\n\s*\n/g, '\n')}\n${report(difference)}\n`);
    if (save) console.log(`saved as ${await saveFixture(source, fixtures)}\n`);
  }
  console.log(
    `${programs} programs from seed ${seed} on; ${process.exitCode === 1 ? 'compiling changes some' : 'all the same'}`,
  );
}
