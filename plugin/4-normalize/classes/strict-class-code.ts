import { types as t } from '@babel/core';
import { contains, eachChild } from '../../syntax/children.ts';
import { outerParts } from '../../syntax/classes/class-parts.ts';
import { mayBlock } from '../../syntax/evaluation/may-block.ts';
import { waits } from '../../syntax/evaluation/waits.ts';

/**
 * All of a class is strict code, and what its parent and its computed keys evaluate may be moved out of it. In a program that
 * is not strict, they become functions which say so:
 *
 *     class C extends (function () { return f(this); })() {}
 *     =>
 *     class C extends (() => { 'use strict'; return (function () { return f(this); })(); })() {}
 *
 * Where they wait for something themselves, it is the functions in them that say so. Those whose parameters are not plain
 * cannot.
 *
 * Input: the marked nodes. Output: the functions that are new are marked.
 */
export function writeOutStrictness(program: t.Program, marked: Set<t.Node>): void {
  if (program.sourceType !== 'module' && [...marked].some((node) => t.isClass(node))) visit(program, marked);
}

function visit(node: t.Node, marked: Set<t.Node>): void {
  if ((t.isProgram(node) || t.isBlockStatement(node)) && hasDirective(node)) return;
  if (!t.isClass(node)) return eachChild(node, (child) => visit(child, marked));
  if (!marked.has(node)) return;
  const parts = outerParts(node).filter(({ kind }) => kind !== 'decorator');
  if (!parts.some(({ node: part }) => mayBlock(part, () => false))) return;
  for (const { node: part, replace } of parts) {
    if (waits(part)) makeStrict(part, marked);
    else if (contains(part, dependsOnMode)) replace(inStrictFunction(part, marked));
  }
}

/** What may mean something else in strict code. */
function dependsOnMode(node: t.Node): boolean {
  const assigns = t.isAssignmentExpression(node) || t.isUpdateExpression(node);
  return assigns || t.isFunction(node) || t.isClass(node) || t.isUnaryExpression(node, { operator: 'delete' });
}

function inStrictFunction(value: t.Expression, marked: Set<t.Node>): t.Expression {
  const body = t.blockStatement([t.returnStatement(value)], [useStrict()]);
  const arrow = t.arrowFunctionExpression([], body);
  arrow.loc = value.loc ?? null;
  marked.add(arrow);
  return t.callExpression(arrow, []);
}

/** The outermost functions; those in them are strict, too, and so is what is in other classes. */
function makeStrict(node: t.Node, marked: Set<t.Node>): void {
  if (t.isClass(node)) visit(node, marked);
  else if (t.isFunction(node)) addDirective(node);
  else eachChild(node, (child) => makeStrict(child, marked));
}

function addDirective(fn: t.Function): void {
  if (!fn.params.every((param) => t.isIdentifier(param))) return;
  if (!t.isBlockStatement(fn.body)) fn.body = t.blockStatement([t.returnStatement(fn.body)]);
  if (!hasDirective(fn.body)) fn.body.directives.push(useStrict());
}

function useStrict(): t.Directive {
  return t.directive(t.directiveLiteral('use strict'));
}

function hasDirective({ directives }: t.Program | t.BlockStatement): boolean {
  return directives.some(({ value }) => value.value === 'use strict');
}
