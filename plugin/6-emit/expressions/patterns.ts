import { types as t } from '@babel/core';
import { assign, callOf, choose, equal, id, member, num, run, undef } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitIf } from './branches.ts';
import { lift, rewriteExpression } from '../context/dispatch.ts';
import { liftMember, touchThis } from '../values/members.ts';
import { keep } from '../values/keep.ts';
import { emitClose, emitStep } from '../statements/loops/steps.ts';
import { emitHelperCall } from '../calls/yield-points.ts';
import { rewritePattern } from '../rewrite/rewrite-patterns.ts';
import { initialize } from '../rewrite/initialize.ts';
import { named } from '../values/naming.ts';
import { checkOf, NESTED, originOf, readsFirst, takenApart, type Origin } from '../values/origins.ts';
import { isLateTarget } from '../variables/late-variables.ts';
import { needsCheck, rewriteTarget } from '../variables/references.ts';
import { emitProtected } from '../statements/protected.ts';
import { keepKey } from '../values/keys.ts';
import { isStable } from '../values/stability.ts';
import { emitCall } from '../calls/calls.ts';

/**
 * Assigns `value` to a pattern. One without yield points stays a pattern; otherwise it is taken apart, in the order of
 * the specification, into assignments.
 */
export function emitPattern(pattern: t.Node, value: t.Expression, ctx: FunctionContext, origin: Origin = NESTED): void {
  if (t.isIdentifier(pattern) && needsCheck(pattern, ctx)) {
    ctx.add(assign(rewritePattern(pattern, ctx) as t.LVal, value));
    return;
  }
  if (origin.isNameless && t.isObjectPattern(pattern) && beginsWithRead(pattern, ctx))
    return emitReads(pattern, value, ctx);
  if (t.isIdentifier(pattern) || (!ctx.yields(pattern) && !t.isAssignmentPattern(pattern))) {
    ctx.add(run(initialize(pattern as t.LVal, value, takenApart(pattern, value, origin, ctx), ctx)));
    return;
  }
  switch (pattern.type) {
    case 'MemberExpression':
      ctx.add(assign(liftMember(pattern, ctx), value));
      return;
    case 'CallExpression':
      return emitPrivateTarget(pattern, value, ctx);
    case 'AssignmentPattern': {
      const fallback = { ...originOf(pattern.right), mayRepeat: false };
      return emitPattern(pattern.left, emitDefault(keep(value, ctx), pattern.right, ctx, pattern.left), ctx, fallback);
    }
    case 'ObjectPattern':
      return emitObjectPattern(pattern, keep(value, ctx), origin, ctx);
    case 'ArrayPattern':
      if (isSimple(pattern, ctx)) return emitSimplePattern(pattern, value, origin.iterated, ctx);
      return emitArrayPattern(pattern, value, origin.iterated, ctx);
    default:
      throw ctx.program.refuse(pattern);
  }
}

/** Whether the first property goes to a variable, so that reading it may come before the others. */
function beginsWithRead(pattern: t.ObjectPattern, ctx: FunctionContext): boolean {
  const [first] = pattern.properties;
  if (!t.isObjectProperty(first) || first.computed || !isVariable(first.value, ctx)) return false;
  return !ctx.yields(pattern) && !t.isRestElement(pattern.properties.at(-1));
}

/**
 * The first property by itself: where there is none, the engine says which one cannot be read, and nothing about variables of
 * the output. That costs nothing, unlike a check.
 *
 *     a = param.a; ({ b, c = 1 } = param);
 */
function emitReads(pattern: t.ObjectPattern, value: t.Expression, ctx: FunctionContext): void {
  const source = t.isIdentifier(value) ? value : keep(value, ctx);
  const [{ key, value: target }, ...others] = pattern.properties as [t.ObjectProperty, ...t.ObjectProperty[]];
  const read = t.memberExpression(t.cloneNode(source), key, !t.isIdentifier(key));
  ctx.add(run(initialize(target as t.LVal, read, read, ctx)));
  if (others.length === 0) return;
  ctx.add(run(initialize(t.objectPattern(others), source, t.cloneNode(source), ctx)));
}

/** `value === void 0 ? default : value`, for a `value` that may be mentioned twice. */
export function emitDefault(
  value: t.Expression,
  fallback: t.Expression,
  ctx: FunctionContext,
  target: t.Node | null = null,
): t.Expression {
  const isMissing = equal(t.cloneNode(value), undef());
  if (!ctx.yields(fallback)) {
    const rewritten = rewriteExpression(fallback, ctx);
    const storage = t.isIdentifier(target) ? rewriteTarget(target, ctx) : null;
    return choose(
      isMissing,
      storage === null ? rewritten : named(fallback, rewritten, member(id('_'), '_'), ctx),
      t.cloneNode(value),
    );
  }
  const result = ctx.temporary();
  ctx.add(assign(result, t.cloneNode(value)));
  emitIf(isMissing, ctx, () => ctx.add(assign(t.cloneNode(result), named(fallback, lift(fallback, ctx), null, ctx))));
  return t.cloneNode(result);
}

function emitObjectPattern(pattern: t.ObjectPattern, value: t.Identifier, origin: Origin, ctx: FunctionContext): void {
  const { properties } = pattern;
  if (!readsFirst(properties[0])) ctx.add(run(checkOf(pattern, t.cloneNode(value), origin, ctx)));
  const keys: t.Expression[] = [];
  properties.forEach((property, index) => {
    if (t.isRestElement(property)) {
      const rest = callOf(ctx.helper('restOf'), t.cloneNode(value), t.arrayExpression(keys));
      return emitPattern(property.argument, rest, ctx);
    }
    const key = propertyKey(property, properties.slice(index), ctx);
    // A key that is followed by a rest has been kept, but for literals.
    keys.push(t.isIdentifier(key) && !property.computed ? t.stringLiteral(key.name) : t.cloneNode(key));
    if (t.isAssignmentPattern(property.value)) prepareTarget(property.value, properties, ctx);
    const read = t.memberExpression(t.cloneNode(value), key, !t.isIdentifier(key) || property.computed);
    emitPattern(property.value, read, ctx);
  });
}

