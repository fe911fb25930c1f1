import { types as t } from '@babel/core';
import { isDecorated } from '../../syntax/classes/decorated.ts';
import type { FunctionInfo } from '../model.ts';

/**
 * Whether a private method that uses `super` can be defined by the key `#m` first, and taken away again before anybody
 * sees it: no other element has this key, and no decorator runs in between.
 */
export function canBeDefinedOpenly({ node, scope }: FunctionInfo): boolean {
  const owner = scope?.parent?.node;
  if (!t.isClassPrivateMethod(node) || !t.isClass(owner) || isDecorated(owner)) return false;
  const key = openKey(node);
  return owner.body.body.every((element) => element === node || !mayHaveKey(element, key));
}

export function openKey({ key }: t.ClassPrivateMethod): string {
  return `#${key.id.name}`;
}

function mayHaveKey(element: t.ClassBody['body'][number], key: string): boolean {
  if (isDecorated(element)) return true;
  if (!('computed' in element) || !('key' in element)) return false;
  return element.computed || t.isStringLiteral(element.key, { value: key });
}
