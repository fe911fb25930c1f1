import type { types as t } from '@babel/core';
import type { Place } from '../calls/places.ts';
import type { FunctionContext } from './function-context.ts';
import type { Completions } from './jumps.ts';

/*
 * What becomes of each kind of node. Rooms of the emitter reach one another by these tables, and import only what is
 * beneath them.
 */

type Of<N extends t.Node, T> = Extract<N, { type: T }>;

/** Expressions with yield points: what can suspend is emitted, the rest is returned. */
export type Lifters = {
  readonly [T in t.Expression['type']]?: (node: Of<t.Expression, T>, ctx: FunctionContext) => t.Expression;
};

/** Statements with yield points, which are emitted; `labels`: those that stand before the statement. */
export type Emitters = {
  readonly [T in t.Statement['type']]?: (
    node: Of<t.Statement, T>,
    ctx: FunctionContext,
    labels: readonly string[],
  ) => void;
};

/** Nodes without yield points, which are rewritten in place. */
export type Rewriters = {
  readonly [T in t.Node['type']]?: (node: Of<t.Node, T>, ctx: FunctionContext) => t.Node;
};

/** How a yield point is resumed. */
export interface Resumption {
  /** What its value is then, unless that is `take(pc = 0)`. */
  readonly resumed?: t.Expression | null;
  /** Where the source makes the call: what the call throws later, it throws there. */
  readonly place?: Place | null;
}

/**
 * How functions of one kind are resumed: called again (`reentrant`), as native generators, or as native async
 * generators.
 */
export interface BackEnd {
  readonly lifters: Lifters;
  readonly emitters: Emitters;
  /** Whether a call is announced wherever that suits it, also in an expression. */
  readonly announcesInline: boolean;
  /** Whether a call is announced before it is made, and not in the closure that makes it. */
  readonly announcesAhead: boolean;
  /** Whether what a last call returns may go straight to the caller. */
  readonly hasTailCalls: boolean;
  /** Whether variables stay where the source declares them. */
  readonly keepsVariables: boolean;
  /** Adds a yield point to the current sequence: the value of `call` is left in the result register. */
  yieldPoint(call: t.Expression, resumption: Resumption, ctx: FunctionContext): void;
  /** The value of a `new` expression that has been resumed. */
  resumedNew(constructor: t.Expression, ctx: FunctionContext): t.Expression;
  /** Under which condition a callee is announced; null: always. */
  mayAnnounce(ctx: FunctionContext): t.Expression | null;
  /** A call that suspends in any case: for tests. */
  stressed(call: t.Expression, ctx: FunctionContext): t.Expression;
  /** `test`, or whether the loop is being re-entered. */
  orReentry(test: t.Expression, ctx: FunctionContext): t.Expression;
  /** Declares a constant whose value outlives suspensions. */
  declareBox(name: string, fresh: t.Expression, ctx: FunctionContext): void;
  /** The call by which a `catch` clause begins. */
  caught(helper: string, args: t.Expression[], ctx: FunctionContext): t.CallExpression;
  /** Emits `attempt` so that `finish` runs however it ends. */
  emitProtected(
    attempt: (record: Completions) => void,
    finish: (record: Completions) => void,
    ctx: FunctionContext,
  ): void;
}

/** All that the emission of a program dispatches on. */
export interface Handlers {
  readonly reentrant: BackEnd;
  readonly generator: BackEnd;
  readonly asyncGenerator: BackEnd;
  readonly rewriters: Rewriters;
  /** What is done with nodes that have no handler of their own. */
  readonly rewriteOther: (node: t.Node, ctx: FunctionContext) => t.Node;
  /** A statement without yield points may become none, or several. */
  readonly rewriteStatement: (node: t.Statement, ctx: FunctionContext) => t.Statement[];
  /** A declaration that becomes an expression, since its variable has moved. */
  readonly functionExpression: (node: t.FunctionDeclaration, ctx: FunctionContext) => t.Expression;
}
