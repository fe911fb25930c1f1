import { writeFunctionDeclaration } from './functions.ts';
import { writeDeclaration } from './declarations.ts';
import { writeValue } from './expressions.ts';
import { Scope } from './scope.ts';
import { PREAMBLE } from './preamble.ts';
import { writeStatement } from './statements.ts';
import type { Choices } from './choices.ts';
import { Writer } from './writer.ts';

/** A program: functions and variables, and a function `main` that uses them, step by step. */
export function writeProgram(choices: Choices): string {
  const w = new Writer(choices, choices.int(8, 20));
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
  w.fuel = w.choices.int(10, 40);
  while (w.fuel > 0) body.push(w.choices.chance(15) ? writeTask(w, inner) : writeStep(w, inner));
  const calls = 'for (const fn of kept.slice(0, 20)) { try { log(fn()); } catch (error) { log(why(error)); } }';
  return `function main() {\n${declarations.join('\n')}\n${body.join('\n')}\n${calls}\nreturn ${writeValue(w, inner, 2)};\n}\n`;
}

/** Steps that may wait, and that are run after `main`. */
function writeTask(w: Writer, scope: Scope): string {
  const inner = scope.fn({ canReturn: true, awaits: true });
  const steps = w.choices.list(1, 4, () => writeStep(w, inner));
  return `later(async () => { ${steps.join('\n')} return ${writeValue(w, inner, 2)}; });`;
}

/** Steps are protected from each other's errors. */
function writeStep(w: Writer, scope: Scope): string {
  if (w.choices.chance(30)) return writeStatement(w, scope, 3);
  const inner = scope.block();
  const statements = w.choices.list(1, 3, () => writeStatement(w, inner, 3)).join('\n');
  return `try { ${statements} } catch (error) { log('step', why(error)); }`;
}
