import { types as t } from '@babel/core';
import { callOf, id } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift, rewriteExpression } from '../context/dispatch.ts';

/** `call(fields_self, this)` where nothing can suspend */
export function callFieldsMethod(node: t.CallExpression, ctx: FunctionContext): t.Expression | null {
  const { callee } = node;
  if (!t.isMemberExpression(callee) || !t.isPrivateName(callee.property)) return null;
  const { name } = callee.property.id;
  if (!isFieldsMethod(name, ctx)) return null;
  return callOf(ctx.helper('call'), id(ctx.program.privateMethod(name) as string), t.thisExpression());
}

export function isFieldsMethod(name: string, { program }: FunctionContext): boolean {
  return [...program.analysis.movedFields.methods.values()].includes(name);
}

/** `this.#x = f()   =>   addField(add_x, this, f())` */
export function emitAddition(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression | null {
  const adder = ctx.program.analysis.movedFields.additions.get(node);
  if (adder === undefined) return null;
  const value = ctx.yields(node.right) ? lift(node.right, ctx) : rewriteExpression(node.right, ctx);
  return callOf(ctx.helper('addField'), id(adder), t.thisExpression(), value);
}
