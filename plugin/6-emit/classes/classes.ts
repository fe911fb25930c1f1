import { types as t } from '@babel/core';
import { inheritFunction } from '../../3-analyze/inherit.ts';
import { isImplicitConstructor } from '../../syntax/constructors.ts';
import { assign, callOf, const_, id, member, run, set, let_, str } from '../../syntax/build.ts';
import { placeholders } from '../functions/body-arrow.ts';
import { outerParts } from '../../syntax/class-parts.ts';
import { eachChild } from '../../syntax/children.ts';
import { isDecorated } from '../../syntax/decorated.ts';
import { openKey } from '../../3-analyze/yield-points/private-methods.ts';
import { declaresPrivate } from '../../syntax/private-names.ts';
import { findPrivateUses } from '../../4-normalize/private-accessors/private-uses.ts';
import { captureInDecorator, capturing } from './decorated.ts';
import { compileConstructor } from '../calls/constructors.ts';
import { compileMethod } from '../functions/compile-method.ts';
import { FunctionContext } from '../context/function-context.ts';
import { lift, rewriteExpression } from '../context/dispatch.ts';
import { liftMember } from '../values/members.ts';
import { keep, liftStable } from '../values/keep.ts';
import { compileBody, infoOf } from '../functions/functions.ts';
import { methodAsGenerator } from '../functions/generator-starts.ts';
import { selfOfMethod } from '../functions/selves.ts';
import { insideAdders, isMovedField, placeMovedFields, type FieldsOfClass } from './moved-fields.ts';
import { inferredName } from '../values/naming.ts';
import { giveName, lostItsName, nameByKey } from '../../syntax/naming.ts';
import { withOwnVariables } from '../variables/own-variables.ts';
import { openOwnName } from '../variables/own-names.ts';
import { spreadArguments } from '../values/spread.ts';
import { rewriteBody } from '../rewrite/rewrite-statements.ts';
import { isMoved } from '../variables/moved.ts';
import { rewriteTarget } from '../variables/references.ts';

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

function readMethod(method: t.ClassMethod, selves: string[], ctx: FunctionContext): t.Expression {
  return callOf(ctx.helper('ownValue'), homeOf(method), methodKey(method, selves, ctx));
}

/** In the class: the object that has the method. */
function homeOf(method: t.ClassMethod): t.Expression {
  return method.static ? t.thisExpression() : member(t.thisExpression(), 'prototype');
}

function methodKey(method: t.ClassMethod, selves: string[], ctx: FunctionContext): t.Expression {
  if (!method.computed) return t.isIdentifier(method.key) ? str(method.key.name) : t.cloneNode(method.key);
  return id(keepElementKey(method, selves, ctx));
}

/** `[k]() {}   =>   [key = propertyKey(k)]() {}` */
function keepElementKey(element: { key: t.Node }, selves: string[], ctx: FunctionContext): string {
  const key = ctx.program.unique('key');
  selves.push(key);
  element.key = set(id(key), callOf(ctx.helper('propertyKey'), element.key as t.Expression));
  return key;
}

