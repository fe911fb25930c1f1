import { writeValue } from './expressions.ts';
import { METHOD, writeParameters } from './functions.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

/** A field; `suspends`: its initializer may block. */
export function writeField(w: Writer, scope: Scope, key: string, suspends: boolean): string {
  const inner = scope.fn({ suspends, hasThis: true, hasArguments: false, hasSuper: true, canReturn: false });
  return `${key} = ${writeValue(w, inner, 1)};`;
}

/** A private member, and a method that uses it. */
export function writePrivate(w: Writer, scope: Scope, depth: number, isStatic: boolean): string {
  const name = w.fresh('#p');
  const inner = scope.fn(METHOD);
  const { member, operation } = w.choices.weighted([
    [5, writePrivateField],
    [3, writePrivateMethod],
    [2, writePrivateAccessor],
  ] as const)(w, scope, { inner, name, depth, isStatic });
  const test = `${name} in ${w.choices.chance(70) ? 'this' : `(${writeValue(w, inner, 0)})`}`;
  const uses = w.choices.chance(70) ? [operation] : [operation, test];
  const prefix = isStatic ? 'static ' : '';
  return `${prefix}${member} ${prefix}m2() { return [${uses.join(', ')}].join(); }`;
}

interface Place {
  /** In the method that uses the member. */
  inner: Scope;
  name: string;
  depth: number;
  isStatic: boolean;
}

interface Private {
  member: string;
  /** An expression that uses it. */
  operation: string;
}

function writePrivateField(w: Writer, scope: Scope, { inner, name, depth, isStatic }: Place): Private {
  const value = writeValue(w, inner, depth);
  const operation = w.choices.pick([
    `this.${name} += ${value}`,
    `this.${name} ??= ${value}`,
    `(this.${name}++, ${value})`,
    `[this.${name} = 5] = [${value}]`,
    `delete this?.${name}.p`,
    `this.${name}?.p?.(${value})`,
  ]);
  return { member: writeField(w, scope, name, !isStatic), operation: `${operation}, this.${name}` };
}

function writePrivateMethod(w: Writer, _scope: Scope, { inner, name, depth }: Place): Private {
  const call = w.choices.pick([`this.${name}`, `this?.${name}`, `this.${name}?.`]);
  const value = writeValue(w, inner, depth);
  const member = `${name}(${writeParameters(w, inner.fn({}), depth)}) { return ${value}; }`;
  return { member, operation: `${call}(${writeValue(w, inner, 1)})` };
}

/** One that blocks is only read, or written in a statement of its own. */
function writePrivateAccessor(w: Writer, scope: Scope, { inner, name, isStatic }: Place): Private {
  const suspends = w.choices.chance(60);
  const own = scope.fn({ ...METHOD, suspends });
  const prefix = isStatic ? 'static ' : '';
  const getter = `get ${name}() { return say(${writeValue(w, own, 1)}); }`;
  const setter = `${prefix}set ${name}(value) { say(${writeValue(w, own, 1)}); log(value); }`;
  const value = writeValue(w, inner, 1);
  const operations = [`this.${name}`, `(() => { this.${name} = ${value}; })()`];
  if (!suspends) operations.push(`this.${name} = ${value}`, `this.${name} += ${value}`, `this.${name}++`);
  const member = w.choices.pick([`${getter} ${setter}`, getter]);
  return { member, operation: w.choices.pick(operations) };
}
