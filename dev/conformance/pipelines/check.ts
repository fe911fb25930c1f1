import { show, type Variant } from '../programs/execute.ts';
import type { Pipeline } from './pipelines.ts';
import type { Program } from './programs.ts';
import { reasonFor } from './reasons.ts';
import { isMixture } from './resembles.ts';
import { collectStrays, type Emitter } from './strays.ts';

/** What became of a program in a build. */
export interface Verdict {
  pipeline: string;
  program: string;
  /**
   * `same`: it does what it does untouched. `changed`: it does what it does when it is built without our plugin, which is
   * not the same, or something between the two. `impossible`: it cannot be built without our plugin either, or never ends.
   * `border`: a call in a generator or async function that the build has rewritten was refused, as it should be. `refused`:
   * by the compiler. `explained`: for a reason that is known.
   */
  kind: 'same' | 'changed' | 'impossible' | 'border' | 'refused' | 'explained' | 'different';
  /** Of what is explained. */
  reason: string | null;
  /** Of what is different. */
  difference: { variant: Variant; untouched: string | null; expected: string; actual: string } | null;
}

/**
 * Sends a program through a build with our plugin, without and with `stress`. `untouched`: what it does as it is; null if no
 * engine understands it as it is.
 */
export async function check(program: Program, pipeline: Pipeline, untouched: string | null): Promise<Verdict> {
  const { name, stages } = pipeline;
  let kind: Verdict['kind'] = 'same';
  let reason: string | null = null;
  if (pipeline.endless?.includes(program.name)) {
    return { pipeline: name, program: program.name, kind: 'impossible', reason, difference: null };
  }
  for (const variant of ['compiled', 'stress'] as const) {
    const actual = await attempt(program, variant, stages);
    if (actual === untouched) continue;
    const expected = await attempt(program, 'untouched', stages);
    const difference = { variant, untouched, expected, actual };
    if (expected.startsWith(FAILED)) kind = 'impossible';
    else if (actual === expected) kind = untouched === null ? 'same' : 'changed';
    else if (pipeline.makesBorders && actual.includes(' would block, but ')) kind = 'border';
    else if (/\bGREENLETS\d+\b/.test(actual)) kind = 'refused';
    else if (untouched !== null && isMixture(actual, untouched, expected)) kind = 'changed';
    else {
      reason = reasonFor(name, program.name, actual, expected);
      if (reason === null) return { pipeline: name, program: program.name, kind: 'different', reason, difference };
      kind = 'explained';
    }
  }
  return { pipeline: name, program: program.name, kind, reason, difference: null };
}

const FAILED = 'not built: ';

/** What a program does: that it cannot be built is an outcome, too, and so are the errors that nobody catches. */
export async function attempt(
  program: Program,
  variant: Variant,
  stages: Pipeline['stages'],
  emitter: Emitter = process,
): Promise<string> {
  let outcome = '';
  const strays = await collectStrays(emitter, async () => {
    try {
      outcome = await program.run(variant, stages);
    } catch (error) {
      outcome = `${FAILED}${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
  });
  return [outcome, ...strays.map((error) => `nobody caught ${show(error)}`)].join('\n');
}
