import { writeClass } from './classes.ts';
import { writeValue } from './expressions.ts';
import { writeAsyncFunction, writeAsyncGenerator } from './async.ts';
import { writeArrow, writeFunctionDeclaration, writeFunctionExpression, writeRecursive } from './functions.ts';
import { writeGenerator } from './generators.ts';
import { writeObject } from './objects.ts';
import { writePattern } from './patterns.ts';
import type { Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import type { Writer } from './writer.ts';

/** A declaration of one or more names, which later statements of the scope can use. */
export function writeDeclaration(w: Writer, scope: Scope, depth: number): string {
  return w.choices.weighted(DECLARATIONS)(w, scope, depth);
}

function writeLexical(w: Writer, scope: Scope, depth: number): string {
  const constant = w.choices.chance(30);
  const value = writeValue(w, scope, depth + 1);
  const name = w.lexicalName(scope);
  scope.declare(name, 'value', constant);
  const early = w.choices.chance(8) ? writeEarlyUse(w, name) : '';
  if (!constant && w.choices.chance(10)) return `${early} let ${name};`;
  return `${early} ${constant ? 'const' : 'let'} ${name} = ${value};`;
}

/** Uses a variable in its dead zone, directly or in a closure made there. */
function writeEarlyUse(w: Writer, name: string): string {
  const use = w.choices.pick([name, `typeof ${name}`, `${name} = 1`, `(() => ${name})()`, `kept.push(() => ${name})`]);
  return `try { log(${use}); } catch (error) { log(why(error)); }`;
}

function writeVar(w: Writer, scope: Scope, depth: number): string {
  const value = writeValue(w, scope, depth + 1);
  const name = w.fresh('v');
  scope.declare(name, 'value');
  return `var ${name} = ${value};`;
}

function writeDestructuring(w: Writer, scope: Scope, depth: number): string {
  const keyword = w.choices.pick(['let', 'const', 'var']);
  const names: string[] = [];
  const { pattern, source } = writePattern(w, scope, depth + 1, () => {
    const name = w.fresh('d');
    names.push(name);
    return name;
  });
  for (const name of names) scope.declare(name, 'value', keyword === 'const');
  return `${keyword} ${pattern} = ${source};`;
}

function writeFunction(w: Writer, scope: Scope, depth: number): string {
  const name = w.fresh('f');
  const form = w.choices.pick(['declaration', 'recursive', 'expression', 'arrow', 'hoisted'] as const);
  const text = writeFunctionText(w, scope, name, form, depth);
  scope.declare(name, 'function', true);
  if (form !== 'hoisted') return text;
  return `log(typeof ${name}); ${text}`;
}

function writeFunctionText(w: Writer, scope: Scope, name: string, form: string, depth: number): string {
  if (form === 'recursive') return writeRecursive(w, scope, name, depth);
  if (form === 'expression')
    return `${w.choices.pick(['const', 'let', 'var'])} ${name} = ${writeFunctionExpression(w, scope, depth)};`;
  if (form === 'arrow') return `${w.choices.pick(['const', 'let'])} ${name} = ${writeArrow(w, scope, depth)};`;
  return writeFunctionDeclaration(w, scope, name, depth);
}

function writeClassDeclaration(w: Writer, scope: Scope, depth: number): string {
  const name = w.fresh('Type');
  const text = writeClass(w, scope, name, depth);
  scope.declare(name, 'class', true);
  return w.choices.chance(70) ? text : `const ${name} = ${text};`;
}

function writeInstance(w: Writer, scope: Scope, depth: number): string {
  const type = scope.rules.suspends ? w.variable(scope, 'class') : null;
  const value =
    type === null ? writeObject(w, scope, depth + 1) : `new ${scope.use(type)}(${writeValue(w, scope, depth)})`;
  const name = w.lexicalName(scope);
  scope.declare(name, 'object', true);
  return `const ${name} = ${value};`;
}

function writeIterableDeclaration(w: Writer, scope: Scope): string {
  const name = w.fresh('g');
  const waits = w.choices.chance(50);
  const text = writeGenerator(w, scope, name, waits);
  const made = w.fresh('it');
  scope.declare(made, waits ? 'waiting' : 'iterable', true);
  return `${text} const ${made} = { [Symbol.iterator]: ${name} };`;
}

/** A generator or async function that is used by its name. */
function writeSpecialFunction(w: Writer, scope: Scope, depth: number): string {
  const kind = w.choices.pick(['generator', 'async function', 'async generator'] as const);
  const name = w.fresh('g');
  const text = writeSpecial(w, scope, kind, name, depth);
  scope.declare(name, kind, true);
  return text;
}

function writeSpecial(w: Writer, scope: Scope, kind: string, name: string, depth: number): string {
  if (kind === 'generator') return writeGenerator(w, scope, name, true);
  return kind === 'async function' ? writeAsyncFunction(w, scope, name, depth) : writeAsyncGenerator(w, scope, name);
}

/** In sloppy mode, a function of a block is a variable outside, too. */
function writeFunctionInBlock(w: Writer, scope: Scope, depth: number): string {
  const name = w.fresh('f');
  const inner = scope.block();
  const text = writeFunctionDeclaration(w, inner, name, depth);
  const after = scope.rules.suspends ? `typeof ${name} === 'function' && ${name}()` : `typeof ${name}`;
  return `{ log(typeof ${name}); ${text} ${writeStatements(w, inner, 1, depth)} } log(${after});`;
}

const DECLARATIONS: readonly (readonly [number, (w: Writer, scope: Scope, depth: number) => string])[] = [
  [10, writeLexical],
  [4, writeVar],
  [4, writeDestructuring],
  [8, writeFunction],
  [4, writeClassDeclaration],
  [4, writeInstance],
  [3, writeIterableDeclaration],
  [5, writeSpecialFunction],
  [1, writeFunctionInBlock],
];
