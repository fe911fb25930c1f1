import { types as t } from '@babel/core';
import { id, member, str } from './build.ts';
import type { FunctionContext } from './context.ts';

/**
 * An anonymous function takes its name from the variable it is assigned to. Where that variable has moved, an object
 * literal gives the name: `scope.f = { f: () => {} }.f`.
 */
export function named(origin: t.Node, value: t.Expression, storage: t.LVal, ctx: FunctionContext): t.Expression {
  const name = inferredName(origin, ctx);
  if (name === null || !isAnonymous(value)) return value;
  return t.isIdentifier(storage, { name }) ? value : giveName(value, name);
}

export function inferredName(origin: t.Node, ctx: FunctionContext): string | null {
  let node = origin;
  while (t.isParenthesizedExpression(node)) node = node.expression;
  return ctx.program.analysis.inferredNames.get(node) ?? null;
}

/** `{ name: value }.name` */
export function giveName(value: t.Expression, name: string): t.Expression {
  if (name === '__proto__') {
    const object = t.objectExpression([t.objectProperty(str(name), value, true)]);
    return t.memberExpression(object, str(name), true);
  }
  if (t.isValidIdentifier(name, false)) return member(t.objectExpression([t.objectProperty(id(name), value)]), name);
  return t.memberExpression(t.objectExpression([t.objectProperty(str(name), value)]), str(name), true);
}

function isAnonymous(value: t.Expression): boolean {
  return (
    t.isArrowFunctionExpression(value) || ((t.isFunctionExpression(value) || t.isClassExpression(value)) && !value.id)
  );
}
