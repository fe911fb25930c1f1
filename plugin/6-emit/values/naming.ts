import { types as t } from '@babel/core';
import { callOf, id, isAnonymous } from '../../syntax/build.ts';
import { giveName, nameByKey } from '../../syntax/names/naming.ts';
import { withOwnVariables } from '../variables/own-variables.ts';
import type { FunctionContext } from '../context/function-context.ts';

/**
 * An anonymous function takes its name from the variable it is assigned to. Where that variable has moved, an object
 * literal gives the name: `scope.f = { f: () => {} }.f`.
 * So it does where the function is no longer assigned at all, but passed on: then there is no `storage`.
 */
export function named(origin: t.Node, value: t.Expression, storage: t.LVal | null, ctx: FunctionContext): t.Expression {
  const name = inferredName(origin, ctx);
  if (name === null || !isAnonymous(value)) return value;
  return t.isIdentifier(storage, { name }) ? value : giveName(value, name);
}

export function inferredName(origin: t.Node, ctx: FunctionContext): string | null {
  let node = origin;
  while (t.isParenthesizedExpression(node)) node = node.expression;
  return ctx.program.analysis.inferredNames.get(node) ?? null;
}

/**
 * A property whose key names a function, which only running the program tells:
 *
 *     [key]: self = () => {}   =>   ...((key) => ({ [key]: self = { [key]: () => {} }[key] }))(propertyKey(key))
 */
export function namedByKey(node: t.ObjectProperty, ctx: FunctionContext): t.SpreadElement {
  const key = ctx.program.unique('key');
  const object = t.objectExpression([t.objectProperty(id(key), nameByKey(node.value as t.Expression, key), true)]);
  const value = callOf(ctx.helper('propertyKey'), node.key as t.Expression);
  return t.spreadElement(withOwnVariables([key], object, ctx, [value]));
}
