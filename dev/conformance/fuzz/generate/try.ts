import { writeValue } from './expressions.ts';
import { writeBlock, writeStatements } from './statements.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

/** `try` with `catch`, `finally` or both. */
export function writeTry(w: Writer, scope: Scope, depth: number): string {
  const form = w.choices.pick(['catch', 'finally', 'both', 'both']);
  const caught = form === 'finally' ? '' : writeCatch(w, scope, depth);
  const last = form === 'catch' ? '' : ` finally ${writeBlock(w, scope, depth)}`;
  return `try ${writeBlock(w, scope, depth)}${caught}${last}`;
}

function writeCatch(w: Writer, scope: Scope, depth: number): string {
  const inner = scope.block();
  const form = w.choices.weighted([
    [6, 'name'],
    [1, 'pattern'],
    [1, 'none'],
  ] as const);
  if (form === 'none') return ` catch ${writeBlock(w, scope, depth)}`;
  if (form === 'pattern') {
    const name = w.fresh('e');
    inner.declare(name, 'value');
    return ` catch ({ zzz: ${name} = ${writeValue(w, scope, 1)} }) { ${writeStatements(w, inner, 2, depth)} }`;
  }
  const name = w.fresh('e');
  const rethrow = w.choices.chance(15) ? `throw ${name};` : '';
  return ` catch (${name}) { log('caught', why(${name})); ${writeStatements(w, inner, 2, depth)} ${rethrow} }`;
}
