import { execute, type Equipment } from './execute.ts';
import type { Outcome } from './outcome.ts';
import { readScenarios, type Scenario } from './scenario.ts';
import type { Form } from './translate.ts';

/** The modes that are compared with the untouched run. */
export type Compared = 'compiled' | 'stress';

/** What came out of a scenario. */
export interface Result {
  kind: Scenario['kind'];
  /** The test's top level was made a function, and ran in a greenlet. */
  wrapped: boolean;
  untouched: Outcome;
  compared: Partial<Record<Compared, Outcome>>;
  /** For what differs: the outcome of the program when Babel only parses and prints it. */
  printed: Outcome | null;
}

/** Runs the scenarios of a test untouched and in the given modes. */
export async function check(file: string, modes: readonly Compared[], equipment: Equipment): Promise<Result[]> {
  const results: Result[] = [];
  for (const scenario of readScenarios(file)) results.push(await checkScenario(scenario, modes, equipment));
  return results;
}

async function checkScenario(scenario: Scenario, modes: readonly Compared[], equipment: Equipment): Promise<Result> {
  const native: Form = scenario.kind === 'module' ? 'module' : 'script';
  const untouched = await execute(scenario, native, 'untouched', equipment);
  let form: Form = (await canWrap(scenario, untouched, equipment)) ? 'function' : native;
  let compared = await compare(scenario, form, modes, equipment);
  if (form === 'function' && Object.values(compared).some(({ status }) => status === 'refused')) {
    form = native;
    compared = await compare(scenario, form, modes, equipment);
  }
  const differs = Object.values(compared).some(({ status }) => status !== untouched.status);
  const printed = differs ? await execute(scenario, form, 'printed', equipment) : null;
  return { kind: scenario.kind, wrapped: form === 'function', untouched, compared, printed };
}

async function compare(
  scenario: Scenario,
  form: Form,
  modes: readonly Compared[],
  equipment: Equipment,
): Promise<Partial<Record<Compared, Outcome>>> {
  const outcomes: Partial<Record<Compared, Outcome>> = {};
  for (const mode of modes) outcomes[mode] = await execute(scenario, form, mode, equipment);
  return outcomes;
}

/**
 * Whether the top level can be made a function without changing what the test shows: if it is a script that runs, and
 * that passes as a function, too.
 */
async function canWrap(scenario: Scenario, untouched: Outcome, equipment: Equipment): Promise<boolean> {
  const { kind, metadata } = scenario;
  if (kind === 'module' || kind === 'raw' || untouched.status !== 'pass') return false;
  if (metadata.negative !== null && metadata.negative.phase !== 'runtime') return false;
  const asFunction = await execute(scenario, 'function', 'untouched', equipment);
  return asFunction.status === 'pass';
}
