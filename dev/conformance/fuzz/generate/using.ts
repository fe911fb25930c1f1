import { writeValue } from './expressions.ts';
import type { Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import type { Writer } from './writer.ts';

/** A block or loop that disposes of what it has opened. */
export function writeUsing(w: Writer, scope: Scope, depth: number): string {
  if (!scope.rules.suspends) return `log(${writeValue(w, scope, depth)});`;
  return w.choices.chance(30) ? writeLoop(w, scope.loop(), depth) : writeUsingBlock(w, scope.block(), depth);
}

function writeUsingBlock(w: Writer, scope: Scope, depth: number): string {
  const declarations = w.choices.list(1, 2, () => {
    const waits = scope.rules.awaits && w.choices.chance(50);
    const source = writeResource(w, scope, waits);
    return `${waits ? 'await using' : 'using'} ${declare(w, scope)} = ${source}; ${writeStatements(w, scope, 2, depth)}`;
  });
  return `{ ${declarations.join(' ')} }`;
}

/** Babel, which compiles what is compared with, forgets the `await` of `for (await using x of y)`. */
function writeLoop(w: Writer, scope: Scope, depth: number): string {
  const resources = w.choices.list(1, 3, () => writeResource(w, scope, false)).join(', ');
  return `for (using ${declare(w, scope)} of [${resources}]) { ${writeStatements(w, scope.block(), 3, depth)} }`;
}

function writeResource(w: Writer, scope: Scope, waits: boolean): string {
  const opener = waits && w.choices.chance(70) ? 'waitingResource' : 'resource';
  const fails = w.choices.chance(15) ? ', true' : '';
  return w.choices.weighted([
    [12, `${opener}(${writeValue(w, scope, 1)}${fails})`],
    [2, 'null'],
    [1, 'undefined'],
    [1, writeValue(w, scope, 1)],
  ]);
}

function declare(w: Writer, scope: Scope): string {
  const name = w.fresh('u');
  scope.declare(name, 'object', true);
  return name;
}
