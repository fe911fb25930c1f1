import { types as t } from '@babel/core';
import { boundNames } from '../../3-analyze/scopes/declare.ts';
import { mayPrecedeInitialization } from '../../3-analyze/scopes/initialization.ts';
import { eachChild } from '../../syntax/children.ts';
import type { Binding } from '../../3-analyze/model.ts';
import { at, id } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { nativeKind, resource } from '../statements/disposal.ts';
import { lift } from '../context/dispatch.ts';
import { named } from '../values/naming.ts';
import { initialOrigin, takenApart, type Origin } from '../values/origins.ts';
import { emitPattern, firstValues } from '../expressions/patterns.ts';
import { rewritePattern } from '../rewrite/rewrite-patterns.ts';

/** In a generator, variables stay where they are declared. */
export function emitNativeVariables(node: t.VariableDeclaration, ctx: FunctionContext): void {
  for (const { id: target, init } of node.declarations) {
    if (init && !t.isIdentifier(target)) emitInitialPattern(node, target as t.LVal, init, ctx);
    else {
      const value = init ? resource(named(init, lift(init, ctx), target as t.LVal, ctx), init, node, ctx) : null;
      declare(node, target as t.LVal, value, ctx);
    }
  }
}

function emitInitialPattern(
  node: t.VariableDeclaration,
  target: t.LVal,
  init: t.Expression,
  ctx: FunctionContext,
): void {
  const origin = initialOrigin(init);
  emitNativePattern(node, target, lift(init, ctx), origin, ctx);
}

/**
 * Declares a pattern in a generator. If all that may suspend is the iterator of the pattern itself, it stays a pattern,
 * for which the values are iterated first. So it does if it cannot be taken apart and only iterators may suspend; one
 * further inside is a border then.
 */
export function emitNativePattern(
  node: t.VariableDeclaration,
  target: t.LVal,
  value: t.Expression,
  origin: Origin,
  ctx: FunctionContext,
): void {
  if (ctx.yields(target) && !yieldsAtTopOnly(target, ctx)) {
    if (canBeTakenApart(node, target, ctx)) return emitTakenApart(node, target, value, origin, ctx);
    if (!onlyIterates(target, ctx)) throw ctx.program.refuse(target);
  }
  const iterates = t.isArrayPattern(target) && ctx.program.analysis.yieldPoints.has(target);
  const source = iterates ? firstValues(target, value, ctx, origin.iterated) : takenApart(target, value, origin, ctx);
  declare(node, rewritePattern(target, ctx) as t.LVal, source, ctx);
}

function declare(node: t.VariableDeclaration, target: t.LVal, value: t.Expression | null, ctx: FunctionContext): void {
  ctx.add(at(t.variableDeclaration(nativeKind(node), [t.variableDeclarator(target, value)]), node));
}

function yieldsAtTopOnly(target: t.Node, ctx: FunctionContext): boolean {
  return t.isArrayPattern(target) && !target.elements.some((element) => ctx.yields(element));
}

/** Whether all that could suspend in a pattern are iterators. */
function onlyIterates(node: t.Node, ctx: FunctionContext): boolean {
  if (!ctx.yields(node)) return true;
  const { yieldPoints } = ctx.program.analysis;
  if (!t.isArrayPattern(node) && (yieldPoints.has(node) || t.isExpression(node))) return false;
  let result = true;
  eachChild(node, (child) => {
    result &&= onlyIterates(child, ctx);
  });
  return result;
}

/** Whether the variables may as well be declared before they get their values. */
function canBeTakenApart(node: t.VariableDeclaration, target: t.Node, ctx: FunctionContext): boolean {
  return bindingsOf(target, ctx).every((binding) => {
    const isConstant = node.kind !== 'let' && node.kind !== 'var' && binding.writes > 0;
    return !isConstant && !binding.refs.some((ref) => mayPrecedeInitialization(ref, binding));
  });
}

/** `let a, b;`, and assignments in the order of the specification. */
function emitTakenApart(
  node: t.VariableDeclaration,
  target: t.LVal,
  value: t.Expression,
  origin: Origin,
  ctx: FunctionContext,
): void {
  const names = boundNames(target);
  const declarators = names.map((name) => t.variableDeclarator(id(name)));
  if (declarators.length > 0) ctx.add(t.variableDeclaration(node.kind === 'var' ? 'var' : 'let', declarators));
  emitPattern(target, value, ctx, origin);
}

function bindingsOf(target: t.Node, ctx: FunctionContext): Binding[] {
  const found: Binding[] = [];
  const visit = (node: t.Node): void => {
    const ref = t.isIdentifier(node) ? ctx.program.analysis.refOf.get(node) : undefined;
    if (ref?.binding?.refs.every(({ node: other }) => other !== node)) found.push(ref.binding);
    eachChild(node, visit);
  };
  visit(target);
  return found;
}
