import { types as t } from '@babel/core';
import { FunctionContext } from '../context/function-context.ts';
import { compileAnyAsync, compileBody, infoOf, needsSelf } from './functions.ts';
import { rewriteFunction } from './rewrite-function.ts';
import { noteSelf } from './selves.ts';

/** Compiles a method in place; the literal or class around it introduces the name by which it knows itself. */
export function compileMethod(
  node: t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod,
  outer: FunctionContext,
): t.Node {
  const info = infoOf(node, outer);
  const ctx = new FunctionContext(outer.program, info, outer);
  if (!info.compiled) rewriteFunction(node, ctx);
  else if (info.async) compileAnyAsync(node, ctx);
  else {
    const self = outer.program.unique(`${methodName(node)}_self`);
    compileBody(node, ctx, self);
    if (needsSelf(ctx)) noteSelf(node, self);
  }
  return node;
}

function methodName({ key, computed }: t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod): string {
  return t.isIdentifier(key) && computed !== true ? key.name : 'method';
}
