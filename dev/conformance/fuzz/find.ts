import { asyncProperty, check } from 'fast-check';
import { compare, type Difference } from './compare.ts';
import { ProgramArbitrary } from './program-arbitrary.ts';

/** A program, as small as it could be made, that compiling changes. */
export interface Finding {
  source: string;
  difference: Difference;
}

export interface Search {
  seed: number;
  /** How many programs to try. */
  programs: number;
  /** When to give up (ms); Infinity to try them all. */
  timeLimit: number;
}

export interface Outcome {
  finding: Finding | null;
  programs: number;
}

/** Tries programs until one behaves differently when compiled. The same seed tries the same programs. */
export async function find({ seed, programs, timeLimit }: Search): Promise<Outcome> {
  const isSame = asyncProperty(new ProgramArbitrary(), async (source) => (await compare(source)).kind !== 'different');
  const result = await check(isSame, {
    seed,
    numRuns: programs,
    ...(Number.isFinite(timeLimit) ? { interruptAfterTimeLimit: timeLimit } : {}),
  });
  const [source] = result.counterexample ?? [];
  const verdict = source === undefined ? null : await compare(source);
  if (source === undefined || verdict?.kind !== 'different') return { finding: null, programs: result.numRuns };
  return { finding: { source, difference: verdict.difference }, programs: result.numRuns };
}
