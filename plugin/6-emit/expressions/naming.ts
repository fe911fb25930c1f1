import { types as t } from '@babel/core';
import { callOf, id, isAnonymous, member, property, str } from '../../syntax/build.ts';
import { unwrap } from '../../syntax/children.ts';
import type { FunctionContext } from '../state/context.ts';

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

/** `{ name: value }.name` */
export function giveName(value: t.Expression, name: string): t.Expression {
  if (t.isValidIdentifier(name, false)) return member(t.objectExpression([property(id(name), value)]), name);
  return t.memberExpression(t.objectExpression([property(str(name), value)]), str(name), true);
}

/** Whether the source has an anonymous function here, which compiling put into an expression. */
export function lostItsName(origin: t.Node, value: t.Node): boolean {
  const node = unwrap(origin);
  return t.isExpression(node) && isAnonymous(node) && !isAnonymous(value);
}

/**
 * A property whose key names a function, which only running the program tells:
 *
 *     [key]: self = () => {}   =>   ...((key) => ({ [key]: self = { [key]: () => {} }[key] }))(propertyKey(key))
 */
export function namedByKey(node: t.ObjectProperty, ctx: FunctionContext): t.SpreadElement {
  const key = ctx.program.unique('key');
  const object = t.objectExpression([t.objectProperty(id(key), nameByKey(node.value as t.Expression, key), true)]);
  const make = t.arrowFunctionExpression([id(key)], object);
  return t.spreadElement(callOf(make, callOf(ctx.helper('propertyKey'), node.key as t.Expression)));
}

/** `(self => self = (0, f))()   =>   (self => self = { [key]: f }[key])()` */
export function nameByKey(value: t.Expression, key: string): t.Expression {
  if (!t.isCallExpression(value)) return value;
  const introduced = t.isArrowFunctionExpression(value.callee) ? value.callee : null;
  const [inner] = value.arguments;
  // `generatorLike((self => self = (0, f))())`
  if (introduced === null && t.isCallExpression(inner)) nameByKey(inner, key);
  const wrap = (fn: t.Expression): t.Expression =>
    t.memberExpression(t.objectExpression([t.objectProperty(id(key), fn, true)]), id(key), true);
  // `asyncLike(f)`
  if (introduced === null && t.isFunction(inner) && t.isExpression(inner)) value.arguments[0] = wrap(inner);
  if (introduced === null) return value;
  const { body } = introduced;
  if (t.isAssignmentExpression(body) && t.isSequenceExpression(body.right)) {
    body.right = wrap(body.right.expressions[1] as t.Expression);
  } else if (t.isClassExpression(body)) introduced.body = wrap(body);
  return value;
}
