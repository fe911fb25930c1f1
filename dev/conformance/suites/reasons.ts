import { findReason } from '../report/reason.ts';
import { isSame, type Result } from './compare.ts';

interface Reason {
  pattern: RegExp;
  reason: string;
}

/** Why programs are known to differ. A reason must convince somebody who knows the language specification. */
const KNOWN: readonly Reason[] = [];

/** Why a program differs: found in the run itself, or known; null if nobody can say. */
export function reasonFor(result: Result): string | null {
  const known = KNOWN.find(({ pattern }) => pattern.test(result.name));
  return findReason(result, isSame) ?? known?.reason ?? null;
}
