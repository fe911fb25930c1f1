import type { Variant } from '../programs/execute.ts';
import type { Pipeline } from './pipelines.ts';
import type { Program } from './programs.ts';
import { isMixture, isSameButForQuotes } from './resembles.ts';

/** What became of a program in a build. */
export interface Verdict {
  pipeline: string;
  program: string;
  /**
   * `same`: it does what it does untouched. `changed`: it does what it does when it is built without our plugin, which is
   * not the same, or something between the two. `impossible`: it cannot be built without our plugin either. `border`: a call
   * in a generator or async function that the build has rewritten was refused, as it should be. `refused`: by the compiler.
   * `renamed`: it prints names that the build changes.
   */
  kind: 'same' | 'changed' | 'impossible' | 'border' | 'refused' | 'renamed' | 'different';
  /** Of what is different. */
  difference: { variant: Variant; expected: string; actual: string } | null;
}

/**
 * Sends a program through a build with our plugin, without and with `stress`. `untouched`: what it does as it is; null if no
 * engine understands it as it is.
 */
export async function check(program: Program, pipeline: Pipeline, untouched: string | null): Promise<Verdict> {
  const { name, stages } = pipeline;
  let kind: Verdict['kind'] = 'same';
  for (const variant of ['compiled', 'stress'] as const) {
    const actual = await attempt(program, variant, stages);
    if (actual === untouched) continue;
    const expected = await attempt(program, 'untouched', stages);
    const difference = { variant, expected, actual };
    if (expected.startsWith(FAILED)) kind = 'impossible';
    else if (actual === expected) kind = untouched === null ? 'same' : 'changed';
    else if (pipeline.makesBorders && actual.includes(' would block, but ')) kind = 'border';
    else if (/\bGREENLETS\d+\b/.test(actual)) kind = 'refused';
    else if (untouched !== null && isMixture(actual, untouched, expected)) kind = 'changed';
    else if (printsNames(program, pipeline) || isSameButForQuotes(actual, expected)) kind = 'renamed';
    else return { pipeline: name, program: program.name, kind: 'different', difference };
  }
  return { pipeline: name, program: program.name, kind, difference: null };
}

function printsNames({ name }: Program, { renames }: Pipeline): boolean {
  return renames !== undefined && PRINTING_NAMES[renames].has(name);
}

/** What they print is the point of them; so a build that changes names changes it. */
const PRINTING_NAMES: Record<NonNullable<Pipeline['renames']>, ReadonlySet<string>> = {
  variables: new Set([
    'fixtures/4-emit/names-of-functions-and-class-members',
    'fixtures/4-emit/parameters-with-defaults-and-patterns',
    'fixtures/4-emit/private-methods',
    'suite/functions.js (sloppy)',
  ]),
  anonymous: new Set(['fixtures/4-emit/names-from-computed-keys']),
};

const FAILED = 'not built: ';

/** What a program does; that it cannot be built is an outcome, too. */
export async function attempt(program: Program, variant: Variant, stages: Pipeline['stages']): Promise<string> {
  try {
    return await program.run(variant, stages);
  } catch (error) {
    return `${FAILED}${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
