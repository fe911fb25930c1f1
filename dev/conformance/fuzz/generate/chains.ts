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
    [2, scope.rules.suspends ? writeChainedCall(w, scope, depth) : `(${chain})`],
    [1, scope.rules.suspends ? `(${chain})?.(${writeArguments(w, scope, depth)})` : `(${chain})`],
  ]);
}

/** A method that is called in parentheses, which keep its object. */
function writeChainedCall(w: Writer, scope: Scope, depth: number): string {
  const method = w.choices.pick(['?.m1', '?.m2', "?.['m1']", '?.constructor.m1', '?.tell']);
  const plain = '{ own: 1, tell(...args) { return [this.own, ...args].join(); } }';
  const base = method === '?.tell' ? `(${plain})` : writeReference(w, scope, depth);
  return `(${base}${method})(${writeArguments(w, scope, depth)})`;
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
