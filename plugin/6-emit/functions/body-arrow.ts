import { types as t } from '@babel/core';
import { id, undef } from '../../syntax/build.ts';
import { FunctionContext } from '../state/context.ts';
import { unmapped } from './parameters.ts';
import { emitStructured } from './structured.ts';

/** A function whose body moved to an arrow in it, and what the function passes on to that arrow. */
export interface BodyArrow {
  name: string;
  arrow: t.ArrowFunctionExpression;
  args: t.Expression[];
}

/**
 * Moves the body of a function to an arrow of its own, which is compiled in its place. An arrow sees the `this`,
 * `arguments`, `super` and `new.target` of the function, also after the function has returned.
 */
export function moveBodyToArrow(node: t.Function, ctx: FunctionContext): BodyArrow {
  // Parameters that are elements of `arguments` stay where those are; the arrow sees them.
  const moved = ctx.info.sharesArguments ? [] : (node.params as t.ArrowFunctionExpression['params']);
  const arrow = t.arrowFunctionExpression(moved, node.body);
  arrow.loc = node.loc ?? null;
  const { scopeOf, infoOf } = ctx.program.analysis;
  const scope = scopeOf.get(node);
  if (scope !== undefined) scopeOf.set(arrow, scope);
  infoOf.set(arrow, ctx.info);
  const inner = new FunctionContext(ctx.program, ctx.info, ctx);
  inner.asArrow = true;
  inner.wrapResult = ctx.wrapResult;
  inner.wrapsLate = ctx.wrapsLate;
  inner.classSelf = ctx.classSelf;
  const name = ctx.program.unique('body');
  const original = [...arrow.params];
  emitStructured(arrow, inner, name);
  if (ctx.info.sharesArguments) return { name, arrow, args: [] };
  const { params, args } = placeholders(original, ctx);
  node.params = [...params, ...unmapped(params, original, ctx)] as typeof node.params;
  return { name, arrow, args };
}

/**
 * The function takes the same number of parameters, and passes them all on; the rest of them as an array. They keep their
 * names, which dependency injection reads from the source of functions.
 */
export function placeholders(
  original: readonly t.Node[],
  ctx: FunctionContext,
): { params: t.Node[]; args: t.Identifier[] } {
  const params: t.Node[] = [];
  const args: t.Identifier[] = [];
  for (const param of original) {
    if (t.isIdentifier(param, { name: 'this' })) continue;
    const own = ownName(param);
    const isTaken = own === null || args.some((arg) => arg.name === own);
    const name = isTaken ? ctx.program.unique('param') : own;
    if (t.isRestElement(param)) params.push(t.restElement(id(name)));
    else params.push(t.isAssignmentPattern(param) ? t.assignmentPattern(id(name), undef()) : id(name));
    args.push(id(name));
  }
  return { params, args };
}

function ownName(param: t.Node): string | null {
  if (t.isIdentifier(param)) return param.name;
  if (t.isAssignmentPattern(param)) return ownName(param.left);
  return t.isRestElement(param) ? ownName(param.argument) : null;
}
