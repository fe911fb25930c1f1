import { refuse } from '../interface/diagnostics.ts';
import type { Analysis, Binding, FunctionInfo, Ref } from '../3-analyze/model.ts';

/** Refuses functions that cannot be compiled without changing what they mean. */
export function refuseImpossible(analysis: Analysis): void {
  for (const fn of analysis.functions) {
    if (fn.withStatement !== null) refuseWith(fn, fn.withStatement, analysis);
    if (!fn.compiled) continue;
    if (fn.directEval !== null) throw refuse('GREENLETS101', fn.directEval);
  }
}

/** In a function that stays as it is, `with` does no harm unless it may hide a variable of an outer one that moved. */
function refuseWith(fn: FunctionInfo, statement: NonNullable<FunctionInfo['withStatement']>, analysis: Analysis): void {
  const refs = fn.compiled ? [] : [...analysis.refOf.values()];
  if (fn.compiled || refs.some((ref) => isIn(fn, ref) && ref.binding !== null && hasMoved(ref.binding))) {
    throw refuse('GREENLETS102', statement);
  }
}

function isIn(fn: FunctionInfo, ref: Ref): boolean {
  for (let inner: FunctionInfo | null = ref.fn; inner !== null; inner = inner.parent) if (inner === fn) return true;
  return false;
}

function hasMoved({ storage, emittedName, name }: Binding): boolean {
  return storage === 'boxed' || emittedName !== name;
}
