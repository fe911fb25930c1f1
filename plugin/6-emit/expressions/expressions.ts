import { types as t } from '@babel/core';
import { inheritReference } from '../../3-analyze/inherit.ts';
import { isSpreadParameter } from '../../syntax/constructors.ts';
import { isWrapper } from '../../syntax/children.ts';
import { isLogicalAssignment } from '../../syntax/logical-assignment.ts';
import { isNumeric } from '../../5-allocate/numbers.ts';
import { assign, str, unnamed } from '../../syntax/build.ts';
import { continues, emitEffect, emitIf, liftConditional, liftLogical } from './branches.ts';
import { emitCall } from '../calls/calls.ts';
import { emitChain, emitDeletedChain } from './chains.ts';
import { emitClassExpression } from '../classes/classes.ts';
import { emitDelete } from './delete.ts';
import { describe } from '../calls/describe.ts';
import type { FunctionContext } from '../state/context.ts';
import { emitYield } from '../generators/generators.ts';
import { emitAddition } from '../classes/moved-fields.ts';
import { liftJsx } from './jsx.ts';
import { named } from './naming.ts';
import { emitObject } from './objects.ts';
import { emitHelperCall, nameOf } from '../statements/iteration.ts';
import { spreadArguments } from '../functions/parameters.ts';
import { emitPattern } from './patterns.ts';
import { rewriteExpression } from '../rewrite/rewrite.ts';
import { finishAssignment } from '../rewrite/rewrite-assignments.ts';
import { isStable } from './stability.ts';

/**
 * Emits the parts of an expression that can suspend, as statements in the order of evaluation, and returns what is
 * left: an expression without yield points, to be used before anything else is emitted.
 *
 *     return x + f(y);      =>      result = f(y) [yield point];  return x + result;
 */
export function lift(node: t.Expression, ctx: FunctionContext): t.Expression {
  if (!ctx.yields(node)) return rewriteExpression(node, ctx);
  if (isWrapper(node)) return lift(node.expression, ctx);
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'AwaitExpression':
      return emitCall(node, ctx);
    case 'YieldExpression':
      return emitYield(node, ctx);
    case 'OptionalCallExpression':
    case 'OptionalMemberExpression':
      return emitChain(node, ctx);
    case 'AssignmentExpression':
      return liftAssignment(node, ctx);
    case 'LogicalExpression':
      return liftLogical(node, ctx);
    case 'ConditionalExpression':
      return liftConditional(node, ctx);
    case 'SequenceExpression':
      return liftSequence(node, ctx);
    case 'BinaryExpression':
      return liftBinary(node, ctx);
    case 'MemberExpression':
      return liftMember(node, ctx);
    case 'UnaryExpression':
      if (node.operator === 'delete' && t.isOptionalMemberExpression(node.argument)) {
        return emitDeletedChain(node.argument, ctx);
      }
      if (node.operator === 'delete') return emitDelete(node, ctx, liftDeleted);
      node.argument = lift(node.argument, ctx);
      return node;
    case 'UpdateExpression':
      node.argument = liftMember(node.argument as t.MemberExpression, ctx);
      return node;
    case 'ArrayExpression':
      node.elements = liftElements(node.elements, ctx, (iterated) => nameOf(iterated));
      return node;
    case 'ObjectExpression':
      return emitObject(node, ctx);
    case 'TemplateLiteral':
      return liftTemplate(node, ctx);
    case 'JSXElement':
    case 'JSXFragment':
      return liftJsx(node, ctx);
    case 'ClassExpression':
      return emitClassExpression(node, ctx);
    case 'ImportExpression':
      return liftImport(node, ctx);
    default:
      throw ctx.program.refuse(node);
  }
}

/** Lifts an expression whose value must survive what is emitted until it is used: it gets a variable if it needs one. */
export function liftStable(node: t.Expression, later: readonly (t.Node | null)[], ctx: FunctionContext): t.Expression {
  if (!later.some((other) => ctx.yields(other))) return lift(node, ctx);
  if (isStable(node, later, ctx)) return rewriteExpression(node, ctx);
  const isNumber = isNumeric(node, ctx.program.analysis);
  return keep(named(node, lift(node, ctx), null, ctx), ctx, isNumber);
}

/** Saves a value in a temporary variable; `isNumber`: it cannot be anything else. */
export function keep(value: t.Expression, ctx: FunctionContext, isNumber = false): t.Identifier {
  const temporary = ctx.temporary(isNumber);
  ctx.add(assign(temporary, value));
  return t.cloneNode(temporary);
}

export type Element = t.Expression | t.SpreadElement | null;

/** Operands in order, each kept if a later one suspends; with holes and spreads. A spread followed by a yield point iterates before it. */
export function liftElements(
  elements: readonly Element[],
  ctx: FunctionContext,
  nameFor: (iterated: t.Expression, isLast: boolean) => t.Expression[] = nameInCall,
): Element[] {
  return elements.map((element, index) => {
    if (element === null) return null;
    const later = elements.slice(index + 1);
    if (!t.isSpreadElement(element)) return liftStable(element, later, ctx);
    const values = liftSpread(element, nameFor(element.argument, later.length === 0), ctx);
    if (!later.some((other) => ctx.yields(other))) return t.spreadElement(values);
    // It has been iterated already.
    if (ctx.program.analysis.yieldPoints.has(element)) return t.spreadElement(keep(values, ctx));
    return t.spreadElement(keep(t.arrayExpression([t.spreadElement(values)]), ctx));
  });
}

/** What is spread in the middle of arguments the engine does not name. */
function nameInCall(iterated: t.Expression, isLast: boolean): t.Expression[] {
  return isLast ? [str(`...${describe(iterated)}`)] : [];
}

