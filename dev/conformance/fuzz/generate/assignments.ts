import { writeMemberParts, writeValue } from './expressions.ts';
import { writePattern } from './patterns.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

const OPERATORS = ['=', '=', '=', '+=', '-=', '*=', '&&=', '||=', '??=', '|=', '**=', '>>>=', '/='];

/** An assignment to a variable, a property or a pattern. */
export function writeAssignment(w: Writer, scope: Scope, depth: number): string {
  if (w.choices.chance(15)) return writePatternAssignment(w, scope, depth);
  const operator = w.choices.pick(OPERATORS);
  return `(${writeTarget(w, scope, depth)} ${operator} ${writeValue(w, scope, depth)})`;
}

/** `x` or `o.p`. Once in a while a constant, which throws. */
export function writeTarget(w: Writer, scope: Scope, depth: number): string {
  const variable = w.choices.chance(4) ? w.variable(scope, 'value') : w.assignable(scope);
  if (variable !== null && w.choices.chance(60)) return scope.use(variable);
  if (scope.rules.hasArguments && w.choices.chance(8)) return 'arguments[0]';
  if (scope.rules.hasSuper && w.choices.chance(10)) return w.choices.pick(['super.p', "super['q']"]);
  const { object, key } = writeMemberParts(w, scope, depth);
  return `${object}${key.startsWith('[') ? '' : '.'}${key}`;
}

export function writeUpdate(w: Writer, scope: Scope, depth: number): string {
  const operator = w.choices.pick(['++', '--']);
  const target = writeTarget(w, scope, depth);
  return w.choices.chance(50) ? `(${operator}${target})` : `(${target}${operator})`;
}

function writePatternAssignment(w: Writer, scope: Scope, depth: number): string {
  const { pattern, source } = writePattern(w, scope, depth, () => writeTarget(w, scope, depth - 1));
  return `(${pattern} = ${source}, ${writeValue(w, scope, depth - 1)})`;
}
