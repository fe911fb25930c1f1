import { writeIterable, writeReference, writeValue } from './expressions.ts';
import { writeArrow } from './functions.ts';
import { writeNativeCall } from './natives.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

/** A call of a function, a method or a constructor of the program. Code that must not block calls nothing. */
export function writeCall(w: Writer, scope: Scope, depth: number): string {
  if (!scope.rules.suspends) return writeValue(w, scope, depth);
  return w.choices.weighted(CALLS)(w, scope, depth);
}

function writeFunctionCall(w: Writer, scope: Scope, depth: number): string {
  const fn = w.variable(scope, 'function');
  if (fn === null) return writeValue(w, scope, depth);
  const optional = w.choices.chance(10) ? '?.' : '';
  return `${scope.use(fn)}${optional}(${writeArguments(w, scope, depth)})`;
}

function writeMethodCall(w: Writer, scope: Scope, depth: number): string {
  const object = writeReference(w, scope, depth);
  const method = w.choices.pick(['m1', 'm2']);
  const access = w.choices.pick([
    `?.${method}`,
    `.${method}?.`,
    `?.${method}?.`,
    `['${method}']?.`,
    `?.[suspend('${method}')]?.`,
  ]);
  return `${object}${access}(${writeArguments(w, scope, depth)})`;
}

function writeSuperCall(w: Writer, scope: Scope, depth: number): string {
  if (!scope.rules.hasSuper) return writeMethodCall(w, scope, depth);
  return `super.${w.choices.pick(['m1', 'm2'])}?.(${writeArguments(w, scope, depth)})`;
}

function writeNew(w: Writer, scope: Scope, depth: number): string {
  const type = w.variable(scope, 'class');
  if (type === null) return writeValue(w, scope, depth);
  const made = `new ${scope.use(type)}(${writeArguments(w, scope, depth)})`;
  return w.choices.chance(50) ? `${made}.p` : `${made}.m1?.(${writeArguments(w, scope, depth)})`;
}

function writeKept(w: Writer, scope: Scope, depth: number): string {
  return `kept.push(${writeArrow(w, scope, depth)})`;
}

/** Arguments with spreads. */
export function writeArguments(w: Writer, scope: Scope, depth: number): string {
  const args = w.choices.list(0, 3, () =>
    w.choices.chance(12) ? `...${writeIterable(w, scope, depth - 1)}` : writeValue(w, scope, depth - 1),
  );
  return args.join(', ');
}

const CALLS: readonly (readonly [number, (w: Writer, scope: Scope, depth: number) => string])[] = [
  [10, writeFunctionCall],
  [5, writeMethodCall],
  [3, writeSuperCall],
  [4, writeNew],
  [4, writeKept],
  [4, writeNativeCall],
];
