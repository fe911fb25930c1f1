import { types as t } from '@babel/core';
import { collectorOf, type CollectingCall } from '../../3-analyze/yield-points/collecting-calls.ts';
import { isPureCall } from '../../3-analyze/yield-points/builtins.ts';
import { unwrap } from '../../syntax/children.ts';
import { announcedCall, liftArguments, type Callee } from './arguments.ts';
import { at, callOf, callWith, give, id, num, run, set } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift } from '../context/dispatch.ts';
import { liftElements, type Element } from '../values/elements.ts';
import { touchThis } from '../values/members.ts';
import { keep, liftStable } from '../values/keep.ts';
import { emitSuperCall } from './super-calls.ts';
import { placeOfCall } from './places.ts';
import { describe } from '../values/describe.ts';
import { liftConstructor, prepareNew } from './new-expressions.ts';
import { liftChainedMethod } from '../expressions/chains.ts';
import { cooperativeReceiver, cooperativeMethod, functionVersionFinder, mayBeNative } from './natives.ts';
import { isFieldsMethod } from '../classes/fields-method.ts';
import { isRepeatable, isStable, mayBeReassigned } from '../values/stability.ts';
import { emitYieldPoint, type Prepared, stressed, prepareHelperCall } from './yield-points.ts';
import { callOn, callable, liftCallee } from './callees.ts';

type Call = t.CallExpression | t.NewExpression | t.TaggedTemplateExpression | t.AwaitExpression;

/**
 * Emits a call. One that can suspend announces its callee first:
 *
 *     link.to = f; result = f(x);
 *     result = call(link.to = callable(o.m, "o.m"), o, x);
 */
export function emitCall(node: Call, ctx: FunctionContext): t.Expression {
  if (t.isCallExpression(node) && t.isSuper(node.callee)) return emitSuperCall(node, ctx);
  if (!ctx.program.analysis.yieldPoints.has(node)) {
    const call = node as t.CallExpression;
    if (t.isCallExpression(node) && t.isOptionalMemberExpression(unwrap(node.callee)))
      return prepareChainedCall(node, unwrap(node.callee) as t.OptionalMemberExpression, ctx, false).call;
    return isReadBefore(call, ctx) ? liftPlainMethodCall(call, ctx) : liftPlainCall(call, ctx);
  }
  const collector = collectorOf(node, ctx.program.analysis);
  if (collector !== null) return emitCollectingCall(node as CollectingCall, collector, ctx);
  const place = placeOfCall(node);
  const { call, resumed } = prepareCall(node, ctx);
  return emitYieldPoint(call, ctx, { resumed, place });
}

/** `new Set(values)   =>   result = collected(values); new Set(result)`, where only the iterator of the values can suspend. */
function emitCollectingCall(node: CollectingCall, collector: string, ctx: FunctionContext): t.Expression {
  const waits = ctx.program.options.stress && collector === 'collectedPromises' ? [t.booleanLiteral(true)] : [];
  const { call } = prepareHelperCall(collector, [lift(node.arguments[0] as t.Expression, ctx), ...waits], node, ctx);
  node.arguments = [emitYieldPoint(call, ctx)];
  return node;
}

/**
 * `return f(x)` needs no frame: what the callee returns, now or later, goes straight to the caller. Only a function that
 * was called with `new` is not done yet:
 *
 *     return tail(f(x), this, new.target, frame);
 */
export function emitTailCall(node: t.CallExpression, ctx: FunctionContext): void {
  const value = stressed(prepareCall(node, ctx).call, ctx);
  ctx.add(at(give(ctx.mayConstruct ? constructing(value, ctx) : value), node));
}

function constructing(value: t.Expression, ctx: FunctionContext): t.Expression {
  const call = callOf(ctx.helper('tail'), value, t.thisExpression(), ctx.newTarget());
  ctx.tails.push(call);
  return call;
}

/** A call that cannot suspend, with arguments that can. */
function liftPlainCall(
  node: t.CallExpression | t.NewExpression | t.TaggedTemplateExpression,
  ctx: FunctionContext,
): t.Expression {
  if (t.isTaggedTemplateExpression(node)) {
    node.tag = liftCallee(node.tag, node.quasi.expressions as t.Expression[], ctx);
    node.quasi = lift(node.quasi, ctx) as t.TemplateLiteral;
    return node;
  }
  const args = node.arguments as Element[];
  if (t.isNewExpression(node)) node.callee = liftConstructor(node, ctx);
  else if (!t.isImport(node.callee) && !t.isSuper(node.callee) && !definesField(node, ctx))
    node.callee = liftCallee(node.callee as t.Expression, args, ctx);
  node.arguments = liftElements(args, ctx) as typeof node.arguments;
  return node;
}

