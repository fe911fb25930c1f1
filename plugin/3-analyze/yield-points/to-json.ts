import { nodesOf } from '../../syntax/node-list.ts';
import type { Resolution } from '../model.ts';

/**
 * Whether a function of this program that can suspend may become a `toJSON`: the name occurs. `JSON.stringify` is faster
 * as long as no program has one.
 */
export function mayDefineToJson({ functions, list }: Resolution): boolean {
  if (!functions.some(({ compiled }) => compiled)) return false;
  for (const { name } of nodesOf(list, 'Identifier')) if (name === 'toJSON') return true;
  for (const { value } of nodesOf(list, 'StringLiteral')) if (value === 'toJSON') return true;
  return false;
}
