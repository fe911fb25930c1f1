import { compete, isUntouched, type Contestant } from '../contestants/index.ts';
import type { Case } from '../types.ts';

const ALL: Contestant[] = ['plain', 'greenlets', 'async/await', 'generators', 'gensync'];
/** Packages, which do not survive being coloured. */
const TWO: Contestant[] = ['plain', 'greenlets'];

const NOTE =
  'acorn, marked, mustache and postcss have no versions in colours: coloured mechanically, file by file, none of them ' +
  'works, as constructors, accessors and builtins call much of what they define. They are measured after a second, optimized.';

const OWN =
  'richards deltablue nbody fannkuch binary-trees spectral-norm dijkstra ray-tracer queens levenshtein tokenizer json interpreter';
const PACKAGES = 'acorn marked mustache postcss';

const contestantsOf = new Map([
  ...OWN.split(' ').map((name) => [name, ALL] as const),
  ...PACKAGES.split(' ').map((name) => [name, TWO] as const),
]);

export const names: readonly string[] = [...contestantsOf.keys()];

/** A package is large: until the engine has optimized it, its processor time is mostly that of the optimizing compiler. */
const WARM_UP = 20;

/** Programs that could wait at every call, and never do. */
export async function prepare(name: string): Promise<Case> {
  const chosen = contestantsOf.get(name) ?? ALL;
  const contestants = await compete(name, chosen);
  const untouched = isUntouched(name);
  const row: Case = { row: 'never blocks', name, operations: 1, unit: 'ms', contestants, untouched };
  return chosen === TWO ? { ...row, warmUp: WARM_UP, notes: [NOTE] } : row;
}