/** What does so is of the contract, and stays the same while values are waited for. */
function definesField(node: t.Node, ctx: FunctionContext): boolean {
  return ctx.program.analysis.movedFields.definitions.has(node);
}

/**
 * A call of a method that cannot suspend, with arguments that can. It is not announced: it may itself be the argument of a call
 * that is.
 */
function liftPlainMethodCall(node: t.CallExpression, ctx: FunctionContext): t.Expression {
  return prepareMethodCall(node, unwrap(node.callee) as t.MemberExpression, ctx, false).call;
}

/**
 * Whether a method of the program must be read before the arguments are waited for: another one may take its place meanwhile.
 */
function isReadBefore(node: Call, ctx: FunctionContext): boolean {
  return (
    t.isCallExpression(node) &&
    t.isMemberExpression(unwrap(node.callee)) &&
    node.arguments.some((argument) => ctx.yields(argument)) &&
    !isPureCall(node, ctx.program.analysis)
  );
}

function prepareCall(node: Call, ctx: FunctionContext): Prepared {
  switch (node.type) {
    case 'AwaitExpression':
      return prepareHelperCall('awaitValue', [lift(node.argument, ctx)], node, ctx);
    case 'NewExpression':
      return prepareNew(node, ctx);
    case 'TaggedTemplateExpression':
      return prepareTagged(node, ctx);
    default: {
      const callee = unwrap(node.callee);
      if (isPrivateCall(node, ctx) && !isLateOrMoved(node, callee, ctx)) {
        return { call: liftPlainCall(node, ctx), resumed: null };
      }
      if (t.isMemberExpression(callee)) return prepareMethodCall(node, callee, ctx);
      if (t.isOptionalMemberExpression(callee)) return prepareChainedCall(node, callee, ctx);
      return prepareFunctionCall(node, callee as t.Expression, ctx);
    }
  }
}

/** A call of private functions: it is made as the source makes it. */
function isPrivateCall(node: t.CallExpression, ctx: FunctionContext): boolean {
  return ctx.program.analysis.privateCalls.has(node);
}

/** Whether the callee must outlive arguments that can suspend, or is a private method that became a function. */
function isLateOrMoved({ arguments: args }: t.CallExpression, callee: t.Node, ctx: FunctionContext): boolean {
  if (t.isOptionalMemberExpression(callee) || args.some((argument) => ctx.yields(argument))) return true;
  if (!t.isMemberExpression(callee)) return false;
  const { object, property, computed } = callee;
  return t.isPrivateName(property) || (t.isSuper(object) && computed);
}

function prepareFunctionCall(node: t.CallExpression, callee: t.Expression, ctx: FunctionContext): Prepared {
  const value = liftFunction(callee, node.arguments, ctx);
  const args = liftArguments(node.arguments as Element[], ctx);
  const call: Callee['call'] = (fn, values) => at(callWith(fn, values), node);
  return { call: announcedCall({ value, isPrivate: isPrivateCall(node, ctx), call }, args, ctx), resumed: null };
}

/** The callee, evaluated once: a plain variable as it is, anything else in a register (or kept across suspensions). */
function liftFunction(callee: t.Expression, args: readonly t.Node[], ctx: FunctionContext): t.Expression {
  const text = isThere(callee, ctx) ? null : describe(callee);
  const isVariable = t.isIdentifier(callee);
  const finder = functionVersionFinder(callee, ctx);
  const value = lift(callee, ctx);
  const found = (): t.Expression => {
    const fn = text === null || t.isFunction(value) ? value : callable(value, text, ctx);
    return finder === null ? fn : callOf(finder, fn);
  };
  if (args.some((arg) => ctx.yields(arg)) && !isStable(callee, args, ctx)) return keep(found(), ctx);
  if (
    isVariable &&
    finder === null &&
    t.isIdentifier(value) &&
    (isStable(callee, args, ctx) || !assignsVariables(args))
  )
    return value;
  return set(id(ctx.register('callee')), found());
}

/** Functions are, and what is declared elsewhere for good, or not at all. */
function isThere(callee: t.Expression, ctx: FunctionContext): boolean {
  if (!t.isIdentifier(callee)) return t.isFunction(callee);
  const binding = ctx.program.analysis.refOf.get(callee)?.binding;
  if (!binding) return true;
  return !mayBeReassigned(binding, ctx) && !['var', 'let', 'const', 'param', 'catch'].includes(binding.kind);
}

function assignsVariables(args: readonly t.Node[]): boolean {
  return args.some(
    (arg) => !t.isIdentifier(arg) && (!t.isLiteral(arg) || t.isTemplateLiteral(arg)) && !t.isFunction(arg),
  );
}

