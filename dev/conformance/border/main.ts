import { find } from './find.ts';
import { readOptions, USAGE, type Options } from './options.ts';

/** How many programs are tried with one seed. */
const PROGRAMS = 200;

/** The command: sets the exit code to 1 if something leaks or differs, to 2 if it was called wrongly. */
export async function main(args: string[]): Promise<void> {
  const options = readOptionsOrExplain(args);
  if (options === null) process.exitCode = 2;
  else await search(options);
}

function readOptionsOrExplain(args: string[]): Options | null {
  try {
    return readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

async function search({ seconds, seed }: Options): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let programs = 0;
  for (let next = seed; Date.now() < deadline; next++) {
    const outcome = await find({ seed: next, programs: PROGRAMS, timeLimit: deadline - Date.now() });
    programs += outcome.programs;
    if (outcome.difference === null) continue;
    process.exitCode = 1;
    const { source, variant, expected, actual } = outcome.difference;
    console.log(`--- seed ${next}, ${variant}\n${source}\nexpected: ${expected}\nactual:   ${actual}\n`);
  }
  const verdict = process.exitCode === 1 ? 'some leak or differ' : 'nothing leaks';
  console.log(`${programs} programs from seed ${seed} on; ${verdict}`);
}
