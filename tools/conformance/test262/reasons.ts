import { minimatch } from 'minimatch';
import type { Difference } from './tally.ts';

interface Reason {
  /** Paths of tests, from `test/`. */
  pattern: string;
  reason: string;
}

/** Why tests are known to differ. A reason must convince somebody who knows the language specification. */
const KNOWN: readonly Reason[] = [
  {
    pattern: 'built-ins/Function/prototype/toString/**',
    reason: 'the source text of a function is that of the compiled one',
  },
];

/** Why a run differs: found in the run itself, or known; null if nobody can say. */
export function reasonFor(difference: Difference): string | null {
  const { file, untouched, printed, compared } = difference;
  const outcomes = Object.values(compared).filter(({ status }) => status !== untouched.status);
  const refused = outcomes.find(({ status }) => status === 'refused');
  if (refused !== undefined) return `refused: ${refused.detail}`;
  if (printed !== null && outcomes.every(({ status }) => status === printed.status)) {
    return 'Babel alone, without the plugin, makes the same difference';
  }
  const path = file.replace(/^test\//, '');
  return KNOWN.find(({ pattern }) => minimatch(path, pattern))?.reason ?? null;
}
