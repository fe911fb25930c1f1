import { writeArguments } from './calls.ts';
import { writeReference, writeValue } from './expressions.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

/** An optional chain of several links; some are deleted, or called in parentheses. */
export function writeChain(w: Writer, scope: Scope, depth: number): string {
  const links = w.choices.list(1, 4, () => writeLink(w, scope, depth));
  const base = w.choices.chance(20) ? `(${writeValue(w, scope, depth)})` : writeReference(w, scope, depth);
  const chain = `${base}${links.join('')}`;
  return w.choices.weighted([
    [6, `(${chain})`],
    [1, `(delete ${chain}?.p)`],
    [1, `(typeof ${chain})`],
    [1, scope.rules.suspends ? `(${chain})?.(${writeArguments(w, scope, depth)})` : `(${chain})`],
  ]);
}

function writeLink(w: Writer, scope: Scope, depth: number): string {
  const name = w.choices.pick(['p', 'q', 'm1', 'm2', 'constructor']);
  const call = `?.${name}?.(${writeArguments(w, scope, depth)})`;
  return w.choices.pick([
    `?.${name}`,
    `?.['${name}']`,
    `?.[${writeValue(w, scope, depth - 1)}]`,
    scope.rules.suspends ? call : '?.r',
  ]);
}
