import { types as t } from '@babel/core';
import { eachChild, isParenthesized } from '../../../syntax/children.ts';
import type { Resolver } from '../resolver.ts';

/** An anonymous function or class is named after the variable or property that it initializes. */
export function nameAfter(target: t.Node, value: t.Node, resolver: Resolver): void {
  if (isParenthesized(target)) return;
  if (t.isIdentifier(target)) inferName(target.name, value, resolver);
  else if (t.isStringLiteral(target) || t.isNumericLiteral(target)) inferName(String(target.value), value, resolver);
  else if (t.isBigIntLiteral(target)) inferName(String(BigInt(target.value)), value, resolver);
}

export function inferName(name: string, value: t.Node, resolver: Resolver): void {
  while (t.isParenthesizedExpression(value)) value = value.expression;
  const anonymous =
    t.isArrowFunctionExpression(value) || ((t.isFunctionExpression(value) || t.isClass(value)) && !value.id);
  if (anonymous) resolver.inferredNames.set(value, name);
}

export function visitProperty(node: t.ObjectProperty, resolver: Resolver): void {
  if (!node.computed && !setsPrototype(node)) nameAfter(node.key, node.value, resolver);
  resolver.children(node);
}

export function visitDefaultExport(node: t.ExportDefaultDeclaration, resolver: Resolver): void {
  inferName('default', node.declaration, resolver);
  resolver.children(node);
}

export function visitExport(node: t.ExportNamedDeclaration, resolver: Resolver): void {
  if (node.source) noteNames(node, resolver);
  else resolver.children(node);
}

export function noteNames(node: t.Node, resolver: Resolver): void {
  eachChild(node, (child) => noteNames(child, resolver));
  if (t.isIdentifier(node)) resolver.names.add(node.name);
}

/** `<Name/>` refers to a variable unless it is the lower-case name of an element. */
export function visitJsxName(node: t.JSXIdentifier, resolver: Resolver): void {
  if (/^[^a-z]/.test(node.name)) resolver.reference(node, node.name, false);
}

/** `{ __proto__: value }` */
function setsPrototype({ key, shorthand }: t.ObjectProperty): boolean {
  const isKey = t.isIdentifier(key, { name: '__proto__' }) || t.isStringLiteral(key, { value: '__proto__' });
  return isKey && !shorthand;
}
