import { types as t } from '@babel/core';
import { isImplicitConstructor, isSpreadParameter } from '../../syntax/constructors.ts';
import { eachChild } from '../../syntax/children.ts';
import {
  assign,
  at,
  block,
  callOf,
  const_,
  equal,
  id,
  member,
  metaNewTarget,
  nil,
  num,
  or,
  run,
  set,
  when,
} from '../../syntax/build.ts';
import { announce } from './announce.ts';
import { stressed } from './calls.ts';
import { emitIf } from '../expressions/branches.ts';
import { keep, lift, liftElements, type Element } from '../expressions/expressions.ts';
import { inferredName } from '../expressions/naming.ts';
import { moveBodyToArrow } from '../functions/body-arrow.ts';
import { spreadArguments } from '../functions/parameters.ts';
import { placeOfCall, type Place } from './places.ts';
import type { FunctionContext } from '../state/context.ts';

/**
 * A constructor cannot be called again to resume it, so its body runs as an arrow in it, which can. A derived class may
 * already have its object from an earlier call (see `emitSuperCall`); then it is handed out as it is.
 *
 *     constructor(a) {
 *       if (link.given !== null) return given();
 *       const C = (a) => { ...; return this; };
 *       if (link.to === C_self || isBound(C_self)) link.to = C;
 *       return C(a);
 *     }
 */
export function compileConstructor(node: t.ClassMethod, owner: t.Class, ctx: FunctionContext, self: string): void {
  if (owner.superClass && isImplicitConstructor(node)) return compileImplicitConstructor(node, ctx, self);
  const helper = owner.superClass ? 'constructedDerived' : 'constructed';
  ctx.classSelf = self;
  ctx.wrapResult = (value) =>
    value === null
      ? t.thisExpression()
      : t.logicalExpression('??', callOf(ctx.helper(helper), value), t.thisExpression());
  ctx.wrapsLate = owner.superClass !== null && owner.superClass !== undefined && returnsFromWithin(node.body);
  const { name, arrow, args } = moveBodyToArrow(node, owner.id?.name ?? inferredName(owner, ctx), ctx);
  const link = member(ctx.helper('link'), 'to');
  node.body = block([
    handOut(ctx),
    const_(name, arrow),
    when(or(equal(link, id(self)), callOf(ctx.helper('isBound'), id(self))), [assign(t.cloneNode(link), id(name))]),
    t.returnStatement(t.callExpression(id(name), args)),
  ]);
}

function handOut(ctx: FunctionContext): t.Statement {
  const isGiven = t.binaryExpression('!==', member(ctx.helper('link'), 'given'), nil());
  return when(isGiven, [t.returnStatement(callOf(ctx.helper('given')))]);
}

/**
 * The constructor of a class that has none of its own only constructs the parent, which the runtime does for it.
 *
 *     constructor(...args) {
 *       if (link.given !== null) return given();
 *       return constructParent(C, args, new.target, () => super(...spreadable(args)));
 *     }
 */
function compileImplicitConstructor(node: t.ClassMethod, ctx: FunctionContext, self: string): void {
  const args = id(ctx.program.unique('args'));
  const superCall = t.callExpression(t.super(), [spreadArguments(t.cloneNode(args), ctx)]);
  const callSuper = t.arrowFunctionExpression([], superCall);
  const construct = callOf(ctx.helper('constructParent'), id(self), t.cloneNode(args), metaNewTarget(), callSuper);
  node.params = [t.restElement(args)];
  node.body = block([handOut(ctx), t.returnStatement(construct)]);
}

/** Whether it returns from a statement that still does something then. */
function returnsFromWithin(node: t.Node, within = false): boolean {
  if (t.isFunction(node) || t.isClass(node)) return false;
  if (t.isReturnStatement(node)) return within;
  let found = false;
  eachChild(node, (child) => {
    found ||= returnsFromWithin(child, within || t.isTryStatement(node) || t.isForOfStatement(node));
  });
  return found;
}

/**
 * `super(...)`. A parent that can suspend must not return `SUSPENDED` to the native `super`, which would make it `this`:
 * it is constructed first, and then `super` hands out that object.
 *
 *     parent = blockingParent(C);
 *     if (parent === null) super(x);
 *     else { link.to = parent; result = construct(parent, [x], new.target) [yield point]; adopt(C, result, new.target, () => super()); }
 */
export function emitSuperCall(node: t.CallExpression, ctx: FunctionContext): t.Expression {
  const { classSelf } = ctx.thisOwner;
  if (classSelf === null || !ctx.program.analysis.yieldPoints.has(node)) {
    node.arguments = liftElements(node.arguments as Element[], ctx) as t.Expression[];
    return node;
  }
  const list = liftSuperArguments(node, ctx);
  const parent = keep(callOf(ctx.helper('blockingParent'), id(classSelf)), ctx);
  const native = t.callExpression(t.super(), [spreadArguments(t.cloneNode(list), ctx)]);
  emitIf(
    equal(t.cloneNode(parent), nil()),
    ctx,
    () => ctx.add(at(run(native), node)),
    () => emitBlockingParent(parent, list, classSelf, placeOfCall(node), ctx),
  );
  return t.thisExpression();
}

/** An array of the arguments. */
function liftSuperArguments({ arguments: args }: t.CallExpression, ctx: FunctionContext): t.Identifier {
  const [first] = args;
  if (isSpreadParameter(first)) return lift(first.argument, ctx) as t.Identifier;
  return keep(t.arrayExpression(liftElements(args as Element[], ctx)), ctx);
}

function emitBlockingParent(
  parent: t.Identifier,
  list: t.Identifier,
  classSelf: string,
  place: Place | null,
  ctx: FunctionContext,
): void {
  announce(t.cloneNode(parent), ctx);
  const construct = callOf(ctx.helper('construct'), t.cloneNode(parent), t.cloneNode(list), metaNewTarget());
  const resumed = callOf(ctx.takeNew(), set(id(ctx.pc), num(0)), metaNewTarget());
  ctx.sequence.yieldPoint(ctx, stressed(construct, ctx), { resumed, place });
  const callSuper = t.arrowFunctionExpression([], t.callExpression(t.super(), []));
  ctx.add(run(callOf(ctx.helper('adopt'), id(classSelf), id(ctx.register('result')), metaNewTarget(), callSuper)));
}
