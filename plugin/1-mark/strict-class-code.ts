import { types as t } from '@babel/core';
import { eachChild } from '../3-analyze/children.ts';
import { mayBlock } from './top-level.ts';

/**
 * All of a class is strict code, and what its parent and its computed keys evaluate may be moved out of it. In a program that
 * is not strict, the functions in them say so by themselves:
 *
 *     class C extends (function () { return f(this); })() {}
 *     =>
 *     class C extends (function () { 'use strict'; return f(this); })() {}
 *
 * Functions whose parameters are not plain cannot have the directive.
 */
export function writeOutStrictness(program: t.Program): void {
  if (program.sourceType !== 'module') visit(program);
}

function visit(node: t.Node): void {
  if ((t.isProgram(node) || t.isBlockStatement(node)) && hasDirective(node)) return;
  if (t.isClass(node)) {
    const parts = partsEvaluatedOutside(node);
    if (parts.some((part) => mayBlock(part, () => false))) parts.forEach(makeStrict);
    return;
  }
  eachChild(node, visit);
}

/** The parent and the computed keys. They stay where they are unless they may block. */
function partsEvaluatedOutside({ superClass, body }: t.Class): t.Node[] {
  const keys = body.body.flatMap((element) => ('computed' in element && element.computed ? [element.key] : []));
  return superClass ? [superClass, ...keys] : keys;
}

/** The outermost functions; those in them are strict, too, and so is what is in other classes. */
function makeStrict(node: t.Node): void {
  if (t.isClass(node)) visit(node);
  else if (t.isFunction(node)) addDirective(node);
  else eachChild(node, makeStrict);
}

function addDirective(fn: t.Function): void {
  if (!fn.params.every((param) => t.isIdentifier(param))) return;
  if (!t.isBlockStatement(fn.body)) fn.body = t.blockStatement([t.returnStatement(fn.body)]);
  if (!hasDirective(fn.body)) fn.body.directives.push(t.directive(t.directiveLiteral('use strict')));
}

function hasDirective({ directives }: t.Program | t.BlockStatement): boolean {
  return directives.some(({ value }) => value.value === 'use strict');
}