function prepareMethodCall(
  node: t.CallExpression,
  callee: t.MemberExpression,
  ctx: FunctionContext,
  announces = !isPrivateCall(node, ctx),
): Prepared {
  const late = node.arguments.some((argument) => ctx.yields(argument));
  const text = describe(callee);
  const implementation = t.isPrivateName(callee.property)
    ? ctx.program.privateMethod(callee.property.id.name)
    : undefined;
  if (implementation !== undefined) return preparePrivateCall(node, callee, implementation, ctx, announces);
  const receiver = t.isSuper(callee.object) ? t.thisExpression() : liftReceiver(callee, node, late, ctx);
  if (callee.computed && t.isSuper(callee.object)) touchThis(callee.object, [callee.property], ctx);
  if (callee.computed) callee.property = liftStable(callee.property as t.Expression, late ? node.arguments : [], ctx);
  const read = readMethod(callee, receiver);
  const found = callable(read, text, ctx);
  const method = announces ? cooperativeMethod(callee, node.arguments, found, finalReceiver(receiver), ctx) : found;
  const value = late ? keep(method, ctx) : method;
  const args = liftArguments(node.arguments as Element[], ctx);
  const call = callOn(t.cloneNode(finalReceiver(receiver)), node, ctx);
  return { call: announcedCall({ value, inline: true, isPrivate: !announces, call }, args, ctx), resumed: null };
}

/** `(o?.m)(x)`: the chain ends in the parentheses, and what it yields is called as a method nevertheless. */
function prepareChainedCall(
  node: t.CallExpression,
  callee: t.OptionalMemberExpression,
  ctx: FunctionContext,
  announces = true,
): Prepared {
  const { receiver, method } = liftChainedMethod(callee, node.arguments, ctx);
  const fn = keep(callable(method, '(intermediate value)', ctx), ctx);
  const args = liftArguments(node.arguments as Element[], ctx);
  return {
    call: announcedCall({ value: fn, isPrivate: !announces, call: callOn(receiver, node, ctx) }, args, ctx),
    resumed: null,
  };
}

/** A private method became a function; reading it by its name still checks that the object has it. */
function preparePrivateCall(
  node: t.CallExpression,
  callee: t.MemberExpression,
  implementation: string,
  ctx: FunctionContext,
  announces: boolean,
): Prepared {
  const object = callee.object;
  const receiver = isRepeatable(object, node.arguments, ctx) ? lift(object, ctx) : keep(lift(object, ctx), ctx);
  const isOwn = t.isPrivateName(callee.property) && isFieldsMethod(callee.property.id.name, ctx);
  if (!isOwn) ctx.add(run(t.memberExpression(receiver, callee.property)));
  const args = liftArguments(node.arguments as Element[], ctx);
  const call = callOn(t.cloneNode(receiver), node, ctx);
  return {
    call: announcedCall({ value: id(implementation), isPrivate: !announces, call }, args, ctx),
    resumed: null,
  };
}

function readMethod(callee: t.MemberExpression, receiver: t.Expression): t.Expression {
  if (t.isSuper(callee.object)) return callee;
  const read = t.memberExpression(receiver, callee.property, callee.computed);
  return at(read, callee);
}

/** The receiver is mentioned twice: once to read the method, once to call it. */
function liftReceiver(
  callee: t.MemberExpression,
  node: t.CallExpression,
  late: boolean,
  ctx: FunctionContext,
): t.Expression {
  const object = callee.object;
  // Reading the method may call a getter.
  if (!mayBeNative(callee, ctx) && isRepeatable(object, [callee, ...node.arguments], ctx)) return lift(object, ctx);
  const value = cooperativeReceiver(callee, node.arguments, lift(object, ctx), ctx);
  if (late || (callee.computed && ctx.yields(callee.property))) return keep(value, ctx);
  return set(id(ctx.register('receiver')), value);
}

function finalReceiver(receiver: t.Expression): t.Expression {
  return t.isAssignmentExpression(receiver) ? (receiver.left as t.Identifier) : receiver;
}

/** `` o.tag`a${x}`   =>   o.tag(templateObject`a${0}`, x) ``, which reads the method once, and before the values. */
function prepareTagged(node: t.TaggedTemplateExpression, ctx: FunctionContext): Prepared {
  const expressions = node.quasi.expressions as t.Expression[];
  const tag = unwrap(node.tag) as t.Expression;
  if (t.isMemberExpression(tag)) {
    const strings = t.templateLiteral(
      node.quasi.quasis,
      expressions.map(() => num(0)),
    );
    const template = t.taggedTemplateExpression(ctx.helper('templateObject'), strings);
    return prepareMethodCall(at(t.callExpression(tag, [template, ...expressions]), node), tag, ctx);
  }
  const value = liftFunction(tag, expressions, ctx);
  const args = liftArguments(expressions, ctx);
  const call: Callee['call'] = (fn, values) => {
    node.tag = fn;
    node.quasi.expressions = values as t.Expression[];
    return node;
  };
  return { call: announcedCall({ value, call }, args, ctx), resumed: null };
}
