import { types as t } from '@babel/core';
import { callOf, id } from '../../syntax/build.ts';
import { prepareHelperCall, emitYieldPoint } from '../calls/yield-points.ts';
import { placeOf } from '../calls/places.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { keep } from '../values/keep.ts';
import { named } from '../values/naming.ts';
import { emitProtected } from './protected.ts';

/**
 * Emits what declares resources (`using x = f()`) so that they are disposed of however it is left:
 *
 *     resources = disposables(); kind = 0;
 *     tried: try { x = use(resources, f()); ... } catch (error) { kind = 1; value = caughtAll(error); }
 *     dispose(resources, kind, value) [yield point]
 */
export function emitDisposing(origin: t.Node, ctx: FunctionContext, emit: () => void): void {
  const resources = keep(callOf(ctx.helper('disposables')), ctx);
  const outer = ctx.resources;
  ctx.resources = resources.name;
  emitProtected(ctx, emit, ({ kind, value }) => {
    const args = [t.cloneNode(resources), id(kind), id(value)];
    const { call } = prepareHelperCall('dispose', args, origin, ctx);
    emitYieldPoint(call, ctx, { place: placeOf(origin) });
  });
  ctx.resources = outer;
}

/**
 * `use(resources, value)` for the value of a `using` declaration; any other is left as it is. A function that has no name
 * is named after its variable: `origin` is what is written there.
 */
export function resource(
  value: t.Expression,
  origin: t.Node,
  { kind }: t.VariableDeclaration,
  ctx: FunctionContext,
): t.Expression {
  if (!kind.includes('using')) return value;
  const isAsync = t.booleanLiteral(kind === 'await using');
  return callOf(ctx.helper('use'), id(ctx.resources as string), named(origin, value, null, ctx), isAsync);
}

/** How a variable of a generator is declared natively. */
export function nativeKind({ kind }: t.VariableDeclaration): 'var' | 'let' | 'const' {
  return kind === 'var' || kind === 'let' ? kind : 'const';
}
