import { writeLiteral, writeValue } from './expressions.ts';
import { Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import type { Writer } from './writer.ts';

/** A `switch` with fallthrough, `default` anywhere, and cases that are computed. */
export function writeSwitch(w: Writer, scope: Scope, depth: number): string {
  const inner = new Scope(scope, { inSwitch: true });
  const discriminant = writeValue(w, scope, depth);
  const cases = w.choices.list(
    1,
    4,
    () => `case ${w.choices.chance(60) ? writeLiteral(w) : writeValue(w, scope, depth)}:`,
  );
  if (w.choices.chance(60)) cases.splice(w.choices.int(0, cases.length), 0, 'default:');
  const clauses = cases.map((head) => `${head} ${writeClause(w, inner, depth)}`);
  return `switch (${discriminant}) { ${clauses.join(' ')} }`;
}

/** Clauses share one scope; what one declares may be in its dead zone in the others. */
function writeClause(w: Writer, scope: Scope, depth: number): string {
  const statements = w.choices.chance(80) ? writeStatements(w, scope, 2, depth) : '';
  return w.choices.chance(50) ? `${statements} break;` : statements;
}
