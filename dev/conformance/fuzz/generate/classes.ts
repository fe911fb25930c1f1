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
  const plan = { name, staticsBlock: scope.rules.suspends && w.choices.chance(50) };
  const members = w.choices.list(1, 4, () => writeMember(w, scope, depth, plan));
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

interface Plan {
  /** Of the class; empty if it has none. */
  name: string;
  /** Static elements may block, which keeps those that are private or have computed keys out. */
  staticsBlock: boolean;
}

function writeMember(w: Writer, scope: Scope, depth: number, plan: Plan): string {
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
  if (form === 'static block') return writeStaticBlock(w, scope, depth, plan);
  const computed = scope.rules.suspends && w.choices.chance(20);
  const write = (name: string): string => (computed ? `[suspend('${name}')]` : name);
  if (form === 'method')
    return `${isStatic}${writeMethod(w, scope, depth, write(w.choices.pick(['m1', 'm2'])), plan.name)}`;
  if (form === 'field') return writePublicField(w, scope, isStatic, write, plan);
  if (form === 'generator') return `${isStatic}${writeGeneratorMethod(w, scope, write('g1'))}`;
  if (form === 'async') return `${isStatic}async ${write('a1')}${writeAsyncRest(w, scope, METHOD, depth)}`;
  if (form === 'private') return writePrivate(w, scope, depth, !plan.staticsBlock && isStatic !== '');
  return `${isStatic}${writeAccessor(w, scope, form, write('s'))}`;
}

function writeMethod(w: Writer, scope: Scope, depth: number, key: string, className: string): string {
  const inner = scope.fn(METHOD);
  if (className !== '' && w.choices.chance(20)) inner.declare(className, 'class', true);
  return `${key}(${writeParameters(w, inner, depth)}) ${writeBody(w, inner, depth)}`;
}

function writePublicField(
  w: Writer,
  scope: Scope,
  isStatic: string,
  write: (name: string) => string,
  { staticsBlock }: Plan,
): string {
  const name = w.choices.pick(['q', 'r']);
  const key = isStatic !== '' && staticsBlock ? name : write(name);
  return writeField(w, scope, `${isStatic}${key}`, isStatic === '' || staticsBlock);
}

function writeStaticBlock(w: Writer, scope: Scope, depth: number, { staticsBlock }: Plan): string {
  const inner = scope.fn({
    suspends: staticsBlock,
    hasThis: true,
    hasArguments: false,
    hasSuper: true,
    canReturn: false,
  });
  return `static { ${writeStatements(w, inner, 2, depth)} }`;
}
