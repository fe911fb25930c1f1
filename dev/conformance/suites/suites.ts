import { asyncToPromises } from './async-to-promises.ts';
import { babel } from './babel.ts';
import { regenerator } from './regenerator.ts';
import { stopify } from './stopify.ts';
import type { Suite } from './suite.ts';

export const suites: readonly Suite[] = [regenerator, stopify, babel, asyncToPromises];

/** @throws {Error} if there is none of that name */
export function suiteNamed(name: string): Suite {
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite === undefined) throw new Error(`there is no suite ${name}, only ${suites.map((s) => s.name).join(', ')}`);
  return suite;
}
