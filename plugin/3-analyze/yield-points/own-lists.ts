import { isRest } from './iterations.ts';
import { nodesOf } from '../../syntax/node-list.ts';
import type { Resolution, Binding } from '../model.ts';

/**
 * Finds the rest parameters that are only spread and read: the array of the arguments is in nobody else's hands, so that its
 * elements are what they are. Reading an element may ask a prototype for it, but that does not change the array.
 */
export function findOwnLists(analysis: Resolution): Set<Binding> {
  if (analysis.dynamic) return new Set();
  const reads = new Map<Binding, number>();
  for (const { argument } of nodesOf(analysis.list, 'SpreadElement')) {
    const binding = analysis.refOf.get(argument)?.binding;
    if (binding) reads.set(binding, (reads.get(binding) ?? 0) + 1);
  }
  // Of the references, one is the declaration.
  return new Set([...reads].filter(([binding, count]) => isOwnRest(binding, count)).map(([binding]) => binding));
}

function isOwnRest(binding: Binding, reads: number): boolean {
  const { kind, writes, refs } = binding;
  if (kind !== 'param' || writes > 0 || !isRest(binding)) return false;
  return refs.filter(({ write }) => !write).length <= reads;
}
