import { types as t } from '@babel/core';
import { isAnonymous } from '../../syntax/build.ts';
import { lostItsName } from '../../syntax/names/naming.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift, rewrite } from '../context/dispatch.ts';
import { keep, liftStable } from '../values/keep.ts';
import { withMethodSelves } from '../functions/methods.ts';
import { named, namedByKey } from '../values/naming.ts';
import { unshorthand } from '../rewrite/rewrite-patterns.ts';
import { isStable } from '../values/stability.ts';
import { keepKey } from '../values/keys.ts';

/** An object literal with yield points among its values and keys. */
export function emitObject(node: t.ObjectExpression, ctx: FunctionContext): t.Expression {
  const evaluated = node.properties.map(evaluatedPart);
  node.properties.forEach((property, index) => {
    const later = evaluated.slice(index + 1);
    if (t.isSpreadElement(property)) emitSpread(property, later, ctx);
    else if (t.isObjectProperty(property)) node.properties[index] = emitProperty(property, later, ctx);
    else {
      if (property.computed) property.key = keepKey(property.key, yieldsAny(later, ctx), ctx);
      node.properties[index] = rewrite(property, ctx);
    }
  });
  return withMethodSelves(node, ctx);
}

function yieldsAny(nodes: readonly t.Node[], ctx: FunctionContext): boolean {
  return nodes.some((node) => ctx.yields(node));
}

/** What a literal evaluates of a property: of a method only the key. */
function evaluatedPart(property: t.ObjectExpression['properties'][number]): t.Node {
  return t.isObjectMethod(property) ? property.key : property;
}

function emitSpread(node: t.SpreadElement, later: readonly t.Node[], ctx: FunctionContext): void {
  const value = lift(node.argument, ctx);
  const mustKeep = later.some((other) => ctx.yields(other));
  node.argument = mustKeep ? keep(t.objectExpression([t.spreadElement(value)]), ctx) : value;
}

function emitProperty(
  node: t.ObjectProperty,
  later: readonly t.Node[],
  ctx: FunctionContext,
): t.ObjectExpression['properties'][number] {
  const origin = node.value;
  if (node.computed) node.key = keepKey(node.key as t.Expression, yieldsAny([node.value, ...later], ctx), ctx);
  const value = liftValue(node, later, ctx);
  unshorthand(node, value);
  const moved = t.isIdentifier(value);
  node.value = moved ? value : named(origin, value, node.key as t.Identifier, ctx);
  return node.computed && lostItsName(origin, value) ? namedByKey(node, ctx) : node;
}

/** A function or class that must be kept gets its name from the key beforehand. */
function liftValue(node: t.ObjectProperty, later: readonly t.Node[], ctx: FunctionContext): t.Expression {
  const value = node.value as t.Expression;
  const isKept = later.some((other) => ctx.yields(other)) && !isStable(value, later, ctx);
  if (!node.computed || !isKept || !isAnonymous(value)) return liftStable(value, later, ctx);
  const key = t.cloneNode(node.key as t.Expression);
  return keep(
    t.memberExpression(t.objectExpression([t.objectProperty(t.cloneNode(key), lift(value, ctx), true)]), key, true),
    ctx,
  );
}
