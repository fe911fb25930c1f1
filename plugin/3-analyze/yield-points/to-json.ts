import { nodesOf } from '../../syntax/node-list.ts';
import type { Resolution } from '../model.ts';

/**
 * Whether a function of this program that can suspend may become a `toJSON`: the name occurs. `JSON.stringify` is faster
 * as long as no program has one.
 */
export function mayDefineToJson({ functions, list }: Resolution): boolean {
  if (!functions.some(({ compiled }) => compiled)) return false;
  return (
    nodesOf(list, 'Identifier').some(({ name }) => name === 'toJSON') ||
    nodesOf(list, 'StringLiteral').some(({ value }) => value === 'toJSON')
  );
}
