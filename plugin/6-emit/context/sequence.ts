import { types as t } from '@babel/core';
import { assign, atMost, breakTo, equal, id, not, num, when } from '../../syntax/build.ts';
import { placedAt } from '../calls/places.ts';
import type { Resumption } from './handlers.ts';
import type { FunctionContext } from './function-context.ts';

/**
 * The statements of one block, in which some can suspend.
 *
 * While the function runs normally `pc` is 0. Re-entered at yield point k, `pc` is k, and everything before that
 * point is skipped:
 *
 *     if (!pc) { ...; link.to = f; result = f(x); } else if (pc === 1) result = take(pc = 0);
 *     if (result === SUSPENDED) { pc = 1; break suspend; }
 *
 * On entry `pc` is 0 or the number of a yield point in this block: whatever encloses it sees to that. A statement that
 * contains yield points itself is guarded by the last of their numbers unless it is the last such statement.
 */
export class Sequence {
  readonly #statements: t.Statement[] = [];
  #pending: t.Statement[] = [];
  /** The last statement with a yield point, if it is a yield point itself. */
  #last: t.IfStatement | null = null;
  #unguarded: { index: number; last: number } | null = null;

  /** Comments of the source, for the next statement that is added. */
  #comments: t.Comment[] = [];

  /** Adds a statement without yield points. */
  add(...statements: t.Statement[]): void {
    this.#annotate(statements[0]);
    this.#pending.push(...statements);
  }

  /** Adds a statement that runs on every entry; `pc` is needed where others that do not come before it. */
  always(statement: t.Statement, pc?: string): void {
    this.#annotate(statement);
    this.#flush(pc);
    this.#statements.push(statement);
  }

  /** Begins what becomes of `statement`: its comments come first. */
  begin({ leadingComments }: t.Statement): void {
    this.#comments = leadingComments ?? [];
  }

  /** Ends what becomes of `statement`, the last one of its block: its comments come last. */
  end({ trailingComments }: t.Statement): void {
    if (trailingComments) t.addComments(this.#lastStatement(), 'trailing', trailingComments);
  }

  #lastStatement(): t.Statement {
    return this.#pending[this.#pending.length - 1] ?? (this.#statements[this.#statements.length - 1] as t.Statement);
  }

  /** The same comment may hang on several nodes; it is printed once. */
  #annotate(statement: t.Statement | undefined): void {
    if (statement === undefined || this.#comments.length === 0) return;
    statement.leadingComments = [...this.#comments, ...(statement.leadingComments ?? [])];
    this.#comments = [];
  }

  /** Adds a yield point: `call` is evaluated after what is pending, its value is left in the result register. */
  yieldPoint(ctx: FunctionContext, call: t.Expression, { resumed = null, place = null }: Resumption = {}): void {
    const result = ctx.register('result');
    const number = ctx.nextYieldPoint();
    const { pc } = ctx;
    this.#guardPrevious();
    this.add(assign(id(result), call));
    const start = this.#pending;
    this.#pending = [];
    // What a call throws later, it throws where the source makes it.
    const resume = assign(id(result), placedAt(place, resumed ?? ctx.resumedValue()));
    const isHere = equal(id(pc), num(number));
    this.#last = when(not(id(pc)), start, when(isHere, [resume]));
    this.#statements.push(this.#last);
    this.#statements.push(this.#suspendIfAsked(ctx, number));
  }

  /**
   * Adds a statement that contains yield points, the last of which is `last`. `guarded`: it skips itself. Up to a
   * yield point 0 there were tail calls only, which are never re-entered.
   */
  compound(statement: t.Statement, last: number, pc: string, guarded = false): void {
    if (last === 0) return this.add(statement);
    this.#annotate(statement);
    this.#guardPrevious();
    this.#flush(pc);
    this.#last = null;
    this.#statements.push(statement);
    this.#pc = pc;
    this.#unguarded = guarded ? null : { index: this.#statements.length - 1, last };
  }

  /** All statements. What comes after the last yield point needs no guard. */
  finish(): t.Statement[] {
    // Whoever re-enters the block and has come this far is on the way to its last yield point.
    if (this.#last?.alternate?.type === 'IfStatement') this.#last.alternate = this.#last.alternate.consequent;
    return [...this.#statements, ...this.#pending];
  }

  #pc = '';

  #flush(pc?: string): void {
    if (this.#pending.length === 0) return;
    const statements = this.#pending;
    this.#pending = [];
    if (pc === undefined) this.#statements.push(...statements);
    else this.#statements.push(when(not(id(pc)), statements));
  }

  /** Another yield point follows: on the way to it, the statement before must be passed over. */
  #guardPrevious(): void {
    if (this.#unguarded === null) return;
    const { index, last } = this.#unguarded;
    const statement = this.#statements[index] as t.Statement;
    this.#statements[index] = when(atMost(this.#pc, last), [statement]);
    this.#unguarded = null;
  }

  #suspendIfAsked(ctx: FunctionContext, number: number): t.Statement {
    const asked = equal(id(ctx.register('result')), ctx.helper('SUSPENDED'));
    return when(asked, [assign(id(ctx.pc), num(number)), breakTo(ctx.suspendLabel())]);
  }
}
