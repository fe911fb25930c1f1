import { types as t } from '@babel/core';
import { contains, eachChild, isTypeOnly, unwrap } from '../../syntax/children.ts';
import { alwaysThrows } from './endings.ts';
import type { Resolution, Binding } from '../model.ts';

/**
 * Whether a `catch` clause cleans up and lets the error go on: it throws again what it caught, on some path, or can only end
 * by throwing. Such a clause is entered with a cancellation, too, which goes on however the clause ends.
 */
export function cleansUp(handler: t.CatchClause, analysis: Resolution): boolean {
  if (!contains(handler.body, t.isThrowStatement)) return false;
  const caught = aliasesOf(handler, analysis);
  return rethrows(handler.body, caught, analysis) || (throws(handler.body) && alwaysThrows(handler.body.body));
}

/** The parameter, and the variables that are given its value in the clause. */
function aliasesOf({ param, body }: t.CatchClause, analysis: Resolution): ReadonlySet<Binding> {
  const aliases = new Set<Binding>();
  const add = (target: t.Node): void => {
    const binding = analysis.refOf.get(target)?.binding;
    if (binding) aliases.add(binding);
  };
  if (t.isIdentifier(param)) add(param);
  const visit = (node: t.Node): void => {
    if (isFunction(node)) return;
    if (t.isVariableDeclarator(node) && node.init && isCaught(node.init, aliases, analysis)) add(node.id);
    if (t.isAssignmentExpression(node) && isCaught(node.right, aliases, analysis)) add(node.left);
    eachChild(node, visit);
  };
  if (aliases.size > 0) visit(body);
  return aliases;
}

/** Whether a `throw` of what was caught leaves the statements. */
function rethrows(node: t.Node, caught: ReadonlySet<Binding>, analysis: Resolution): boolean {
  if (isFunction(node) || isTypeOnly(node)) return false;
  if (t.isThrowStatement(node)) return isCaught(node.argument, caught, analysis);
  let found = false;
  eachChild(node, (child, key) => {
    if (found || (key === 'block' && t.isTryStatement(node) && keepsErrors(node, analysis))) return;
    found = rethrows(child, caught, analysis);
  });
  return found;
}

/** Whether there is a `throw` outside of functions. */
function throws(node: t.Node): boolean {
  if (isFunction(node) || isTypeOnly(node)) return false;
  let found = t.isThrowStatement(node);
  eachChild(node, (child) => {
    found ||= throws(child);
  });
  return found;
}

/** What is thrown in its block ends in its own clause. */
function keepsErrors({ handler }: t.TryStatement, analysis: Resolution): boolean {
  return !!handler && !cleansUp(handler, analysis);
}

/** Whether an expression may evaluate to what was caught. */
function isCaught(expression: t.Node, caught: ReadonlySet<Binding>, analysis: Resolution): boolean {
  const node = unwrap(expression);
  const isAny = (...parts: t.Node[]): boolean => parts.some((part) => isCaught(part, caught, analysis));
  switch (node.type) {
    case 'Identifier': {
      const binding = analysis.refOf.get(node)?.binding;
      return !!binding && caught.has(binding);
    }
    case 'ConditionalExpression':
      return isAny(node.consequent, node.alternate);
    case 'LogicalExpression':
      return isAny(node.left, node.right);
    case 'AssignmentExpression':
      return isAny(node.right);
    case 'SequenceExpression':
      return isAny(...node.expressions.slice(-1));
    case 'CallExpression':
      return isObjectAssign(node.callee) && isAny(...node.arguments.slice(0, 1));
    default:
      return false;
  }
}

/** `Object.assign(error, { more })` is the error. */
function isObjectAssign(callee: t.Node): boolean {
  return (
    t.isMemberExpression(callee) &&
    t.isIdentifier(callee.object, { name: 'Object' }) &&
    t.isIdentifier(callee.property, { name: 'assign' })
  );
}

function isFunction(node: t.Node): boolean {
  return t.isFunction(node) || t.isClass(node);
}
