import { types as t } from '@babel/core';
import { at, run, undef } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { liftInto } from '../expressions/branches.ts';
import { resource } from './disposal.ts';
import { lift } from '../context/dispatch.ts';
import { keep, reference } from '../values/keep.ts';
import { initialOrigin, takenApart } from '../values/origins.ts';
import { emitPattern } from '../expressions/patterns.ts';
import { initialize } from '../rewrite/initialize.ts';

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
      const origin = initialOrigin(init);
      const value = takenApart(target, lift(init, ctx), origin, ctx);
      ctx.add(at(run(initialize(target as t.LVal, init, value, ctx)), node));
    } else {
      const origin = initialOrigin(init);
      emitPattern(target, t.isArrayPattern(target) ? lift(init, ctx) : keep(lift(init, ctx), ctx), ctx, origin);
    }
  }
}
