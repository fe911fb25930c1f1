import { Forever } from './forever.ts';
import { generatePlan } from './generate.ts';
import { describeGrowth, HeapWatch } from './heap.ts';
import { kinds } from './operations/index.ts';
import type { Plan } from './plan.ts';
import { Random, seedOfRound } from './random.ts';
import { reduce } from './reduce.ts';
import { performRound, type Verdict } from './round.ts';

/** After how many rounds the code is compiled, and the caches are full. */
const WARM_UP = 3000;
const LINES_OF_STACK = 10;

/** Where the rounds come from. */
export interface Source {
  readonly seed: number;
  /** Kinds of operations that are left out. */
  readonly without: readonly string[];
}

/** A round in which something was lost. */
export interface Finding {
  readonly round: number;
  readonly violations: readonly string[];
  /** As small as it could be made. */
  readonly plan: Plan;
}

export interface Outcome {
  readonly finding: Finding | null;
  readonly rounds: number;
  readonly operations: number;
  /** Depends on everything that happened. */
  readonly digest: number;
  /** What the whole has left behind; null if nothing. */
  readonly leak: string | null;
  /** In bytes; null if it is not known. */
  readonly growth: number | null;
}

/** One round after the other until `isEnough`, or until one fails. The same seed performs the same rounds. */
export async function soak(
  source: Source,
  isEnough: (rounds: number, operations: number) => boolean,
): Promise<Outcome> {
  const forever = new Forever();
  const heap = new HeapWatch(forever);
  let [rounds, operations, digest] = [0, 0, 0];
  let finding: Finding | null = null;
  while (finding === null && !isEnough(rounds, operations)) {
    if (rounds === WARM_UP) heap.begin();
    const plan = planOf(source, rounds);
    const verdict = await performRound(plan, forever);
    operations += verdict.operations;
    digest = Math.imul(digest ^ verdict.digest, 0x01000193);
    if (verdict.violations.length > 0) finding = await explain(rounds, plan, verdict);
    rounds++;
  }
  const { growth } = heap;
  const leak = finding === null ? describeGrowth(growth) : null;
  return { finding, rounds, operations, digest: digest >>> 0, leak, growth };
}

/** One round alone. */
export async function replay(source: Source, round: number): Promise<Finding | null> {
  const plan = planOf(source, round);
  const verdict = await performRound(plan, new Forever());
  return verdict.violations.length > 0 ? explain(round, plan, verdict) : null;
}

function planOf({ seed, without }: Source, round: number): Plan {
  const chosen = Object.entries(kinds).filter(([name]) => !without.includes(name));
  return generatePlan(new Random(seedOfRound(seed, round)), Object.fromEntries(chosen));
}

async function explain(round: number, plan: Plan, verdict: Verdict): Promise<Finding> {
  const [first = ''] = verdict.violations;
  Error.stackTraceLimit = LINES_OF_STACK;
  const attempt = (smaller: Plan): Promise<Verdict> => performRound(smaller, new Forever());
  const smallest = await reduce(plan, async (smaller) => {
    const { violations } = await attempt(smaller);
    return violations.some((violation) => kindOf(violation) === kindOf(first));
  });
  const { violations } = await attempt(smallest);
  return { round, plan: smallest, violations: violations.length > 0 ? violations : verdict.violations };
}

/** What went wrong, without the numbers in it, and without the stack. */
function kindOf(violation: string): string {
  return violation.replace(/\n[^]*/, '').replace(/\d+/g, '0');
}