/** `get [k]() {} set ['']() {}   =>   get [key = propertyKey(k)]() {} set [key]() {}` */
function shareKey(element: t.ClassMethod | t.ClassPrivateMethod, selves: string[], ctx: FunctionContext): void {
  const setter = ctx.program.analysis.movedFields.setters.get(element);
  if (setter !== undefined) setter.key = id(keepElementKey(element, selves, ctx));
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

/**
 * Constants after the class are cheaper than variables assigned in it, and as good if no method can be called while the
 * class is being defined.
 */
function canCaptureAfterwards(node: t.Class, ctx: FunctionContext): node is t.ClassDeclaration & { id: t.Identifier } {
  if (!t.isClassDeclaration(node) || !node.id || isMoved(node, ctx)) return false;
  const runsCode = node.body.body.some((element) => runsInDefinition(element));
  return !runsCode;
}

/** Private methods, too: the functions that they become are made in the class. Decorators see and may call methods. */
function runsInDefinition(element: t.ClassBody['body'][number]): boolean {
  if (t.isStaticBlock(element) || t.isClassPrivateMethod(element) || isDecorated(element)) return true;
  if (t.isClassMethod(element)) return element.computed;
  const { static: isStatic, computed } = element as { static?: boolean; computed?: boolean };
  return isStatic === true || computed === true;
}

/** `m_self = ownValue(this.prototype, "m")` in the class   =>   `const m_self = ownValue(C.prototype, "m")` after it */
function captureAfter(capture: t.Statement, name: t.Identifier): t.Statement {
  const { left, right } = (capture as t.ExpressionStatement).expression as t.AssignmentExpression;
  const value = right as t.CallExpression;
  value.arguments = value.arguments.map((argument) => outside(argument as t.Expression, name));
  return const_((left as t.Identifier).name, value);
}

function outside(node: t.Expression, name: t.Identifier): t.Expression {
  if (t.isCallExpression(node)) {
    node.arguments = node.arguments.map((argument) => outside(argument as t.Expression, name));
    return node;
  }
  if (t.isThisExpression(node)) return id(name.name);
  return t.isMemberExpression(node) && t.isThisExpression(node.object)
    ? t.memberExpression(id(name.name), node.property)
    : node;
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

/** The private names of a class; for a method that can suspend, with the name of the function that it becomes. */
function namePrivateMethods(node: t.Class, ctx: FunctionContext): Map<string, string | null> {
  const names = new Map<string, string | null>();
  for (const element of node.body.body) {
    if (!('key' in element) || !t.isPrivateName(element.key)) continue;
    const { name } = element.key.id;
    const isFunction = becomesFunction(element, ctx);
    names.set(name, isFunction ? ctx.program.unique(`${name}_self`) : null);
    if (isFunction && isUsedAsValue(name, node)) ctx.program.privateValues.add(element);
  }
  return names;
}

function isUsedAsValue(name: string, owner: t.Class): boolean {
  return findPrivateUses(name, owner).some((use) => use === null || use.kind === 'read');
}

function becomesFunction(element: t.Node, ctx: FunctionContext): element is t.ClassPrivateMethod {
  if (ctx.program.analysis.movedFields.methods.has(element)) return true;
  if (!t.isClassPrivateMethod(element) || element.kind !== 'method' || isDecorated(element)) return false;
  const info = infoOf(element, ctx);
  return info.compiled && !info.async;
}

/**
 * A private method has no name by which it could know itself. It becomes a function, which calls of the method call
 * directly; the method that stays is for code that is not compiled, and is a border.
 *
 *     #m(x) {...}   =>   static { m_self = { "#m": function (x) {...} }["#m"]; }   #m(x) { return call(m_self, this, x); }
 *
 * Where the method is used as a value, what stays is `get #m() { return m_self; }`.
 *
 * One that uses `super` must be a method of its class. It is, under another key, until the class takes it away:
 *
 *     static { m_self = ownValue(this.prototype, "#m"); delete this.prototype["#m"]; }   "#m"(x) {...}
 */
function movePrivateMethod(
  method: t.ClassPrivateMethod,
  owner: t.Class,
  ctx: FunctionContext,
  selves: string[],
  captures: t.Statement[],
): boolean {
  const name = method.key.id.name;
  const self = ctx.program.privateMethods.at(-1)?.get(name) ?? null;
  if (self === null) return false;
  const info = infoOf(method, ctx);
  const staysAtHome = info.usesSuper && !ctx.program.analysis.movedFields.methods.has(method);
  const isValue = ctx.program.privateValues.has(method);
  const fn = staysAtHome ? openMethod(method) : isValue ? objectMethodOf(method) : functionOf(method);
  inheritFunction(fn, method, info, ctx.program.analysis);
  const { params, args } = placeholders(method.params, ctx);
  compileBody(fn, new FunctionContext(ctx.program, info, ctx), self);
  selves.push(self);
  if (t.isClassMethod(fn)) {
    owner.body.body.push(fn);
    captures.push(assign(id(self), readMethod(fn, selves, ctx)), takeAway(fn));
  } else captures.push(assign(id(self), methodAsGenerator(method, nameOf(fn, openKey(method)), ctx)));
  if (isValue) return handOut(method, self);
  const passed = args.map((arg, index) => (t.isRestElement(params[index]) ? spreadArguments(arg, ctx) : arg));
  const pass = info.usesArguments
    ? callOf(ctx.helper('apply'), id(self), t.thisExpression(), id('arguments'))
    : t.callExpression(ctx.helper('call'), [id(self), t.thisExpression(), ...passed]);
  method.params = params as typeof method.params;
  method.generator = false;
  method.body = t.blockStatement([t.returnStatement(pass)]);
  return true;
}

function functionOf({ params, body, generator, async }: t.ClassPrivateMethod): t.FunctionExpression {
  return t.functionExpression(null, params as t.FunctionExpression['params'], body, generator, async);
}

/** What is seen as a value must not be a constructor. */
function objectMethodOf(method: t.ClassPrivateMethod): t.ObjectMethod {
  const { params, body, generator, async } = method;
  return t.objectMethod(
    'method',
    str(openKey(method)),
    params as t.ObjectMethod['params'],
    body,
    false,
    generator,
    async,
  );
}

function nameOf(fn: t.FunctionExpression | t.ObjectMethod, key: string): t.Expression {
  return t.isObjectMethod(fn) ? t.memberExpression(t.objectExpression([fn]), str(key), true) : giveName(fn, key);
}

function handOut(method: t.ClassPrivateMethod, self: string): true {
  method.kind = 'get';
  method.params = [];
  method.generator = false;
  method.body = t.blockStatement([t.returnStatement(id(self))]);
  return true;
}

function openMethod(method: t.ClassPrivateMethod): t.ClassMethod {
  const { params, body, static: isStatic, generator, async } = method;
  return t.classMethod('method', str(openKey(method)), params, body, false, isStatic, generator, async);
}

function takeAway(method: t.ClassMethod): t.Statement {
  return run(t.unaryExpression('delete', t.memberExpression(homeOf(method), t.cloneNode(method.key), true)));
}
