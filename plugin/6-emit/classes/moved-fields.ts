import { types as t } from '@babel/core';
import { contains } from '../../syntax/children.ts';
import { inheritFunction } from '../../3-analyze/inherit.ts';
import { assign, block, callOf, id, member, run, sequence, set, str, unnamed } from '../../syntax/build.ts';
import { FunctionContext } from '../context/function-context.ts';
import { compileBody, infoOf } from '../functions/functions.ts';
import { rewriteFunction } from '../functions/rewrite-function.ts';

type Element = t.ClassBody['body'][number];

/** What a class needs around it for the fields that a method of it initializes. */
export interface FieldsOfClass {
  /** Variables, of which each evaluation of the class has its own. */
  variables: string[];
  /** Statements at the beginning of the class. */
  captures: t.Statement[];
  /** Private names that are added to objects, with the classes that do it. */
  adders: { name: string; adder: string }[];
}

export function isMovedField(element: t.Node, { program }: FunctionContext): boolean {
  const { methods, keys, adders } = program.analysis.movedFields;
  return methods.has(element) || keys.has(element) || adders.has(element);
}

/**
 * The method that initializes the fields sees `this` and `super` as they do. It is taken out of the class before anybody
 * can see it; its key also stands where keys of fields are evaluated.
 *
 *     [k] = f();
 *     =>
 *     static { fields_self = takeFields(this.prototype); }
 *     [(key = propertyKey(k), FIELDS)]() {}
 *     [FIELDS]() { defineFields(this, { [key]: f() }); }
 */
export function placeMovedFields(node: t.Class, ctx: FunctionContext): FieldsOfClass {
  const result: FieldsOfClass = { variables: [], captures: [], adders: [] };
  const { methods, keys } = ctx.program.analysis.movedFields;
  const hasMethod = node.body.body.some((element) => methods.has(element));
  const hasKeys = node.body.body.some((element) => keys.has(element));
  node.body.body = node.body.body.flatMap((element) => placeElement(element, result, ctx));
  // Static fields have no such method, but keep their computed keys in the same way.
  if (hasKeys && !hasMethod) result.captures.push(run(takeFields(ctx)));
  if (result.adders.length > 0) result.variables.push(ctx.program.fixed('made'));
  return result;
}

function placeElement(element: Element, result: FieldsOfClass, ctx: FunctionContext): Element[] {
  const { methods, keys, adders } = ctx.program.analysis.movedFields;
  const key = keys.get(element);
  if (key !== undefined) {
    result.variables.push(key);
    const value = set(id(key), callOf(ctx.helper('propertyKey'), (element as t.ClassProperty).key));
    return [keyedMethod(sequence(value, ctx.helper('FIELDS')), [], block([]))];
  }
  const adder = adders.get(element);
  if (adder !== undefined) {
    result.variables.push(adder);
    result.adders.push({ name: (element as t.ClassPrivateProperty).key.id.name, adder });
    return [];
  }
  return methods.has(element) ? [placeMethod(element as t.ClassPrivateMethod, result, ctx)] : [element];
}

function placeMethod(element: t.ClassPrivateMethod, result: FieldsOfClass, ctx: FunctionContext): t.ClassMethod {
  const self = ctx.program.privateMethod(element.key.id.name) as string;
  const method = keyedMethod(ctx.helper('FIELDS'), [], element.body);
  const info = infoOf(element, ctx);
  inheritFunction(method, element, info, ctx.program.analysis);
  const inner = new FunctionContext(ctx.program, info, ctx);
  if (info.compiled) compileBody(method, inner, self);
  else rewriteFunction(method, inner);
  result.variables.push(self);
  result.captures.push(assign(id(self), takeFields(ctx)));
  return method;
}

function takeFields(ctx: FunctionContext): t.Expression {
  return callOf(ctx.helper('takeFields'), member(t.thisExpression(), 'prototype'));
}

function keyedMethod(key: t.Expression, params: t.ClassMethod['params'], body: t.BlockStatement): t.ClassMethod {
  return t.classMethod('method', key, params, body, true);
}

/**
 * A class whose private fields are added to objects by others, in which it is therefore defined:
 *
 *     (add_x = class extends Added { #x = added(); [(made = class C {...}, "made")]() {} }, made)
 */
export function insideAdders(value: t.Expression, { adders }: FieldsOfClass, ctx: FunctionContext): t.Expression {
  const made = ctx.program.fixed('made');
  let inner = set(id(made), unnamed(value));
  for (const { name, adder } of adders) inner = set(id(adder), adding(name, inner, ctx));
  return sequence(inner, id(made));
}

function adding(name: string, inner: t.Expression, ctx: FunctionContext): t.Expression {
  const field = t.classPrivateProperty(t.privateName(id(name)), callOf(ctx.helper('added')), [], false);
  const evaluated = keyedMethod(sequence(inner, str('made')), [], block([]));
  return t.classExpression(null, ctx.helper('Added'), t.classBody([field, evaluated, ...companions(inner, ctx)]));
}

/**
 * Where private methods are written out, Babel moves those of the class within out of both. So it has to write out the field, too, which it does
 * for the sake of another private method: `static #kept() {}`.
 */
function companions(inner: t.Expression, ctx: FunctionContext): t.ClassPrivateMethod[] {
  if (!contains(inner, (node) => node.type === 'ClassPrivateMethod')) return [];
  const name = t.privateName(id(ctx.program.fixed('kept')));
  return [t.classPrivateMethod('method', name, [], block([]), true)];
}
