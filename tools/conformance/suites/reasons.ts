import { isSame, type Result } from './compare.ts';

interface Reason {
  pattern: RegExp;
  reason: string;
}

/** Why programs are known to differ. A reason must convince somebody who knows the language specification. */
const KNOWN: readonly Reason[] = [];

/** Why a program differs: found in the run itself, or known; null if nobody can say. */
export function reasonFor({ name, untouched, compared, printed }: Result): string | null {
  const outcomes = Object.values(compared).filter((outcome) => !isSame(outcome, untouched));
  const refused = outcomes.find(({ status }) => status === 'refused');
  if (refused !== undefined) return `refused: ${refused.detail}`;
  if (printed !== null && outcomes.every(({ status }) => status === printed.status)) {
    return 'Babel alone, without the plugin, makes the same difference';
  }
  return KNOWN.find(({ pattern }) => pattern.test(name))?.reason ?? null;
}
