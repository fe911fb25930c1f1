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
  let { form, untouched } = await findForm(scenario, equipment);
  let compared = await compare(scenario, form, modes, equipment);
  if (form === 'function' && Object.values(compared).some(({ status }) => status === 'refused')) {
    form = 'script';
    untouched = await execute(scenario, form, 'untouched', equipment);
    compared = await compare(scenario, form, modes, equipment);
  }
  const differs = Object.values(compared).some(({ status }) => status !== untouched.status);
  const printed = differs ? await execute(scenario, form, 'printed', equipment) : null;
  return { kind: scenario.kind, wrapped: form === 'function', untouched, compared, printed };
}

/**
 * The top level becomes a function if that does not change what the test shows: if it is a script that is meant to run,
 * and that passes as a function.
 */
async function findForm(scenario: Scenario, equipment: Equipment): Promise<{ form: Form; untouched: Outcome }> {
  const { kind, metadata } = scenario;
  const runs = metadata.negative === null || metadata.negative.phase === 'runtime';
  if (runs && kind !== 'module' && kind !== 'raw') {
    const untouched = await execute(scenario, 'function', 'untouched', equipment);
    if (untouched.status === 'pass') return { form: 'function', untouched };
  }
  const form = kind === 'module' ? 'module' : 'script';
  return { form, untouched: await execute(scenario, form, 'untouched', equipment) };
}

async function compare(
  scenario: Scenario,
  form: Form,
  modes: readonly Compared[],
  equipment: Equipment,
): Promise<Partial<Record<Compared, Outcome>>> {
  const outcomes: Partial<Record<Compared, Outcome>> = {};
  // Without a yield point, stress changes nothing.
  const known = new Map<string, Outcome>();
  for (const mode of modes) outcomes[mode] = await execute(scenario, form, mode, equipment, known);
  return outcomes;
}
