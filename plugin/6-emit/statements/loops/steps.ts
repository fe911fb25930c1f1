import { types as t } from '@babel/core';
import { callOf, choose, id, member, nil, sequence, set, str, undef } from '../../../syntax/build.ts';
import { emitHelperCall, emitYieldPoint } from '../../calls/yield-points.ts';
import { placedAt, placeOfIteration, type Place } from '../../calls/places.ts';
import type { FunctionContext } from '../../context/function-context.ts';
import type { Completions } from '../../context/jumps.ts';
import { describeIterated } from '../../values/describe.ts';

/** How an error refers to what is iterated: the last argument of `iterate` and the like, which nobody needs otherwise. */
export function nameOf(iterated: t.Node, isAsync = false): t.Expression[] {
  const text = describeIterated(iterated, isAsync);
  return text === null ? [] : [str(text)];
}

/**
 * Advances an iteration; the result register says whether there is a value. An array needs no call that could suspend:
 *
 *     result = it.array !== null ? advance(it) : (link.to = step, step(it));
 */
export function emitStep(iteration: t.Identifier, origin: t.Node, ctx: FunctionContext): void {
  if (t.isForOfStatement(origin) && origin.await) return void emitHelperCall('stepAsync', [iteration], origin, ctx);
  if (!ctx.backEnd.announcesInline) return void emitHelperCall('step', [iteration], origin, ctx);
  const place = placeOfIteration(origin);
  const advance = placedAt(place, callOf(ctx.helper('advance'), t.cloneNode(iteration)));
  const step = announced('step', [t.cloneNode(iteration)], place, ctx);
  emitYieldPoint(choose(isArray(iteration), advance, step), ctx, { place });
}

/** Leaves an iteration, in the way that is recorded; an array has nothing to close. */
export function emitClose(iteration: t.Identifier, record: Completions, origin: t.Node, ctx: FunctionContext): void {
  const [kind, value] = [id(record.kind), id(record.value)];
  if (t.isForOfStatement(origin) && origin.await)
    return void emitHelperCall('closeAsync', [iteration, kind], origin, ctx);
  if (!ctx.backEnd.announcesInline) return void emitHelperCall('close', [iteration, kind, value], origin, ctx);
  const place = placeOfIteration(origin);
  const close = announced('close', [t.cloneNode(iteration), kind, value], place, ctx);
  emitYieldPoint(choose(isArray(iteration), undef(), close), ctx, { place });
}

function isArray(iteration: t.Identifier): t.Expression {
  return t.binaryExpression('!==', member(t.cloneNode(iteration), 'array'), nil());
}

/** `(link.to = f, f(x))` */
function announced(name: string, args: t.Expression[], place: Place | null, ctx: FunctionContext): t.Expression {
  const announce = set(member(ctx.helper('link'), 'to'), ctx.helper(name));
  return sequence(announce, placedAt(place, callOf(ctx.helper(name), ...args)));
}
