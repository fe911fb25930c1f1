import { types as t } from '@babel/core';
import { isLogicalAssignment } from '../../../syntax/logical-assignment.ts';
import { nameAfter } from './names.ts';
import type { Resolver } from '../resolver.ts';

export function visitUpdate(node: t.UpdateExpression, resolver: Resolver): void {
  if (t.isIdentifier(node.argument)) resolver.reference(node.argument, node.argument.name, true);
  else resolver.visit(node.argument);
}

export function visitAssignment(node: t.AssignmentExpression, resolver: Resolver): void {
  if (t.isMemberExpression(node.left)) resolver.stores.push(node.left);
  if (node.operator === '=') {
    visitTargetParts(node.left, resolver);
    nameAfter(node.left, node.right, resolver);
    if (t.isMemberExpression(node.left)) resolver.assignedToMembers.add(node.right);
    resolver.visit(node.right);
    assignTargets(node.left, resolver);
  } else {
    if (isLogicalAssignment(node.operator)) nameAfter(node.left, node.right, resolver);
    visitPattern(node.left, true, resolver);
    resolver.visit(node.right);
  }
}

export function visitVariables(node: t.VariableDeclaration, assigned = false, resolver: Resolver): void {
  for (const { id, init } of node.declarations) {
    if (init) nameAfter(id, init, resolver);
    if (init) resolver.visit(init);
    const isWrite = node.kind === 'var' && ((init !== null && init !== undefined) || assigned);
    // `var x;` does nothing, whatever `x` is.
    if (node.kind === 'var' && !isWrite) resolver.declared(id, (id as t.Identifier).name);
    else visitPattern(id, isWrite, resolver);
  }
}

/** What an assignment evaluates before its right side; the targets themselves come after it. */
function visitTargetParts(target: t.Node, resolver: Resolver): void {
  if (t.isMemberExpression(target)) resolver.children(target);
}

function assignTargets(target: t.Node, resolver: Resolver): void {
  if (!t.isMemberExpression(target)) visitPattern(target, true, resolver);
}

/** A declared or assigned pattern: its names are declared (or written), its defaults and keys evaluated. */
export function visitPattern(node: t.Node, write: boolean, resolver: Resolver): void {
  switch (node.type) {
    case 'Identifier':
      return write ? resolver.reference(node, node.name, true) : visitBound(node, resolver);
    case 'AssignmentPattern':
      nameAfter(node.left, node.right, resolver);
      resolver.visit(node.right);
      return visitPattern(node.left, write, resolver);
    case 'RestElement':
      return visitPattern(node.argument, write, resolver);
    case 'TSParameterProperty':
      return visitPattern(node.parameter, write, resolver);
    case 'ArrayPattern':
      for (const element of node.elements) if (element !== null) visitPattern(element, write, resolver);
      return;
    case 'ObjectPattern':
      for (const property of node.properties) {
        if (t.isRestElement(property)) visitPattern(property.argument, write, resolver);
        else {
          if (property.computed) resolver.visit(property.key);
          else noteProperty(property, resolver);
          visitPattern(property.value, write, resolver);
        }
      }
      return;
    default:
      visitWrapped(node, write, resolver);
  }
}

function noteProperty({ key, value }: t.ObjectProperty, resolver: Resolver): void {
  const target = t.isAssignmentPattern(value) ? value.left : value;
  const binding = t.isIdentifier(target) && t.isIdentifier(key) ? resolver.lookup(target.name) : null;
  if (binding !== null) binding.property = (key as t.Identifier).name;
}

/** From here on, the variable has a value; the parts of a pattern further right can use it. */
function visitBound(node: t.Identifier, resolver: Resolver): void {
  resolver.declared(node, node.name);
  const kind = resolver.lookup(node.name)?.kind;
  if (kind === 'let' || kind === 'const' || kind === 'param') resolver.initialized(node.name);
}

function visitWrapped(node: t.Node, write: boolean, resolver: Resolver): void {
  const inner = (node as { expression?: t.Node }).expression;
  if (inner !== undefined && !t.isMemberExpression(node)) visitPattern(inner, write, resolver);
  else resolver.visit(node);
}
