import { writeDeclaration } from './declarations.ts';
import { writeArrayLiteral, writeIterable, writeReference, writeValue } from './expressions.ts';
import { writeAssignment } from './assignments.ts';
import { writeTask } from './async.ts';
import { writeDrive } from './generators.ts';
import { writeLoop } from './loops.ts';
import type { Scope } from './scope.ts';
import { writeSwitch } from './switch.ts';
import { writeTry } from './try.ts';
import { writeUsing } from './using.ts';
import type { Writer } from './writer.ts';

type Production = (w: Writer, scope: Scope, depth: number) => string;

/** Up to `max` statements, fewer if the program is long enough. */
export function writeStatements(w: Writer, scope: Scope, max: number, depth: number): string {
  const statements: string[] = [];
  for (let left = w.choices.int(Math.min(1, max), max); left > 0 && w.fuel > 0; left--) {
    statements.push(writeStatement(w, scope, depth));
  }
  return statements.join('\n');
}

export function writeStatement(w: Writer, scope: Scope, depth: number): string {
  w.fuel--;
  return w.choices.weighted(depth > 0 ? STATEMENTS : SIMPLE)(w, scope, depth - 1);
}

/** A block with a scope of its own. */
export function writeBlock(w: Writer, scope: Scope, depth: number): string {
  return `{ ${writeStatements(w, scope.block(), 3, depth)} }`;
}

const writeLog: Production = (w, scope, depth) => `log('${w.fresh('#')}', ${writeValue(w, scope, depth + 1)});`;

const writeEffect: Production = (w, scope, depth) => `${writeAssignment(w, scope, depth + 1)};`;

function writeIf(w: Writer, scope: Scope, depth: number): string {
  const test = writeValue(w, scope, depth);
  const consequent = w.choices.chance(20) ? writeLog(w, scope, depth) : writeBlock(w, scope, depth);
  const alternate = w.choices.weighted([
    [4, ''],
    [4, 'else'],
    [2, 'else if'],
  ] as const);
  if (alternate === '') return `if (${test}) ${consequent}`;
  return `if (${test}) ${consequent} else ${alternate === 'else' ? writeBlock(w, scope, depth) : writeIf(w, scope, depth - 1)}`;
}

function writeLabeled(w: Writer, scope: Scope, depth: number): string {
  const name = w.fresh('label');
  if (w.choices.chance(60)) return `${name}: ${writeLoop(w, scope, depth, name)}`;
  const inner = w.choices.chance(50) ? writeBlock : writeIf;
  return `${name}: ${inner(w, scope.withLabel({ name, isLoop: false }), depth)}`;
}

/** `break`, `continue`, `return` or `throw`, usually under a condition. */
function writeJump(w: Writer, scope: Scope, depth: number): string {
  const jumps = [`throw ${writeThrown(w, scope, depth)};`];
  if (scope.inLoop || scope.inSwitch) jumps.push('break;');
  if (scope.inLoop) jumps.push('continue;');
  for (const { name, isLoop } of scope.labels) jumps.push(`break ${name};`, ...(isLoop ? [`continue ${name};`] : []));
  if (scope.rules.canReturn) jumps.push(`return ${writeValue(w, scope, depth)};`, 'return;');
  const jump = w.choices.pick(jumps.length > 1 && w.choices.chance(70) ? jumps.slice(1) : jumps);
  return w.choices.chance(75) ? `if (${writeValue(w, scope, depth)}) ${jump}` : jump;
}

function writeThrown(w: Writer, scope: Scope, depth: number): string {
  return w.choices.chance(50) ? `new Error(${writeValue(w, scope, depth)})` : writeValue(w, scope, depth);
}

const writeKeep: Production = (w, scope, depth) => {
  const value = writeValue(w, scope.fn({}), depth);
  return scope.rules.suspends ? `kept.push(() => ${value});` : `say(${value});`;
};

const writeCollection: Production = (w, scope, depth) => {
  const name = w.lexicalName(scope);
  const literal = w.choices.chance(60) ? writeArrayLiteral(w, scope, depth) : `[...${writeIterable(w, scope, depth)}]`;
  scope.declare(name, 'array', true);
  return `const ${name} = ${literal};`;
};

const writeAlias: Production = (w, scope, depth) => {
  const reference = writeReference(w, scope, depth);
  const name = w.lexicalName(scope);
  scope.declare(name, 'object', true);
  return `const ${name} = ${reference};`;
};

const SIMPLE: readonly (readonly [number, Production])[] = [
  [10, writeLog],
  [8, writeEffect],
  [8, writeDeclaration],
  [4, writeJump],
  [3, writeKeep],
];

const STATEMENTS: readonly (readonly [number, Production])[] = [
  ...SIMPLE,
  [5, writeIf],
  [3, writeBlock],
  [8, writeLoop],
  [4, writeLabeled],
  [5, writeSwitch],
  [8, writeTry],
  [4, writeUsing],
  [2, writeTask],
  [2, writeDrive],
  [2, writeCollection],
  [1, writeAlias],
];
