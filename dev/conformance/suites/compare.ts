import type { Compared } from '../test262/check.ts';
import { perform, type Outcome, type Performers } from './perform.ts';
import type { Program } from './suite.ts';

/** What came out of a program, or of one of its tests, that passes untouched. */
export interface Result {
  name: string;
  untouched: Outcome;
  compared: Partial<Record<Compared, Outcome>>;
  /** For what differs: the outcome when Babel only parses and prints the program. */
  printed: Outcome | null;
}

const MODES: readonly Compared[] = ['compiled', 'stress'];

/** A test that was not even registered ended as its program did. */
function outcomeOf(title: string, outcomes: ReadonlyMap<string, Outcome> | undefined): Outcome {
  const outcome = outcomes?.get(title) ?? outcomes?.get('');
  return outcome ?? { status: 'fail', detail: 'was not run', printed: [] };
}

/** Runs a program in all modes; only what passes untouched is compared. `total` counts the rest, too. */
export async function compare(program: Program, equipment: Performers): Promise<{ total: number; results: Result[] }> {
  const untouched = await perform(program, 'untouched', equipment);
  const passing = [...untouched].filter(([title, { status }]) => status === 'pass' && isTested(title, untouched));
  const total = Math.max(1, untouched.size - 1);
  if (passing.length === 0) return { total, results: [] };
  const outcomes = new Map<Compared, Map<string, Outcome>>();
  for (const mode of MODES) outcomes.set(mode, await perform(program, mode, equipment));
  const results = passing.map(([title, outcome]): Result => {
    const compared = Object.fromEntries(MODES.map((mode) => [mode, outcomeOf(title, outcomes.get(mode))]));
    return { name: [program.name, title].filter(Boolean).join(': '), untouched: outcome, compared, printed: null };
  });
  if (results.some(differs)) await addControl(program, passing, results, equipment);
  return { total, results };
}

/** A program that registers tests is only their frame. */
function isTested(title: string, outcomes: ReadonlyMap<string, Outcome>): boolean {
  return title !== '' || outcomes.size === 1;
}

async function addControl(
  program: Program,
  passing: readonly [title: string, outcome: Outcome][],
  results: readonly Result[],
  equipment: Performers,
): Promise<void> {
  const printed = await perform(program, 'printed', equipment);
  for (const [index, [title]] of passing.entries()) {
    const result = results[index] as Result;
    if (differs(result)) result.printed = outcomeOf(title, printed);
  }
}

export function differs({ untouched, compared }: Result): boolean {
  return Object.values(compared).some((outcome) => !isSame(outcome, untouched));
}

export function isSame(a: Outcome, b: Outcome): boolean {
  return a.status === b.status && a.printed.join('\n') === b.printed.join('\n');
}
