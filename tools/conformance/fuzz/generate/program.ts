import { writeFunctionDeclaration } from './functions.ts';
import { writeDeclaration } from './declarations.ts';
import { writeValue } from './expressions.ts';
import { Scope } from './scope.ts';
import { writeStatement } from './statements.ts';
import type { Choices } from './choices.ts';
import { Writer } from './writer.ts';

/** Helpers of every program. Reading a property of `budget` ends programs that run too long. */
const PREAMBLE = `
const kept = [];
const shared = { p: 1, q: 's', m1(x) { return suspend(x); } };
function tag(strings, ...values) { return strings.raw.join('|') + values.join(); }
function counted(n) { return { [Symbol.iterator]() { let i = 0; return { next() { log('next', i); return { done: i >= n, value: i++ }; }, return() { log('return'); return {}; } }; } }; }
function blocking(n) { return { [Symbol.iterator]() { let i = 0; return { next() { return { done: suspend(i) >= n, value: i++ }; }, return() { log('return', suspend(i)); return {}; } }; } }; }
`;

/** A program: functions and variables, and a function `main` that uses them, step by step. */
export function writeProgram(choices: Choices): string {
  const w = new Writer(choices, choices.int(8, 40));
  const scope = new Scope(null);
  scope.declare('shared', 'object', true);
  const strict = choices.chance(50) ? "'use strict';\n" : '';
  const outer = choices.list(0, 2, () => {
    const name = w.fresh('f');
    const text = writeFunctionDeclaration(w, scope, name, 2);
    scope.declare(name, 'function', true);
    return text;
  });
  return `${strict}${PREAMBLE}${outer.join('\n')}\n${writeMain(w, scope)}`;
}

function writeMain(w: Writer, scope: Scope): string {
  const inner = scope.fn({ suspends: true, hasArguments: true, canReturn: true });
  const declarations = w.choices.list(1, 4, () => writeDeclaration(w, inner, 2));
  const body: string[] = [];
  while (w.fuel > 0) body.push(writeStep(w, inner));
  const calls = 'for (const fn of kept.slice(0, 20)) { try { log(fn()); } catch (error) { log(why(error)); } }';
  return `function main() {\n${declarations.join('\n')}\n${body.join('\n')}\n${calls}\nreturn ${writeValue(w, inner, 2)};\n}\n`;
}

/** Steps are protected from each other's errors. */
function writeStep(w: Writer, scope: Scope): string {
  if (w.choices.chance(30)) return writeStatement(w, scope, 3);
  const inner = scope.block();
  const statements = w.choices.list(1, 3, () => writeStatement(w, inner, 3)).join('\n');
  return `try { ${statements} } catch (error) { log('step', why(error)); }`;
}
