import { writeAsyncRest } from './async.ts';
import { writeValue } from './expressions.ts';
import { METHOD, writeBody, writeParameters } from './functions.ts';
import { writeGeneratorMethod } from './generators.ts';
import { writeAccessor } from './objects.ts';
import { writeField, writePrivate } from './private-members.ts';
import type { Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import type { Writer } from './writer.ts';

export function writeClassExpression(w: Writer, scope: Scope, depth: number): string {
  return writeClass(w, scope, w.choices.chance(50) ? w.fresh('K') : '', depth);
}

/** A class with every form of member. */
export function writeClass(w: Writer, scope: Scope, name: string, depth: number): string {
  const variable = w.choices.chance(40) ? w.variable(scope, 'class') : null;
  const parent = variable === null ? null : scope.use(variable);
  const members = w.choices.list(1, 4, () => writeMember(w, scope, depth, name));
  if (w.choices.chance(70)) members.unshift(writeConstructor(w, scope, parent !== null, depth));
  return `class ${name} ${parent === null ? '' : `extends ${parent} `}{ ${members.join(' ')} }`;
}

function writeConstructor(w: Writer, scope: Scope, derived: boolean, depth: number): string {
  const early = scope.fn({
    suspends: true,
    hasThis: false,
    hasArguments: true,
    hasSuper: false,
    canReturn: false,
  });
  const parameters = writeParameters(w, early, 1);
  const before = derived ? `${writeStatements(w, early, 1, 1)} super(${writeValue(w, early, 1)});` : '';
  const inner = early.fn({ hasThis: true, hasSuper: true });
  const result = w.choices.chance(10) ? `return ${w.choices.pick(['1', "{ p: 'returned' }"])};` : '';
  return `constructor(${parameters}) { ${before} this.p = ${writeValue(w, inner, depth)}; ${writeStatements(w, inner, 2, depth)} ${result} }`;
}

function writeMember(w: Writer, scope: Scope, depth: number, className: string): string {
  const isStatic = w.choices.chance(25) ? 'static ' : '';
  const form = w.choices.weighted([
    [6, 'method'],
    [2, 'getter'],
    [1, 'setter'],
    [2, 'field'],
    [2, 'private'],
    [1, 'static block'],
    [1, 'generator'],
    [1, 'async'],
  ] as const);
  if (form === 'static block') return writeStaticBlock(w, scope, depth);
  const computed = scope.rules.suspends && w.choices.chance(20);
  const write = (name: string): string => (computed ? `[suspend('${name}')]` : name);
  if (form === 'method')
    return `${isStatic}${writeMethod(w, scope, depth, write(w.choices.pick(['m1', 'm2'])), className)}`;
  if (form === 'field') return writeField(w, scope, `${isStatic}${write(w.choices.pick(['q', 'r']))}`, isStatic !== '');
  if (form === 'generator') return `${isStatic}${writeGeneratorMethod(w, scope, write('g1'))}`;
  if (form === 'async') return `${isStatic}async ${write('a1')}${writeAsyncRest(w, scope, METHOD, depth)}`;
  if (form === 'private') return writePrivate(w, scope, depth);
  return `${isStatic}${writeAccessor(w, scope, form, write('s'))}`;
}

function writeMethod(w: Writer, scope: Scope, depth: number, key: string, className: string): string {
  const inner = scope.fn(METHOD);
  if (className !== '' && w.choices.chance(20)) inner.declare(className, 'class', true);
  return `${key}(${writeParameters(w, inner, depth)}) ${writeBody(w, inner, depth)}`;
}

function writeStaticBlock(w: Writer, scope: Scope, depth: number): string {
  const { suspends } = scope.rules;
  const inner = scope.fn({ suspends, hasThis: true, hasArguments: false, hasSuper: true, canReturn: false });
  return `static { ${writeStatements(w, inner, 2, depth)} }`;
}
