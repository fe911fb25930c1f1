import { types as t } from '@babel/core';
import { declare } from '../declare.ts';
import { visitInitializer } from './functions.ts';
import { inferName, nameAfter } from './names.ts';
import type { Resolver } from '../resolver.ts';

export function visitClass(node: t.Class, resolver: Resolver): void {
  const { strict } = resolver.fn;
  if (t.isClassDeclaration(node) && node.id) resolver.declared(node.id, node.id.name);
  for (const decorator of node.decorators ?? []) resolver.visit(decorator);
  resolver.fn.strict = true;
  resolver.inScope('class', node, () => {
    if (node.id) declare(resolver.scope, node.id.name, 'self', node);
    if (t.isClassExpression(node) && node.id) resolver.declared(node.id, node.id.name);
    if (node.superClass) resolver.visit(node.superClass);
    resolver.visit(node.body);
  });
  resolver.fn.strict = strict;
  if (t.isClassDeclaration(node) && node.id) resolver.initialized(node.id.name);
}

export function visitField(
  node: t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty,
  resolver: Resolver,
): void {
  for (const decorator of node.decorators ?? []) resolver.visit(decorator);
  if ('computed' in node && node.computed) resolver.visit(node.key);
  const { value } = node;
  if (value && t.isClassPrivateProperty(node)) inferName(`#${node.key.id.name}`, value, resolver);
  else if (value && !(node as { computed?: boolean }).computed) nameAfter(node.key, value, resolver);
  if (value) visitInitializer(node, () => resolver.visit(value), resolver);
}
