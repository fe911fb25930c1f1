import { types as t } from '@babel/core';
import { callOf, id, property, set } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { infoOf } from './functions.ts';
import { withOwnVariables } from '../variables/own-variables.ts';
import { methodAsGenerator } from './generator-starts.ts';
import { selfOf } from './selves.ts';

/**
 * Introduces the names by which the compiled methods of an object literal refer to themselves.
 *
 *     { m() { ...self... } }   =>   { m: (self => self = { m() { ...self... } }.m)() }
 *
 * A method that uses `super`, or has a computed key, must stay in its own literal; then a function around the literal
 * introduces the names.
 */
export function withMethodSelves(node: t.ObjectExpression, ctx: FunctionContext): t.Expression {
  const methods = node.properties.filter((property): property is t.ObjectMethod => selfOf.has(property));
  const movable = methods.filter((method) => !method.computed && !infoOf(method, ctx).usesSuper);
  for (const method of movable) {
    node.properties[node.properties.indexOf(method)] = wrapMethod(method, ctx);
  }
  const others = methods.filter((method) => !movable.includes(method));
  return others.length === 0 ? node : wrapLiteral(node, others, ctx);
}

function wrapMethod(method: t.ObjectMethod, ctx: FunctionContext): t.ObjectProperty {
  const self = selfOf.get(method) as string;
  const isName = t.isIdentifier(method.key);
  const read = t.memberExpression(t.objectExpression([method]), t.cloneNode(method.key), !isName);
  const value = callOf(t.arrowFunctionExpression([id(self)], set(id(self), methodAsGenerator(method, read, ctx))));
  return property(t.cloneNode(method.key), value);
}

/** `((object, self, key) => (object = { [key = k]() {...} }, self = ownValue(object, key), object))()` */
function wrapLiteral(node: t.ObjectExpression, methods: t.ObjectMethod[], ctx: FunctionContext): t.Expression {
  const object = ctx.program.unique('object');
  const params = [object];
  const reads = methods.map((method) => {
    const self = selfOf.get(method) as string;
    params.push(self);
    const value = callOf(ctx.helper('ownValue'), id(object), keyOf(method, params, ctx));
    return set(id(self), methodAsGenerator(method, value, ctx));
  });
  const body = t.sequenceExpression([set(id(object), node), ...reads, id(object)]);
  return withOwnVariables(params, body, ctx);
}

function keyOf(method: t.ObjectMethod, params: string[], ctx: FunctionContext): t.Expression {
  if (!method.computed) return t.isIdentifier(method.key) ? t.stringLiteral(method.key.name) : t.cloneNode(method.key);
  const key = ctx.program.unique('key');
  params.push(key);
  method.key = set(id(key), callOf(ctx.helper('propertyKey'), method.key));
  return id(key);
}
