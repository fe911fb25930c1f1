import { types as t } from '@babel/core';
import { inheritFunction } from '../../3-analyze/inherit.ts';
import { const_, id, undef, unguessed } from '../../syntax/build.ts';
import { eachChild } from '../../syntax/children.ts';
import { giveName } from '../../syntax/names/naming.ts';
import { inferredName } from '../values/naming.ts';
import { FunctionContext } from '../context/function-context.ts';
import { unmapped } from './parameters.ts';
import { emitStructured } from './structured.ts';
import { hideLoneParameter } from '../../syntax/names/lone-parameters.ts';

/** A function whose body moved to an arrow in it, and what the function passes on to that arrow. */
export interface BodyArrow {
  name: string;
  /** Declares the arrow. */
  declared: t.Statement;
  args: t.Expression[];
}

/**
 * Moves the body of a function to an arrow of its own, which is compiled in its place. An arrow sees the `this`,
 * `arguments`, `super` and `new.target` of the function, also after the function has returned.
 *
 * @param called what the source calls the function: stacks of errors call the arrow so, too
 */
export function moveBodyToArrow(node: t.Function, called: string | null, ctx: FunctionContext): BodyArrow {
  // Parameters that are elements of `arguments` stay where those are; the arrow sees them.
  const moved = ctx.info.sharesArguments ? [] : (node.params as t.ArrowFunctionExpression['params']);
  const arrow = t.arrowFunctionExpression(moved, node.body);
  arrow.loc = node.loc ?? null;
  inheritFunction(arrow, node, ctx.info, ctx.program.analysis);
  const inner = new FunctionContext(ctx.program, ctx.info, ctx);
  inner.asArrow = true;
  inner.wrapResult = ctx.wrapResult;
  inner.wrapsLate = ctx.wrapsLate;
  inner.classSelf = ctx.classSelf;
  inner.hasThisFrom = ctx.hasThisFrom;
  const name = nameOfArrow(arrow, called, ctx);
  if (name !== called) inner.nameInErrors = called ?? '';
  const original = [...arrow.params];
  emitStructured(arrow, inner, name);
  const declared = declare(name, called, arrow, ctx.helper('link'));
  if (ctx.info.sharesArguments) return { name, declared, args: [] };
  const { params, args } = placeholders(original, ctx);
  node.params = [...params, ...unmapped(params, original, ctx)] as typeof node.params;
  hideLoneParameter(node);
  return { name, declared, args };
}

/**
 * Stacks, and reports of the greenlet in which it runs, call the arrow what the function is called: nothing, if it has no name, or is a `default` export. It may
 * need another variable than that: `const f_1 = { f: () => {} }.f`.
 */
function declare(name: string, called: string | null, arrow: t.Expression, link: t.Expression): t.Statement {
  if (name === called) return const_(name, arrow);
  const hasName = called !== null && t.isValidIdentifier(called);
  return const_(name, hasName ? giveName(arrow, called) : unguessed(link, arrow, name));
}

/** What the source calls a function; null if nothing. */
export function nameOfFunction(node: t.Function, ctx: FunctionContext): string | null {
  if ('id' in node && node.id) return node.id.name;
  if (!('key' in node)) return inferredName(node, ctx);
  const { key } = node;
  if (t.isPrivateName(key)) return key.id.name;
  return t.isIdentifier(key) && !('computed' in node && node.computed) ? key.name : null;
}

/** The function's own name, unless the arrow may mean something else by it. */
function nameOfArrow(arrow: t.Function, called: string | null, { program }: FunctionContext): string {
  const isUsable = called !== null && t.isValidIdentifier(called) && called !== 'arguments' && called !== 'eval';
  if (!isUsable) return program.unique('body');
  return program.analysis.dynamic || mentions(arrow, called) ? program.unique(called) : called;
}

function mentions(node: t.Node, name: string): boolean {
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return node.name === name;
  let found = false;
  eachChild(node, (child) => {
    found ||= mentions(child, name);
  });
  return found;
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
