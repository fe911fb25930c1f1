import { types as t } from '@babel/core';
import { isWrapper, unwrap } from '../../syntax/children.ts';
import { assign, at, block, breakTo, id, labeled, run, undef, when } from '../../syntax/build.ts';
import { announcedCall, liftArguments } from '../calls/arguments.ts';
import { callable, callableIfAny, callOn } from '../calls/callees.ts';
import { emitYieldPoint } from '../calls/yield-points.ts';
import { placeOfCall } from '../calls/places.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { describe } from '../values/describe.ts';
import { cooperativeReceiver, cooperativeMethod } from '../calls/natives.ts';
import { lift } from '../context/dispatch.ts';
import type { Element } from '../values/elements.ts';
import { liftMember } from '../values/members.ts';
import { keep, liftStable } from '../values/keep.ts';

type Chain = t.OptionalCallExpression | t.OptionalMemberExpression;

/**
 * An optional chain with a yield point in it:
 *
 *     a?.b(f())   =>   chain: { t1 = a; if (t1 == null) break chain; t2 = t1.b; ...; value = ... }
 */
export function emitChain(node: Chain, ctx: FunctionContext): t.Expression {
  return emitLinks(node, undef(), (end) => end, ctx);
}

/** `delete a?.b` is true where the chain ends early. */
export function emitDeletedChain(node: t.OptionalMemberExpression, ctx: FunctionContext): t.Expression {
  return emitLinks(node, t.booleanLiteral(true), (end) => t.unaryExpression('delete', end), ctx);
}

/** The method that a chain in parentheses ends in, and its receiver; both undefined where the chain ends early. */
export function liftChainedMethod(
  node: t.OptionalMemberExpression,
  args: readonly t.Node[],
  ctx: FunctionContext,
): { receiver: t.Identifier; method: t.Expression } {
  const receiver = ctx.temporary();
  ctx.add(assign(receiver, undef()));
  const end = (label: string): t.Expression => {
    ctx.add(assign(t.cloneNode(receiver), cooperativeReceiver(node, args, object(node, label, ctx), ctx)));
    const implementation = privateImplementation(node, ctx);
    const read = property(node, t.cloneNode(receiver), [], ctx);
    if (implementation === null) return cooperativeMethod(node, args, read, receiver, ctx);
    ctx.add(run(read));
    return implementation;
  };
  return { receiver: t.cloneNode(receiver), method: inChain(undef(), end, ctx) };
}

function emitLinks(
  node: Chain,
  otherwise: t.Expression,
  finish: (end: t.Expression) => t.Expression,
  ctx: FunctionContext,
): t.Expression {
  return inChain(otherwise, (label) => finish(link(node, label, ctx)), ctx);
}

/** What `emit` yields, unless it breaks to the label before. */
function inChain(otherwise: t.Expression, emit: (label: string) => t.Expression, ctx: FunctionContext): t.Expression {
  const label = ctx.program.unique('chain');
  const value = ctx.temporary();
  ctx.add(assign(value, otherwise));
  const before = ctx.lastYieldPoint;
  const statements = ctx.inSequence(() => ctx.add(assign(t.cloneNode(value), emit(label))));
  const chain = labeled(label, block(statements));
  ctx.addSince(before, chain);
  return t.cloneNode(value);
}

/** What is only wrapped in a type assertion, `a?.b!.c`, is of the same chain. */
function link(node: t.Expression, label: string, ctx: FunctionContext): t.Expression {
  if (isWrapper(node)) return link(node.expression, label, ctx);
  if (t.isOptionalMemberExpression(node)) return property(node, object(node, label, ctx), [], ctx);
  if (t.isOptionalCallExpression(node)) return callLink(node, label, ctx);
  return lift(node, ctx);
}

function object(node: t.OptionalMemberExpression, label: string, ctx: FunctionContext): t.Expression {
  const value = keep(link(node.object, label, ctx), ctx);
  if (node.optional) stopIfNullish(value, label, ctx);
  return t.cloneNode(value);
}

function property(
  node: t.OptionalMemberExpression | t.MemberExpression,
  value: t.Expression,
  later: readonly Element[],
  ctx: FunctionContext,
): t.Expression {
  const key = node.computed ? liftStable(node.property as t.Expression, later, ctx) : node.property;
  return at(t.memberExpression(value, key as t.Expression, node.computed), node);
}

function callLink(node: t.OptionalCallExpression, label: string, ctx: FunctionContext): t.Expression {
  const callee = unwrap(node.callee) as t.Expression;
  const text = describe(callee);
  node.callee = callee;
  const receiver = receiverOf(callee, node.arguments, label, ctx);
  const found = receiver === null ? link(callee, label, ctx) : method(node, receiver, ctx);
  const fn = keep((node.optional ? callableIfAny : callable)(found, text, ctx), ctx);
  if (node.optional) stopIfNullish(fn, label, ctx);
  const args = liftArguments(node.arguments as Element[], ctx);
  const place = placeOfCall(node);
  const call = callOn(receiver ?? undef(), node, ctx);
  if (!ctx.program.analysis.yieldPoints.has(node)) return call(fn, args.values);
  const value = privateImplementation(callee, ctx) ?? fn;
  emitYieldPoint(announcedCall({ value, call }, args, ctx), ctx, { place });
  return id(ctx.register('result'));
}

/** Reads the method that a link calls: `receiver.m`, or `super.m`. */
function method(node: t.OptionalCallExpression, receiver: t.Expression, ctx: FunctionContext): t.Expression {
  const callee = node.callee as t.OptionalMemberExpression | t.MemberExpression;
  if (t.isMemberExpression(callee) && t.isSuper(callee.object)) return liftMember(callee, ctx, node.arguments);
  const read = property(callee, t.cloneNode(receiver), node.arguments as Element[], ctx);
  return cooperativeMethod(callee, node.arguments, read, receiver, ctx);
}

/** A private method that became a function; reading it has checked that the object has it. */
function privateImplementation(callee: t.Expression, ctx: FunctionContext): t.Identifier | null {
  const property = t.isOptionalMemberExpression(callee) || t.isMemberExpression(callee) ? callee.property : null;
  const name = t.isPrivateName(property) ? ctx.program.privateMethod(property.id.name) : undefined;
  return name === undefined ? null : id(name);
}

function receiverOf(
  callee: t.Expression,
  args: readonly t.Node[],
  label: string,
  ctx: FunctionContext,
): t.Expression | null {
  if (t.isOptionalMemberExpression(callee)) {
    const receiver = object(callee, label, ctx);
    const version = cooperativeReceiver(callee, args, receiver, ctx);
    return version === receiver ? receiver : keep(version, ctx);
  }
  if (!t.isMemberExpression(callee)) return null;
  if (t.isSuper(callee.object)) return t.thisExpression();
  return keep(cooperativeReceiver(callee, args, lift(callee.object, ctx), ctx), ctx);
}

function stopIfNullish(value: t.Expression, label: string, ctx: FunctionContext): void {
  const isNullish = t.binaryExpression('==', t.cloneNode(value), t.nullLiteral());
  ctx.add(when(isNullish, [breakTo(label)]));
}
