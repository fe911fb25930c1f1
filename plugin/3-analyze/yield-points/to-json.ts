import { types as t } from '@babel/core';
import type { Resolution } from '../model.ts';

/**
 * Whether a function of this program that can suspend may become a `toJSON`: the name occurs. `JSON.stringify` is faster
 * as long as no program has one.
 */
export function mayDefineToJson(program: t.Program, analysis: Resolution): boolean {
  if (!analysis.functions.some(({ compiled }) => compiled)) return false;
  let found = false;
  t.traverseFast(program, (node) => {
    found ||= t.isIdentifier(node, { name: 'toJSON' }) || t.isStringLiteral(node, { value: 'toJSON' });
  });
  return found;
}
