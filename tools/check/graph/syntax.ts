import type * as morph from 'ts-morph';
import type { ts } from 'ts-morph';

/** The compiler of TypeScript, of whichever package. */
export type TypeScript = typeof morph.ts;

/** An expression without parentheses, and without what only types see. */
export function unwrap(expression: ts.Expression, ts: TypeScript): ts.Expression {
  let inner = expression;
  for (;;) {
    if (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)) {
      inner = inner.expression;
    } else if (ts.isNonNullExpression(inner) || ts.isTypeAssertionExpression(inner)) inner = inner.expression;
    else return inner;
  }
}

/** An expression without parentheses. */
export function withoutParentheses(expression: ts.Expression, ts: TypeScript): ts.Expression {
  return ts.isParenthesizedExpression(expression) ? withoutParentheses(expression.expression, ts) : expression;
}
