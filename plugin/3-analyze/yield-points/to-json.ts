import type { Resolution } from '../model.ts';

/**
 * Whether a function of this program that can suspend may become a `toJSON`: the name occurs. `JSON.stringify` is faster
 * as long as no program has one.
 */
export function mayDefineToJson({ functions, list }: Resolution): boolean {
  if (!functions.some(({ compiled }) => compiled)) return false;
  return list.nodes.some(
    (node) =>
      (node.type === 'Identifier' && node.name === 'toJSON') ||
      (node.type === 'StringLiteral' && node.value === 'toJSON'),
  );
}
