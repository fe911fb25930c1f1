import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { callOf, id, run, sequence, set, unnamed } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { liftElements, type Element } from '../values/elements.ts';
import { isInert } from '../values/inert.ts';
import { isStable } from '../values/stability.ts';
import { announce, announcement, type Values } from './announce.ts';

/** The arguments of a call, which are evaluated after the callee. */
/** `own`: only the function itself has it. `copied`: it has just been made, of what an iterator yielded. */
export type Source = 'own' | 'copied' | 'anybody';

export interface Arguments {
  readonly values: Values;
  /** The index of the last one that may run other code, or -1. */
  readonly last: number;
  /** Whether those before it may as well be evaluated after it. */
  readonly stable: boolean;
  /** If it spreads a list: where that comes from. */
  readonly source: Source;
  /** Whether the call spreads a list of its own, without asking anybody. */
  readonly spreads: boolean;
}

/**
 * While an argument runs other code, the callee must not be announced: a getter of unmarked code may call the very
 * function, which would take it for a compiled caller.
 */
export function liftArguments(elements: readonly Element[], ctx: FunctionContext): Arguments {
  if (elements.length === 0) return { values: [], last: -1, stable: true, source: 'anybody', spreads: false };
  const lastYielding = elements.findLastIndex((element) => ctx.yields(element));
  const isCopied = (at: number): boolean => at < lastYielding;
  const inert = elements.map((element) => !t.isSpreadElement(element) && isInert(element, ctx));
  const unstable = elements.findIndex((element, at) => !isStableElement(element, elements.slice(at + 1), ctx));
  const sources = elements.map((element) => sourceOf(element, ctx));
  const lifted = liftElements(elements, ctx) as Values;
  const values = lifted.map((value, at) => (isCopied(at) && t.isSpreadElement(value) ? spreadCopy(value, ctx) : value));
  const isOwn = (at: number): boolean => sources[at] === 'own' && ctx.backEnd.announcesAhead && !isCopied(at);
  const isSettled = (value: t.Node, at: number): boolean =>
    t.isSpreadElement(value) ? isCopied(at) : at <= lastYielding && t.isIdentifier(value);
  const last = values.findLastIndex((value, at) => !inert[at] && !isOwn(at) && !isSettled(value, at));
  return {
    values,
    last,
    stable: unstable < 0 || last <= unstable,
    source: sources[last] ?? 'anybody',
    spreads: sources.some((_, at) => isOwn(at)),
  };
}

/** What must outlive a yield point has been spread into an array. */
export function spreadCopy({ argument }: t.SpreadElement, ctx: FunctionContext): t.SpreadElement {
  return t.spreadElement(callOf(ctx.helper('spreadable'), argument));
}

export function sourceOf(node: Element, ctx: FunctionContext): Source {
  const { refOf, ownLists, yieldPoints } = ctx.program.analysis;
  if (!t.isSpreadElement(node)) return 'anybody';
  if (yieldPoints.has(node)) return 'copied';
  const binding = refOf.get(unwrap(node.argument))?.binding;
  return binding && ownLists.has(binding) ? 'own' : 'anybody';
}

/**
 * What is spread, as an array of our own: reading the elements, and the iterator of arrays, may run code of anybody's.
 *
 *     result = spreadable([...list]); link.to = f; f(...result)
 */
export function listOf({ argument }: t.SpreadElement, source: Source, ctx: FunctionContext): t.Expression {
  if (t.isCallExpression(argument) && isSpreadable(argument.callee, ctx)) return argument;
  if (source === 'own') return callOf(ctx.helper('listed'), argument);
  if (source === 'copied') return callOf(ctx.helper('spreadable'), argument);
  return callOf(ctx.helper('spreadable'), t.arrayExpression([t.spreadElement(argument)]));
}

export function isSpreadable(callee: t.Node, ctx: FunctionContext): boolean {
  return t.isIdentifier(callee, { name: ctx.helper('spreadable').name });
}

export function isStableElement(element: Element, later: readonly Element[], ctx: FunctionContext): boolean {
  return element !== null && !t.isSpreadElement(element) && isStable(element, later, ctx);
}

/** A callee, and how it is called. It may be announced where it is called, rather than before. */
export interface Callee {
  value: t.Expression;
  inline?: boolean;
  /** It is a private function, which is not announced. */
  isPrivate?: boolean;
  call: (callee: t.Expression, args: Values) => t.Expression;
}

/**
 * Announces the callee and makes the call:
 *
 *     link.to = f; f(x)
 *     result = o.x; link.to = f; f(result)
 *     f(g, (result = o.x, link.to = f, result))
 */
export function announcedCall(callee: Callee, args: Arguments, ctx: FunctionContext): t.Expression {
  const { value, inline = false, isPrivate = false, call } = callee;
  if (isPrivate) return call(value, args.values);
  const whole = args.last < 0 && ctx.backEnd.announcesInline && !args.spreads;
  if (whole && inline) return call(announcement(value, ctx), args.values);
  const name = whole ? announceWhole(value, ctx) : evaluate(value, ctx);
  if (args.last >= 0) announceAt(args, name, ctx);
  else if (args.spreads) ctx.add(run(announcement(name, ctx, true)));
  else if (!whole) announce(name, ctx);
  return call(t.cloneNode(name), args.values);
}

/** `link.to = f`, or `link.to = callee = ...` */
export function announceWhole(value: t.Expression, ctx: FunctionContext): t.Identifier {
  announce(value, ctx);
  return t.cloneNode((t.isAssignmentExpression(value) ? value.left : value) as t.Identifier);
}

/** The variable with the value of the callee. */
export function evaluate(value: t.Expression, ctx: FunctionContext): t.Identifier {
  if (t.isIdentifier(value)) return value;
  const assignment = t.isAssignmentExpression(value) ? value : set(id(ctx.register('callee')), value);
  ctx.add(run(assignment));
  return t.cloneNode(assignment.left as t.Identifier);
}

export function announceAt(
  { values, last, stable, source, spreads }: Arguments,
  callee: t.Identifier,
  ctx: FunctionContext,
): void {
  const value = values[last] as t.Expression | t.SpreadElement;
  const result = id(ctx.register('result'));
  const read = set(result, t.isSpreadElement(value) ? listOf(value, source, ctx) : unnamed(value));
  const announced = announcement(t.cloneNode(callee), ctx, spreads);
  const first = stable && ctx.backEnd.announcesAhead;
  if (first) ctx.add(run(read), run(announced));
  const argument = first ? t.cloneNode(result) : sequence(read, announced, t.cloneNode(result));
  values[last] = t.isSpreadElement(value) ? t.spreadElement(argument) : argument;
}
