import { types as t } from '@babel/core';
import type { Mentions, Path } from '../../3-analyze/cancellations/mentions.ts';
import { assign, block, callOf, const_, id, member, run, str } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { storageOf } from '../variables/references.ts';

/** How a `catch` clause is entered. */
interface Entry {
  /** Whether a cancellation that it is entered with goes on afterwards. */
  cleansUp: boolean;
  /** Whether the clause has a name for the error. */
  hasName: boolean;
  /** The call with which it begins. */
  call: (error: t.Expression) => t.CallExpression;
}

/**
 * `caught(error)` passes a cancellation on, unless the clause names it: `caught(error, "Timeout", () => Cancelled)`. A clause
 * that cleans up begins with `cleanUp(error)`.
 */
export function entryOf(handler: t.CatchClause, ctx: FunctionContext): Entry {
  const clause = ctx.program.clauses.get(handler);
  if (clause === undefined) throw ctx.program.refuse(handler);
  const { names, classes, comparisons } = clause.mentions;
  const mentions = [
    ...[...names].map(str),
    ...classes.map((path) => t.arrowFunctionExpression([], read(path, ctx))),
    ...comparisons.map((comparison) => compare(comparison, ctx)),
  ];
  const name = clause.cleansUp ? 'cleanUp' : 'caught';
  const hasName = t.isIdentifier(handler.param);
  return { cleansUp: clause.cleansUp, hasName, call: (error) => ctx.backEnd.caught(name, [error, ...mentions], ctx) };
}

/** `(error) => error === timeout`, `(error) => timeout.owns(error)` */
function compare({ path, owns }: Mentions['comparisons'][number], ctx: FunctionContext): t.Expression {
  const error = ctx.program.unique('error');
  const value = read(path, ctx);
  const test = owns
    ? t.callExpression(member(value, 'owns'), [id(error)])
    : t.binaryExpression('===', id(error), value);
  return t.arrowFunctionExpression([id(error)], test);
}

/** A class, as the function sees it outside of the clause. */
function read(path: Path, ctx: FunctionContext): t.Expression {
  if (t.isMemberExpression(path)) return member(read(path.object as Path, ctx), (path.property as t.Identifier).name);
  const binding = ctx.program.analysis.refOf.get(path)?.binding;
  return binding ? storageOf(binding, ctx) : id(path.name);
}

/** What the clause has instead of a name for its error. */
export function patternOf({ param }: t.CatchClause): t.LVal | null {
  return param && !t.isIdentifier(param) ? param : null;
}

/** Declares what a clause has instead of a name for its error. */
type TakeApart = (error: t.Expression) => t.Statement[];

/**
 * The body of a native clause:
 *
 *     error = caught(error); ...
 *
 *     const cleaning = cleanUp(error);
 *     try { ... } catch (failure) { throw cleanUpFailed(cleaning, failure); } finally { afterCleanUp(cleaning); }
 */
export function enter(
  entry: Entry,
  error: t.Identifier,
  takeApart: TakeApart | null,
  body: t.Statement[],
  ctx: FunctionContext,
): t.Statement[] {
  const call = entry.call(t.cloneNode(error));
  if (!entry.cleansUp) {
    const receive = entry.hasName ? assign(t.cloneNode(error), call) : run(call);
    return [...(takeApart?.(call) ?? [receive]), ...body];
  }
  const cleaning = ctx.program.unique('cleaning');
  const failure = ctx.program.unique('failure');
  const failed = t.throwStatement(callOf(ctx.helper('cleanUpFailed'), id(cleaning), id(failure)));
  const attempt = t.tryStatement(
    block(takeApart ? [...takeApart(t.cloneNode(error)), ...body] : flat(body)),
    t.catchClause(id(failure), block([failed])),
    block([run(callOf(ctx.helper('afterCleanUp'), id(cleaning)))]),
  );
  return [const_(cleaning, call), attempt];
}

/** Statements that stand in a block of their own, without it. */
function flat(body: t.Statement[]): t.Statement[] {
  const [only] = body;
  return body.length === 1 && t.isBlockStatement(only) ? only.body : body;
}
