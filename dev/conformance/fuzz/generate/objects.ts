import { writeReference, writeValue } from './expressions.ts';
import { writeBody, writeParameters } from './functions.ts';
import { writeGeneratorMethod } from './generators.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

/** An object literal with every form of property. */
export function writeObject(w: Writer, scope: Scope, depth: number): string {
  const properties = w.choices.list(1, 4, () => writeProperty(w, scope, depth));
  return `{ ${properties.join(', ')} }`;
}

function writeProperty(w: Writer, scope: Scope, depth: number): string {
  const name = w.choices.pick(['p', 'q', 'r']);
  const key = w.choices.chance(25) ? `[${writeComputed(w, scope, name)}]` : name;
  const form = w.choices.weighted([
    [10, 'value'],
    [3, 'method'],
    [2, 'getter'],
    [1, 'setter'],
    [2, 'spread'],
    [1, 'shorthand'],
    [1, 'generator'],
  ] as const);
  if (form === 'value' || w.fuel <= 0) return `${key}: ${writeValue(w, scope, depth - 1)}`;
  if (form === 'spread') return `...${writeReference(w, scope, depth)}`;
  if (form === 'shorthand') {
    const variable = w.variable(scope, 'value');
    return variable === null ? 'shared' : scope.use(variable);
  }
  if (form === 'generator') return writeGeneratorMethod(w, scope, key);
  return form === 'method' ? writeObjectMethod(w, scope, depth) : writeAccessor(w, scope, form, key);
}

function writeComputed(w: Writer, scope: Scope, name: string): string {
  return scope.rules.suspends ? `suspend('${name}')` : `'${name}'`;
}

function writeObjectMethod(w: Writer, scope: Scope, depth: number): string {
  const inner = scope.fn({
    suspends: scope.rules.suspends,
    hasThis: true,
    hasArguments: true,
    hasSuper: true,
    canReturn: true,
  });
  const parameters = writeParameters(w, inner, depth);
  return `${w.choices.pick(['m1', 'm2'])}(${parameters}) ${writeBody(w, inner, depth)}`;
}

/** A getter or setter, which must not block. */
export function writeAccessor(w: Writer, scope: Scope, form: 'getter' | 'setter', key: string): string {
  const inner = scope.fn({ suspends: false, hasThis: false, hasArguments: true, hasSuper: false, canReturn: false });
  if (form === 'getter') return `get ${key}() { return say(${writeValue(w, inner, 1)}); }`;
  return `set ${key}(value) { say(${writeValue(w, inner, 1)}); }`;
}
