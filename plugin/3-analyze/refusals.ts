import { refuse } from '../diagnostics.ts';
import type { Analysis } from './model.ts';

/** Refuses functions that cannot be compiled without changing what they mean. */
export function refuseImpossible(analysis: Analysis): void {
  for (const fn of analysis.functions) {
    if (!fn.compiled) continue;
    if (fn.directEval !== null) throw refuse('GREENLETS101', fn.directEval);
    if (fn.withStatement !== null) throw refuse('GREENLETS102', fn.withStatement);
    if (fn.usingDeclaration !== null) throw refuse('GREENLETS105', fn.usingDeclaration);
  }
}
