import { types as t } from '@babel/core';
import { isImplicitConstructor } from '../../syntax/classes/constructors.ts';
import { assign, callOf, id, let_ } from '../../syntax/build.ts';
import { outerParts } from '../../syntax/classes/class-parts.ts';
import { eachChild } from '../../syntax/children.ts';
import { isDecorated } from '../../syntax/classes/decorated.ts';
import { declaresPrivate } from '../../syntax/classes/private-names.ts';
import { captureInDecorator, capturing } from './decorated.ts';
import { compileConstructor } from '../calls/constructors.ts';
import { compileMethod } from '../functions/compile-method.ts';
import { FunctionContext } from '../context/function-context.ts';
import { lift, rewriteExpression } from '../context/dispatch.ts';
import { liftMember } from '../values/members.ts';
import { keep, liftStable } from '../values/keep.ts';
import { infoOf } from '../functions/functions.ts';
import { methodAsGenerator } from '../functions/generator-starts.ts';
import { selfOfMethod } from '../functions/selves.ts';
import { insideAdders, isMovedField, placeMovedFields, type FieldsOfClass } from './moved-fields.ts';
import { inferredName } from '../values/naming.ts';
import { giveName, lostItsName, nameByKey } from '../../syntax/names/naming.ts';
import { withOwnVariables } from '../variables/own-variables.ts';
import { openOwnName } from '../variables/own-names.ts';
import { rewriteBody } from '../rewrite/rewrite-statements.ts';
import { isMoved } from '../variables/moved.ts';
import { rewriteTarget } from '../variables/references.ts';
import { readMethod, keepElementKey, shareKey } from './keys.ts';
import { namePrivateMethods, movePrivateMethod } from './private-methods.ts';
import { canCaptureAfterwards, captureAfter } from './captures.ts';

/** Compiles the members of a class in place. */
export function compileClass(node: t.Class, ctx: FunctionContext): t.Node {
  for (const { node: part, replace } of outerParts(node)) replace(rewriteExpression(part, ctx));
  return finishClass(node, ctx);
}

/** A class expression whose decorators, heritage or keys contain yield points. */
export function emitClassExpression(node: t.ClassExpression, ctx: FunctionContext): t.Expression {
  liftOuterParts(node, ctx);
  return finishClass(node, ctx) as t.Expression;
}

export function emitClassDeclaration(node: t.ClassDeclaration, ctx: FunctionContext): void {
  liftOuterParts(node, ctx);
  const name = node.id;
  const moved = isMoved(node, ctx);
  const compiled = finishClass(node, ctx) as t.ClassDeclaration;
  if (!name || !moved) return ctx.add(compiled, ...(ctx.program.epilogues.get(node) ?? []));
  const target = rewriteTarget(name, ctx);
  ctx.add(assign(target, t.toExpression(compiled)));
}

function liftOuterParts(node: t.Class, ctx: FunctionContext): void {
  const parts = outerParts(node);
  openOwnName(node, parts, ctx);
  parts.forEach(({ node: part, kind, replace }, index) => {
    const later = parts.slice(index + 1).map((other) => other.node);
    if (kind === 'key' && ctx.yields(part) && mentionsPrivateNameOf(node, part)) throw ctx.program.refuse(part);
    if (kind === 'decorator' && t.isMemberExpression(part)) replace(liftMember(part, ctx, later));
    else if (kind === 'key' && later.some((other) => ctx.yields(other)))
      replace(keep(callOf(ctx.helper('propertyKey'), lift(part, ctx)), ctx));
    else replace(kind === 'key' ? lift(part, ctx) : liftStable(part, later, ctx));
  });
}

/** Outside of the class, its private names mean nothing. A class `within` may have some of the same name. */
function mentionsPrivateNameOf(owner: t.Class, node: t.Node, within: readonly t.Class[] = []): boolean {
  if (t.isPrivateName(node)) {
    const { name } = node.id;
    return declaresPrivate(owner, name) && !within.some((inner) => declaresPrivate(inner, name));
  }
  let found = false;
  eachChild(node, (child, key) => {
    const classes = t.isClass(node) && key === 'body' ? [...within, node] : within;
    found ||= mentionsPrivateNameOf(owner, child, classes);
  });
  return found;
}

function finishClass(node: t.Class, ctx: FunctionContext): t.Node {
  const { owners } = ctx.program.analysis.movedFields;
  const selves: string[] = owners.has(node) ? [owners.get(node) as string] : [];
  const captures: t.Statement[] = [];
  ctx.program.privateMethods.push(namePrivateMethods(node, ctx));
  node.body.body = node.body.body.filter((element) => !isSuperfluous(element, ctx));
  for (const element of [...node.body.body]) {
    if (!isMovedField(element, ctx)) compileElement(element, node, ctx, selves, captures);
  }
  const fields = placeMovedFields(node, ctx);
  selves.push(...fields.variables);
  captures.push(...fields.captures);
  ctx.program.privateMethods.pop();
  if (selves.length === 0) return node;
  if (isDecorated(node)) return introduce(captureInDecorator(node, captures, ctx), selves, fields, ctx);
  if (canCaptureAfterwards(node, ctx)) {
    ctx.program.epilogues.set(
      node,
      captures.map((capture) => captureAfter(capture, node.id)),
    );
    return node;
  }
  if (captures.length > 0) node.body.body.unshift(t.staticBlock(captures));
  return introduce(node, selves, fields, ctx);
}

