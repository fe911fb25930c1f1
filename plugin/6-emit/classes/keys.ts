import { types as t } from '@babel/core';
import { callOf, id, member, set, str } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';

export function readMethod(method: t.ClassMethod, selves: string[], ctx: FunctionContext): t.Expression {
  return callOf(ctx.helper('ownValue'), homeOf(method), methodKey(method, selves, ctx));
}

/** In the class: the object that has the method. */
export function homeOf(method: t.ClassMethod): t.Expression {
  return method.static ? t.thisExpression() : member(t.thisExpression(), 'prototype');
}

function methodKey(method: t.ClassMethod, selves: string[], ctx: FunctionContext): t.Expression {
  if (!method.computed) return t.isIdentifier(method.key) ? str(method.key.name) : t.cloneNode(method.key);
  return id(keepElementKey(method, selves, ctx));
}

/** `[k]() {}   =>   [key = propertyKey(k)]() {}` */
export function keepElementKey(element: { key: t.Node }, selves: string[], ctx: FunctionContext): string {
  const key = ctx.program.unique('key');
  selves.push(key);
  element.key = set(id(key), callOf(ctx.helper('propertyKey'), element.key as t.Expression));
  return key;
}

/** `get [k]() {} set ['']() {}   =>   get [key = propertyKey(k)]() {} set [key]() {}` */
export function shareKey(element: t.ClassMethod | t.ClassPrivateMethod, selves: string[], ctx: FunctionContext): void {
  const setter = ctx.program.analysis.movedFields.setters.get(element);
  if (setter !== undefined) setter.key = id(keepElementKey(element, selves, ctx));
}
