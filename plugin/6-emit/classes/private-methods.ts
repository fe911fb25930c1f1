import { types as t } from '@babel/core';
import { inheritFunction } from '../../3-analyze/inherit.ts';
import { assign, callOf, id, run, str } from '../../syntax/build.ts';
import { placeholders } from '../functions/body-arrow.ts';
import { isDecorated } from '../../syntax/classes/decorated.ts';
import { openKey } from '../../3-analyze/yield-points/private-methods.ts';
import { findPrivateUses } from '../../4-normalize/private-accessors/private-uses.ts';
import { FunctionContext } from '../context/function-context.ts';
import { compileBody, infoOf } from '../functions/functions.ts';
import { methodAsGenerator } from '../functions/generator-starts.ts';
import { giveName } from '../../syntax/names/naming.ts';
import { spreadArguments } from '../values/spread.ts';
import { readMethod, homeOf } from './keys.ts';

/** The private names of a class; for a method that can suspend, with the name of the function that it becomes. */
export function namePrivateMethods(node: t.Class, ctx: FunctionContext): Map<string, string | null> {
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
export function movePrivateMethod(
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
