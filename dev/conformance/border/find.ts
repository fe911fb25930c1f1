import { array, asyncProperty, boolean, check, integer, record, type Arbitrary } from 'fast-check';
import { compare, type Difference } from './compare.ts';
import { LIMITS, type Step } from './pair.ts';

export interface Search {
  seed: number;
  /** How many programs to try. */
  programs: number;
  /** When to give up (ms); Infinity to try them all. */
  timeLimit: number;
}

export interface Outcome {
  difference: Difference | null;
  programs: number;
}

const step: Arbitrary<Step> = record({
  subject: integer({ min: 0, max: LIMITS.subject }),
  route: integer({ min: 0, max: LIMITS.route }),
  place: integer({ min: 0, max: LIMITS.place }),
  called: boolean(),
});

/** Programs for fast-check, which shrink by leaving out steps and choosing simpler ones. */
export const programs: Arbitrary<Step[]> = array(step, { minLength: 1, maxLength: 8 });

/** Tries programs until one lets something leak, or differs. The same seed tries the same programs. */
export async function find({ seed, programs: count, timeLimit }: Search): Promise<Outcome> {
  const isSound = asyncProperty(programs, async (steps) => (await compare(steps)) === null);
  const result = await check(isSound, {
    seed,
    numRuns: count,
    ...(Number.isFinite(timeLimit) ? { interruptAfterTimeLimit: timeLimit } : {}),
  });
  const [steps] = result.counterexample ?? [];
  const difference = steps === undefined ? null : await compare(steps);
  return { difference, programs: result.numRuns };
}
