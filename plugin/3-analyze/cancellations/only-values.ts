import { unwrap } from '../../syntax/children.ts';
import { nodesOf } from '../../syntax/node-list.ts';
import type { types as t } from '@babel/core';
import type { Binding, Resolution } from '../model.ts';

/**
 * What variables are assigned that have no value before, and get none after: as those of the top level of a module, whose values
 * have moved out of the declarations.
 */
export function onlyAssignments(analysis: Resolution): ReadonlyMap<Binding, t.Node> {
  const values = new Map<Binding, t.Node>();
  for (const { operator, left, right } of nodesOf(analysis.list, 'AssignmentExpression')) {
    const binding = analysis.refOf.get(left)?.binding;
    if (operator === '=' && binding && isAssignedOnce(binding)) values.set(binding, unwrap(right));
  }
  return values;
}

function isAssignedOnce({ kind, value, writes, declarations }: Binding): boolean {
  return kind !== 'param' && value === null && writes === 1 && declarations === 1;
}

/** What a variable holds, if it never gets anything else than it is declared with, or assigned once. */
export function onlyValue(binding: Binding, assignments: ReadonlyMap<Binding, t.Node>): t.Node | null {
  const { value, writes, declarations, property } = binding;
  if (writes > 0 || declarations > 1 || property !== null) return assignments.get(binding) ?? null;
  return value && unwrap(value);
}
