import { types as t } from '@babel/core';
import { isSpreadParameter } from '../../syntax/classes/constructors.ts';
import { str } from '../../syntax/build.ts';
import { describe } from './describe.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitHelperCall } from '../calls/yield-points.ts';
import { spreadArguments } from './spread.ts';
import { liftStable, keep } from './keep.ts';
import { lift } from '../context/dispatch.ts';

export type Element = t.Expression | t.SpreadElement | null;

/** Operands in order, each kept if a later one suspends; with holes and spreads. A spread followed by a yield point iterates before it. */
export function liftElements(
  elements: readonly Element[],
  ctx: FunctionContext,
  nameFor: (iterated: t.Expression, isLast: boolean) => t.Expression[] = nameInCall,
): Element[] {
  return elements.map((element, index) => {
    if (element === null) return null;
    const later = elements.slice(index + 1);
    if (!t.isSpreadElement(element)) return liftStable(element, later, ctx);
    const values = liftSpread(element, nameFor(element.argument, later.length === 0), ctx);
    if (!later.some((other) => ctx.yields(other))) return t.spreadElement(values);
    // It has been iterated already.
    if (ctx.program.analysis.yieldPoints.has(element)) return t.spreadElement(keep(values, ctx));
    return t.spreadElement(keep(t.arrayExpression([t.spreadElement(values)]), ctx));
  });
}

/** What is spread in the middle of arguments the engine does not name. */
export function nameInCall(iterated: t.Expression, isLast: boolean): t.Expression[] {
  return isLast ? [str(`...${describe(iterated)}`)] : [];
}

/** What is spread natively in the end is an array: whatever else is iterated has been, as its iterator may block. */
export function liftSpread(node: t.SpreadElement, name: t.Expression[], ctx: FunctionContext): t.Expression {
  const values = lift(node.argument, ctx);
  if (isSpreadParameter(node)) return spreadArguments(values, ctx).argument;
  if (!ctx.program.analysis.yieldPoints.has(node)) return values;
  return emitHelperCall('spread', [values, ...name], node, ctx);
}
