import { types as t } from '@babel/core';
import { inheritYielding } from '../../3-analyze/inherit.ts';
import { assign, block, breakTo, callOf, id, labeled, member, nil, run, set, when } from '../../syntax/build.ts';
import { CAUGHT, takenApart } from '../values/origins.ts';
import { enter, entryOf, patternOf } from './catch-clauses.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitPattern } from '../expressions/patterns.ts';
import { rewrite } from '../context/dispatch.ts';
import { movedScope, openBox } from '../variables/scopes.ts';
import { emitBody, emitStatements } from './blocks.ts';
import { protect, emitProtected } from './protected.ts';

/**
 * `try` stays `try` as long as only its block can suspend: `finally` is passed over on the way out to suspend, when
 * `pc` is not 0. Handlers and finalizers that can suspend run after the native statement, where they can be re-entered.
 */
export function emitTry(node: t.TryStatement, ctx: FunctionContext): void {
  if (ctx.yields(node.finalizer)) emitFinally(node, ctx);
  else if (ctx.yields(node.handler)) emitWithHandler(node, ctx);
  else emitNativeTry(node, ctx);
}

function emitNativeTry({ block: body, handler, finalizer }: t.TryStatement, ctx: FunctionContext): void {
  const statements = protect(ctx, () => emitBody(body, ctx));
  const newHandler = handler ? nativeHandler(handler, ctx) : null;
  ctx.compound(t.tryStatement(block(statements), newHandler, nativeFinalizer(finalizer, ctx)));
}

/** A clause that cannot suspend stays where it is. */
function nativeHandler(handler: t.CatchClause, ctx: FunctionContext): t.CatchClause {
  const entry = entryOf(handler, ctx);
  const error = t.isIdentifier(handler.param) ? handler.param : id(ctx.program.unique('error'));
  const rewritten = rewrite(handler, ctx);
  const { body } = rewritten;
  const pattern = patternOf(rewritten);
  const takeApart = (value: t.Expression): t.Statement[] => [
    t.variableDeclaration('let', [
      t.variableDeclarator(pattern as t.LVal, takenApart(pattern as t.LVal, value, CAUGHT, ctx)),
    ]),
  ];
  body.body = enter(entry, error, pattern && takeApart, body.body, ctx);
  handler.param = error;
  return handler;
}

function nativeFinalizer(
  finalizer: t.BlockStatement | null | undefined,
  ctx: FunctionContext,
): t.BlockStatement | null {
  if (!finalizer) return null;
  const { body } = rewrite(finalizer, ctx);
  return block([when(ctx.isNormal(), [block(withoutAnnouncement(body, ctx))])]);
}

/**
 * A call that failed before its callee began, as `new` of what is no constructor, has left it announced: a getter that runs
 * now might call it.
 */
export function withoutAnnouncement(body: readonly t.Statement[], ctx: FunctionContext): t.Statement[] {
  return body.length === 0 ? [] : [assign(member(ctx.helper('link'), 'to'), nil()), ...body];
}

/**
 * A handler that can suspend:
 *
 *     handled: { try { ...; break handled; } catch (error) { e = caught(error); } ...handler... }
 *
 * One that cleans up goes on with the cancellation in the end, as after a `finally` that can suspend:
 *
 *     handled: { try { ...; break handled; } catch (error) { cleaning = cleanUp(e = error); }
 *       kind = 0; tried: try { ...handler... } catch (error) { kind = 1; value = caughtAll(error); }
 *       afterCleanUp(cleaning, kind, value); if (kind === 1) throw value; ... }
 */
function emitWithHandler({ block: body, handler, finalizer }: t.TryStatement, ctx: FunctionContext): void {
  if (!handler) return;
  const statements = ctx.inSequence(() => emitHandled(body, handler, ctx));
  if (!finalizer) return ctx.compound(statements[0] as t.Statement);
  ctx.compound(t.tryStatement(block(statements), null, nativeFinalizer(finalizer, ctx)));
}

function emitHandled(body: t.BlockStatement, handler: t.CatchClause, ctx: FunctionContext): void {
  const label = ctx.program.unique('handled');
  const error = ctx.program.unique('error');
  const caught = ctx.temporary();
  const entry = entryOf(handler, ctx);
  const cleaning = entry.cleansUp ? ctx.temporary() : null;
  const statements = protect(ctx, () =>
    ctx.inSequence(() => {
      const before = ctx.lastYieldPoint;
      const attempt = [...emitBody(body, ctx), breakTo(label)];
      const first =
        cleaning === null
          ? assign(t.cloneNode(caught), entry.call(id(error)))
          : assign(t.cloneNode(cleaning), entry.call(set(t.cloneNode(caught), id(error))));
      const clause = t.catchClause(id(error), block([first]));
      const native = t.tryStatement(block(attempt), clause);
      ctx.addSince(before, native);
      if (cleaning === null) emitHandlerBody(handler, caught, ctx);
      else emitCleaningBody(handler, caught, cleaning, ctx);
    }),
  );
  ctx.compound(labeled(label, block(statements)));
}

function emitCleaningBody(
  handler: t.CatchClause,
  caught: t.Identifier,
  cleaning: t.Identifier,
  ctx: FunctionContext,
): void {
  emitProtected(
    ctx,
    () => emitHandlerBody(handler, caught, ctx),
    ({ kind, value }) => ctx.add(run(callOf(ctx.helper('afterCleanUp'), t.cloneNode(cleaning), id(kind), id(value)))),
  );
}

function emitHandlerBody(handler: t.CatchClause, caught: t.Identifier, ctx: FunctionContext): void {
  const scope = movedScope(handler, ctx);
  const statements = ctx.inSequence(() => {
    if (scope !== null) openBox(scope, ctx);
    if (handler.param) emitPattern(handler.param, t.cloneNode(caught), ctx, CAUGHT);
    emitStatements([handler.body], ctx);
  });
  ctx.compound(block(statements));
}

/**
 * A finalizer that can suspend: how the `try` was left is recorded, the finalizer runs, and then it is left that way.
 *
 *     kind = 0; tried: { try { ... } catch (error) { kind = 1; value = caughtAll(error); } }
 *     ...finalizer...
 *     if (kind === 1) throw value; if (kind === 2) return value;
 */
export function emitFinally({ block: body, handler, finalizer }: t.TryStatement, ctx: FunctionContext): void {
  const attempt = handler ? nested(body, handler, ctx) : body;
  emitProtected(
    ctx,
    () => emitStatements([attempt], ctx),
    () => emitStatements([finalizer as t.BlockStatement], ctx),
  );
}

function nested(body: t.BlockStatement, handler: t.CatchClause, ctx: FunctionContext): t.Statement {
  const inner = t.tryStatement(body, handler);
  inheritYielding(inner, [body, handler], ctx.program.analysis);
  return inner;
}
