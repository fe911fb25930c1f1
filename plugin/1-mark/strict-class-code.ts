import { types as t } from '@babel/core';
import { eachChild } from '../3-analyze/children.ts';

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
    if (node.superClass) makeStrict(node.superClass);
    for (const element of node.body.body) if ('computed' in element && element.computed) makeStrict(element.key);
    return;
  }
  eachChild(node, visit);
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
