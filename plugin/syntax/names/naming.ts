import { types as t } from '@babel/core';
import { id, isAnonymous, member, property, str } from '../build.ts';
import { unwrap } from '../children.ts';

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

/** `(self => self = self == null ? f : self())()   =>   (self => self = { [key]: f }[key])()` */
export function nameByKey(value: t.Expression, key: string): t.Expression {
  if (t.isAwaitExpression(value)) nameByKey(value.argument, key);
  if (!t.isCallExpression(value)) return value;
  const introduced = t.isArrowFunctionExpression(value.callee) ? value.callee : null;
  const [inner] = value.arguments;
  // `generatorLike((self => self = self == null ? f : self())())`
  if (introduced === null && t.isCallExpression(inner)) nameByKey(inner, key);
  const wrap = (fn: t.Expression): t.Expression =>
    t.memberExpression(t.objectExpression([t.objectProperty(id(key), fn, true)]), id(key), true);
  // `asyncLike(f)`
  if (introduced === null && t.isFunction(inner) && t.isExpression(inner)) value.arguments[0] = wrap(inner);
  if (introduced === null) return value;
  const { body } = introduced;
  if (t.isAssignmentExpression(body) && t.isConditionalExpression(body.right)) {
    body.right = wrap(body.right.consequent);
  } else if (t.isClassExpression(body)) introduced.body = wrap(body);
  return value;
}