function propertyKey(property: t.ObjectProperty, later: readonly t.Node[], ctx: FunctionContext): t.Expression {
  if (!property.computed) return property.key as t.Expression;
  const key = property.key as t.Expression;
  // What is assigned to, if that is a property, is evaluated after the key. A rest looks at the key once more.
  const mustKeep =
    t.isRestElement(later.at(-1)) ||
    mentionsProperty(property.value) ||
    [...later, property].some((other) => ctx.yields(other));
  return keepKey(key, mustKeep, ctx);
}

/**
 * A pattern of mere variables need not be taken apart: once the first values have been iterated, it is a native one.
 *
 *     result = firstOf(value, 2) [yield point]; [a, b] = result;
 */
function emitSimplePattern(
  pattern: t.ArrayPattern,
  value: t.Expression,
  name: t.Expression[],
  ctx: FunctionContext,
): void {
  const values = firstValues(pattern, value, ctx, name);
  ctx.add(run(initialize(pattern, values, values, ctx)));
}

/** The values that an array pattern takes, as an array. */
export function firstValues(
  pattern: t.ArrayPattern,
  value: t.Expression,
  ctx: FunctionContext,
  name: t.Expression[] = [],
): t.Identifier {
  const takesAll = t.isRestElement(pattern.elements.at(-1));
  // A variable may be called `Infinity`.
  const count = takesAll ? t.binaryExpression('/', num(1), num(0)) : num(pattern.elements.length);
  return emitHelperCall('firstOf', [value, count, ...name], pattern, ctx);
}

/** Whether assigning the values can neither fail nor do anything else. */
export function isSimple({ elements }: t.ArrayPattern, ctx: FunctionContext): boolean {
  return elements.every((element) => {
    const inner = t.isRestElement(element) ? element.argument : element;
    if (t.isAssignmentPattern(inner)) return isVariable(inner.left, ctx) && isStable(inner.right, [], ctx);
    return inner === null || isVariable(inner, ctx);
  });
}

function isVariable(node: t.Node, ctx: FunctionContext): boolean {
  const ref = t.isIdentifier(node) ? ctx.program.analysis.refOf.get(node) : undefined;
  if (!ref?.binding || ref.checked || isLateTarget(node, ctx)) return false;
  return !(ref.write && ref.binding.kind === 'const');
}

/** The iterator is closed unless it has come to its end. */
function emitArrayPattern(
  { elements }: t.ArrayPattern,
  value: t.Expression,
  name: t.Expression[],
  ctx: FunctionContext,
): void {
  const iteration = keep(callOf(ctx.helper('iterate'), value, ...name), ctx);
  const origin = t.identifier('pattern');
  // Otherwise the first step does that.
  if (elements.length === 0 || mentionsProperty(elements[0])) emitHelperCall('beginNow', [iteration], origin, ctx);
  emitProtected(
    ctx,
    () => {
      for (const element of elements) {
        prepareTarget(element, elements, ctx);
        if (t.isRestElement(element)) emitPattern(element.argument, emitRest(iteration, ctx), ctx);
        else {
          emitStep(iteration, origin, ctx);
          if (element !== null) emitPattern(element, member(t.cloneNode(iteration), 'value'), ctx);
        }
      }
    },
    (record) => emitClose(iteration, record, origin, ctx),
  );
}

/** Whether something is evaluated before the value of an element is asked for. */
function mentionsProperty(element: t.Node | null | undefined): boolean {
  const inner = t.isRestElement(element) ? element.argument : element;
  const assigned = t.isAssignmentPattern(inner) ? inner.left : inner;
  return t.isMemberExpression(assigned) || t.isCallExpression(assigned);
}

/** Where a property is stored is evaluated before the value is: before the iterator advances, before the default. */
function prepareTarget(element: t.Node | null, all: readonly (t.Node | null)[], ctx: FunctionContext): void {
  const inner = t.isRestElement(element) ? element.argument : element;
  const assigned = t.isAssignmentPattern(inner) ? inner.left : inner;
  const target = t.isCallExpression(assigned) ? assigned.callee : assigned;
  if (!t.isMemberExpression(target)) return;
  const { object, property } = target;
  if (t.isSuper(object)) touchThis(object, all, ctx);
  else if (!isStable(object, all, ctx)) target.object = keep(lift(object, ctx), ctx);
  if (!target.computed) return;
  const key = property as t.Expression;
  if (!isStable(key, all, ctx)) target.property = keep(lift(key, ctx), ctx);
}

function emitRest(iteration: t.Identifier, ctx: FunctionContext): t.Expression {
  return keep(emitHelperCall('restOfIteration', [iteration], iteration, ctx), ctx);
}

/**
 * A pattern assigns to a private accessor that may block: a call of the method that it became. The object is evaluated
 * before the value.
 */
export function emitPrivateTarget(target: t.CallExpression, value: t.Expression, ctx: FunctionContext): void {
  const callee = target.callee as t.MemberExpression;
  if (!isStable(callee.object, [], ctx)) callee.object = keep(lift(callee.object, ctx), ctx);
  target.arguments = [keep(value, ctx)];
  emitCall(target, ctx);
}
