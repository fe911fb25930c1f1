import { writeIterable, writeReference, writeValue } from './expressions.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

/** A pattern, and an expression that it can take apart. */
export interface Pattern {
  pattern: string;
  source: string;
}

/** `target` writes what is bound or assigned to; each call must give another one. */
export function writePattern(w: Writer, scope: Scope, depth: number, target: () => string): Pattern {
  return w.choices.chance(50)
    ? writeArrayPattern(w, scope, depth, target)
    : writeObjectPattern(w, scope, depth, target);
}

function writeArrayPattern(w: Writer, scope: Scope, depth: number, target: () => string): Pattern {
  const elements = w.choices.list(1, 3, () => (w.choices.chance(10) ? '' : withDefault(w, scope, depth, target)));
  if (w.choices.chance(30)) elements.push(`...${target()}`);
  else if (elements.at(-1) === '') elements.push('');
  return { pattern: `[${elements.join(', ')}]`, source: writeIterable(w, scope, depth) };
}

function writeObjectPattern(w: Writer, scope: Scope, depth: number, target: () => string): Pattern {
  const names = ['p', 'q', 'r'].slice(0, w.choices.int(1, 3));
  const properties = names.map((name) => `${writeKey(w, scope, depth, name)}: ${withDefault(w, scope, depth, target)}`);
  if (w.choices.chance(20)) properties.push(`...${target()}`);
  return { pattern: `{ ${properties.join(', ')} }`, source: `(${writeReference(w, scope, depth)})` };
}

function writeKey(w: Writer, scope: Scope, depth: number, name: string): string {
  if (w.choices.chance(70)) return name;
  return scope.rules.suspends && w.choices.chance(60) ? `[suspend('${name}')]` : `[${writeValue(w, scope, depth - 1)}]`;
}

function withDefault(w: Writer, scope: Scope, depth: number, target: () => string): string {
  if (depth > 1 && w.choices.chance(12)) {
    const inner = writePattern(w, scope, depth - 2, target);
    return `${inner.pattern} = ${inner.source}`;
  }
  const name = target();
  return w.choices.chance(40) ? `${name} = ${writeValue(w, scope, depth - 1)}` : name;
}
