import { types as t } from '@babel/core';
import type { Binding } from '../../../3-analyze/model.ts';
import { assign, block, breakTo, labeled, let_ } from '../../../syntax/build.ts';
import type { FunctionContext } from '../../context/function-context.ts';
import { lift } from '../../context/dispatch.ts';
import { deadZones, movedScope, openBox } from '../../variables/scopes.ts';

/**
 * What `for...of` and `for...in` iterate. The variables of the loop are in reach there, but in their dead zone, and are
 * others than those of any round:
 *
 *     for (const x of [() => x]) ...   =>   { const scope = { x: UNINITIALIZED }; t = [() => scope.x]; } ...
 */
export function liftIterated(node: t.ForOfStatement | t.ForInStatement, ctx: FunctionContext): t.Expression {
  const bindings = [...(ctx.program.analysis.scopeOf.get(node)?.bindings.values() ?? [])];
  if (!bindings.some(isUsedEarly)) return lift(node.right, ctx);
  const value = ctx.temporary();
  const label = ctx.fixed('head');
  const before = ctx.lastYieldPoint;
  const scope = movedScope(node, ctx);
  const statements = ctx.inSequence(() => {
    if (scope !== null) {
      openBox(scope, ctx);
      ctx.add(...deadZones(scope, ctx));
    }
    ctx.add(assign(value, lift(node.right, ctx)));
    // Where the variables stay they have a native dead zone, before a declaration that is never reached.
    if (scope === null) ctx.add(breakTo(label), ...bindings.map(({ name }) => let_(name)));
  });
  const head = scope === null ? labeled(label, block(statements)) : block(statements);
  ctx.addSince(before, head);
  return t.cloneNode(value);
}

function isUsedEarly({ refs, initializedAt }: Binding): boolean {
  return refs.some(({ order }) => order <= initializedAt);
}