/** An implicit constructor that has been written out, but cannot suspend after all. */
function isSuperfluous(element: t.ClassBody['body'][number], ctx: FunctionContext): boolean {
  return t.isClassMethod(element) && isImplicitConstructor(element) && !infoOf(element, ctx).compiled;
}

function compileElement(
  element: t.ClassBody['body'][number],
  owner: t.Class,
  ctx: FunctionContext,
  selves: string[],
  captures: t.Statement[],
): void {
  if (t.isClassMethod(element) || t.isClassPrivateMethod(element)) {
    if (t.isClassMethod(element) && element.kind === 'constructor' && infoOf(element, ctx).compiled) {
      const self = ctx.program.unique(`${owner.id?.name ?? 'Class'}_self`);
      selves.push(self);
      captures.push(
        assign(id(self), callOf(ctx.helper('canBlock'), t.thisExpression(), t.booleanLiteral(canBeGiven(owner)))),
      );
      return compileConstructor(element, owner, new FunctionContext(ctx.program, infoOf(element, ctx), ctx), self);
    }
    shareKey(element, selves, ctx);
    if (t.isClassPrivateMethod(element) && movePrivateMethod(element, owner, ctx, selves, captures)) return;
    compileMethod(element, ctx);
    const self = selfOfMethod(element);
    if (self === undefined) return;
    selves.push(self);
    if (isDecorated(element)) element.decorators.push(capturing(self, element, ctx));
    else if (t.isClassMethod(element))
      captures.push(assign(id(self), methodAsGenerator(element, readMethod(element, selves, ctx), ctx)));
  } else compileField(element, ctx, selves);
}

/**
 * A native `new` of the class has no effects before its constructor begins: no fields are initialized by then, and no
 * initializers run that decorators have added.
 */
function canBeGiven(owner: t.Class): boolean {
  if (owner.superClass) return true;
  return !owner.body.body.some(
    (element) =>
      isDecorated(element) ||
      t.isClassProperty(element) ||
      t.isClassPrivateProperty(element) ||
      t.isClassAccessorProperty(element),
  );
}

function compileField(element: t.ClassBody['body'][number], ctx: FunctionContext, selves: string[]): void {
  const info = ctx.program.analysis.infoOf.get(element);
  if (info === undefined) return;
  const inner = new FunctionContext(ctx.program, info, ctx);
  if (t.isStaticBlock(element)) element.body = rewriteBody(element, element.body, inner);
  else if ('value' in element && element.value) {
    const origin = element.value;
    element.value = rewriteExpression(origin, inner);
    if ('computed' in element && element.computed && lostItsName(origin, element.value)) {
      element.value = nameByKey(element.value, keepElementKey(element, selves, ctx));
    }
  }
}

/** Declares the names by which methods refer to themselves: one set for each evaluation of the class. */
function introduce(node: t.Class, selves: string[], fields: FieldsOfClass, ctx: FunctionContext): t.Node {
  const scope = t.isClassDeclaration(node) ? scopeOfDeclaration(node, fields, ctx) : null;
  if (scope !== null) {
    const preludes = ctx.program.preludes.get(scope) ?? [];
    ctx.program.preludes.set(scope, [...preludes, ...selves.map((self) => let_(self))]);
    return node;
  }
  const expression = t.isClassDeclaration(node) ? t.toExpression(node) : node;
  const name = expression.id ? null : inferredName(node, ctx);
  const named = name === null ? expression : giveName(expression, name);
  const addsFields = fields.adders.length > 0;
  const value = addsFields ? insideAdders(named, fields, ctx) : named;
  // Babel puts the functions that private methods become after the statement: it must be inside.
  const hasPrivateMethods = addsFields || node.body.body.some((element) => t.isClassPrivateMethod(element));
  const body = hasPrivateMethods ? t.blockStatement([t.returnStatement(value)]) : value;
  return withOwnVariables(selves, body, ctx);
}

/** Where a declaration is evaluated once for each set of variables. An anonymous one is exported by default. */
function scopeOfDeclaration(node: t.ClassDeclaration, fields: FieldsOfClass, ctx: FunctionContext): t.Node | null {
  if (!node.id) return fields.adders.length === 0 ? ctx.info.node : null;
  return ctx.program.analysis.refOf.get(node.id)?.binding?.scope.node ?? null;
}
