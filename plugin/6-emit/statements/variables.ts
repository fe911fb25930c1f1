import { types as t } from '@babel/core';
import { at, run, undef } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { liftInto } from '../expressions/branches.ts';
import { resource } from './disposal.ts';
import { lift } from '../context/dispatch.ts';
import { keep, reference } from '../values/keep.ts';
import { nameOf } from './loops/steps.ts';
import { emitPattern } from '../expressions/patterns.ts';
import { initialize } from '../rewrite/initialize.ts';
import { unwrap } from '../../syntax/children.ts';

export function emitVariables(node: t.VariableDeclaration, ctx: FunctionContext): void {
  for (const { id: target, init } of node.declarations) {
    if (!init) {
      if (node.kind !== 'var') ctx.add(run(initialize(target as t.LVal, target, undef(), ctx)));
    } else if (t.isIdentifier(target)) {
      const declare = (value: t.Expression): void => {
        const resourced = resource(value, init, node, ctx);
        ctx.add(at(run(initialize(reference(target, ctx), init, resourced, ctx)), node));
      };
      liftInto(init, ctx, declare);
    } else if (!ctx.yields(target)) {
      ctx.add(at(run(initialize(target as t.LVal, init, lift(init, ctx), ctx)), node));
    } else {
      const name = nameOfInitial(init);
      emitPattern(target, t.isArrayPattern(target) ? lift(init, ctx) : keep(lift(init, ctx), ctx), ctx, name);
    }
  }
}

/** The engine names the initial value of a pattern if it is as simple as this. */
export function nameOfInitial(init: t.Expression): t.Expression[] {
  const value = unwrap(init);
  const named = t.isCallExpression(value) ? value.callee : value;
  return t.isIdentifier(named) || t.isLiteral(named) || t.isObjectExpression(named) ? nameOf(value) : [];
}