function liftImport(node: t.ImportExpression, ctx: FunctionContext): t.Expression {
  const options = node.options ?? null;
  node.source = liftStable(node.source, [options], ctx);
  node.options = options && lift(options, ctx);
  return node;
}

function liftDeleted(argument: t.Expression, ctx: FunctionContext): t.Expression {
  return t.isMemberExpression(argument) ? liftMember(argument, ctx) : lift(argument, ctx);
}

/** What is spread natively in the end is an array: whatever else is iterated has been, as its iterator may block. */
function liftSpread(node: t.SpreadElement, name: t.Expression[], ctx: FunctionContext): t.Expression {
  const values = lift(node.argument, ctx);
  if (isSpreadParameter(node)) return spreadArguments(values, ctx).argument;
  if (!ctx.program.analysis.yieldPoints.has(node)) return values;
  return emitHelperCall('spread', [values, ...name], node, ctx);
}

function liftBinary(node: t.BinaryExpression, ctx: FunctionContext): t.Expression {
  if (t.isPrivateName(node.left)) node.right = lift(node.right, ctx);
  else {
    node.left = liftStable(node.left, [node.right], ctx);
    node.right = lift(node.right, ctx);
  }
  return node;
}

/** `object.property` or `object[key]`, itself read in the end. */
export function liftMember(
  node: t.MemberExpression,
  ctx: FunctionContext,
  later: readonly (t.Node | null)[] = [],
): t.MemberExpression {
  const { object, property } = node;
  if (node.computed) {
    const key = property as t.Expression;
    if (t.isSuper(object)) touchThis(key, ctx);
    else node.object = liftStable(object, [key, ...later], ctx);
    node.property = liftStable(key, later, ctx);
  } else if (!t.isSuper(object)) node.object = liftStable(object, later, ctx);
  return node;
}

/** `super[key]` asks for `this` before it evaluates the key: an error, before `super()`. */
export function touchThis(key: t.Expression, ctx: FunctionContext): void {
  if (ctx.yields(key) && ctx.thisOwner.info.kind === 'constructor') ctx.add(t.expressionStatement(t.thisExpression()));
}

function liftSequence(node: t.SequenceExpression, ctx: FunctionContext): t.Expression {
  const last = node.expressions[node.expressions.length - 1] as t.Expression;
  for (const expression of node.expressions.slice(0, -1)) emitEffect(expression, ctx);
  return unnamed(lift(last, ctx));
}

function liftAssignment(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression {
  const addition = emitAddition(node, ctx);
  if (addition !== null) return addition;
  const { left, right, operator } = node;
  if (isLogicalAssignment(operator)) return liftLogicalAssignment(node, ctx);
  if (t.isIdentifier(left)) return assignVariable(node, left, ctx);
  if (t.isMemberExpression(left)) return assignMember(node, left, ctx);
  const value = keep(lift(right, ctx), ctx);
  emitPattern(left, value, ctx);
  return t.cloneNode(value);
}

function assignVariable(node: t.AssignmentExpression, target: t.Identifier, ctx: FunctionContext): t.Expression {
  const origin = node.right;
  if (node.operator !== '=' && !isStable(target, [node.right], ctx)) {
    const isNumber = isNumeric(target, ctx.program.analysis);
    const old = keep(rewriteExpression(t.isIdentifier(target) ? reference(target, ctx) : target, ctx), ctx, isNumber);
    node.right = t.binaryExpression(node.operator.slice(0, -1) as '+', old, lift(node.right, ctx));
    node.operator = '=';
  } else node.right = lift(node.right, ctx);
  return finishAssignment(node, target, origin, ctx);
}

/** Another occurrence of a variable, resolved like the first. */
export function reference(target: t.Identifier, ctx: FunctionContext): t.Identifier {
  const copy = t.cloneNode(target);
  inheritReference(copy, target, ctx.program.analysis);
  return copy;
}

function assignMember(node: t.AssignmentExpression, left: t.MemberExpression, ctx: FunctionContext): t.Expression {
  const { right } = node;
  const target = liftMember(left, ctx, [right]);
  if (node.operator !== '=' && ctx.yields(right)) {
    const old = keep(t.cloneNode(target), ctx);
    node.right = t.binaryExpression(node.operator.slice(0, -1) as '+', old, lift(right, ctx));
    node.operator = '=';
  } else node.right = lift(right, ctx);
  node.left = target;
  return node;
}

/** `a ||= f()`: assigns only where the right side is evaluated. */
function liftLogicalAssignment(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression {
  const { left, right, operator } = node;
  const result = ctx.temporary();
  const target = t.isMemberExpression(left) ? liftMember(left, ctx, [right]) : (left as t.Identifier);
  const current = t.isIdentifier(target) ? rewriteExpression(reference(target, ctx), ctx) : t.cloneNode(target);
  ctx.add(assign(result, current));
  emitIf(continues(operator, t.cloneNode(result)), ctx, () => {
    const value = lift(right, ctx);
    const store = t.assignmentExpression('=', target, value);
    const assignment = t.isIdentifier(target) ? finishAssignment(store, target, right, ctx) : store;
    ctx.add(assign(t.cloneNode(result), assignment));
  });
  return t.cloneNode(result);
}

/** Each value is converted to a string before the next is evaluated. */
function liftTemplate(node: t.TemplateLiteral, ctx: FunctionContext): t.Expression {
  const expressions = node.expressions as t.Expression[];
  node.expressions = expressions.map((expression, index) => {
    const later = expressions.slice(index + 1);
    const value = lift(expression, ctx);
    if (!later.some((other) => ctx.yields(other))) return value;
    return keep(t.templateLiteral([quasi(''), quasi('')], [value]), ctx);
  });
  return node;
}

function quasi(text: string): t.TemplateElement {
  return t.templateElement({ raw: text, cooked: text });
}
