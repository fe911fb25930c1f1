import { types as t } from '@babel/core';
import type { Place } from '../heap/place.ts';
import type { Walker } from './walker.ts';

/** An access to a property. */
export type Member = t.MemberExpression | t.OptionalMemberExpression;

/** The name of a property, where it is known. */
export function propertyName(key: t.Node, computed: boolean): string | null {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isIdentifier(key) && !computed) return key.name;
  // A private name is another one.
  if (t.isStringLiteral(key)) return key.value.startsWith('#') ? null : key.value;
  return t.isNumericLiteral(key) ? String(key.value) : null;
}

/** The name of the property that a member expression reads; what is computed is walked. */
export function walkKey(node: Member, walker: Walker): string | null {
  const name = propertyName(node.property, node.computed);
  if (name === null) walker.convert(walker.walk(node.property));
  return name;
}

/** What `super` looks its properties up in. */
export function superObject(walker: Walker): Place {
  return walker.homes.get(walker.thisOwner())?.parents ?? walker.unknown();
}
