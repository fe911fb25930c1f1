import { types as t } from '@babel/core';
import { indexOfThis, isImplicitConstructor } from '../../syntax/classes/constructors.ts';
import { eachChild } from '../../syntax/children.ts';
import { assign, block, callOf, equal, id, member, metaNewTarget, nil, or, when } from '../../syntax/build.ts';
import { inferredName } from '../values/naming.ts';
import { moveBodyToArrow } from '../functions/body-arrow.ts';
import { spreadArguments } from '../values/spread.ts';
import type { FunctionContext } from '../context/function-context.ts';

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
  const called = owner.id?.name ?? inferredName(owner, ctx);
  nameInMaps(node, called, owner);
  if (owner.superClass && isImplicitConstructor(node)) return compileImplicitConstructor(node, ctx, self);
  const helper = owner.superClass ? 'constructedDerived' : 'constructed';
  ctx.classSelf = self;
  ctx.hasThisFrom = startOfThis(node, owner);
  ctx.wrapResult = (value) =>
    value === null
      ? t.thisExpression()
      : t.logicalExpression('??', callOf(ctx.helper(helper), value), t.thisExpression());
  ctx.wrapsLate = owner.superClass !== null && owner.superClass !== undefined && returnsFromWithin(node.body);
  const { name, declared, args } = moveBodyToArrow(node, called, ctx);
  const link = member(ctx.helper('link'), 'to');
  node.body = block([
    handOut(ctx),
    declared,
    when(or(equal(link, id(self)), callOf(ctx.helper('isBound'), id(self))), [assign(t.cloneNode(link), id(name))]),
    t.returnStatement(t.callExpression(id(name), args)),
  ]);
}

/** The position from which on the constructor has its `this` for sure: never, if `super(...)` is no statement of its own. */
function startOfThis(node: t.ClassMethod, owner: t.Class): number {
  const index = indexOfThis(node, owner);
  return index === null ? Infinity : (node.body.body[index - 1]?.end ?? 0);
}

/** Node names the constructor after what a source map has where it begins: `new C` and not `new constructor`. */
function nameInMaps({ key }: t.ClassMethod, name: string | null, owner: t.Class): void {
  const loc = key.loc ?? owner.loc;
  if (loc) key.loc = { ...loc, identifierName: name ?? '' };
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
 *       return constructParent(C, args, new.target, () => {
 *         super(...spreadable(args));
 *         return this;
 *       });
 *     }
 *
 * Where another plugin makes a function of the class, that has no other way to find out which object `super` has made.
 */
function compileImplicitConstructor(node: t.ClassMethod, ctx: FunctionContext, self: string): void {
  const args = id(ctx.program.unique('args'));
  const superCall = t.callExpression(t.super(), [spreadArguments(t.cloneNode(args), ctx)]);
  const callSuper = t.arrowFunctionExpression(
    [],
    block([t.expressionStatement(superCall), t.returnStatement(t.thisExpression())]),
  );
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
