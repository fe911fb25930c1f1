import { writeArrow, writeFunctionExpression } from './functions.ts';
import { writeClassExpression } from './classes.ts';
import { writeAssignment, writeUpdate } from './assignments.ts';
import { writeAwait } from './async.ts';
import { writeCall } from './calls.ts';
import { writeChain } from './chains.ts';
import { writeObject } from './objects.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

type Production = (w: Writer, scope: Scope, depth: number) => string;

/** An expression that evaluates to a primitive value (or to whatever the program's variables hold). */
export function writeValue(w: Writer, scope: Scope, depth: number): string {
  return depth <= 0 ? writeLeaf(w, scope) : w.choices.weighted(PRODUCTIONS)(w, scope, depth - 1);
}

function writeLeaf(w: Writer, scope: Scope): string {
  return w.choices.weighted(LEAVES)(w, scope, 0);
}

export function writeLiteral(w: Writer): string {
  return w.choices.pick([
    '0',
    '1',
    '2',
    '3',
    '5',
    "'s'",
    "'t'",
    "''",
    'true',
    'false',
    'null',
    'undefined',
    '-1',
    '1.5',
  ]);
}

function writeRead(w: Writer, scope: Scope): string {
  const variable = w.variable(scope, 'value');
  return variable === null ? writeLiteral(w) : scope.use(variable);
}

function writeSuspend(w: Writer, scope: Scope, depth: number): string {
  const value = writeValue(w, scope, depth - 1);
  return scope.rules.suspends ? `suspend(${value})` : value;
}

const writeSay: Production = (w, scope, depth) => `say(${writeValue(w, scope, depth)})`;

function writeBinary(w: Writer, scope: Scope, depth: number): string {
  const operator = w.choices.pick([
    '+',
    '-',
    '*',
    '<',
    '>=',
    '===',
    '!=',
    '==',
    '%',
    '&',
    '|',
    '<<',
    '**',
    '/',
    '^',
    '>>>',
  ]);
  const left = writeValue(w, scope, depth);
  return `((${left}) ${operator} (${writeValue(w, scope, depth)}))`;
}

function writeLogical(w: Writer, scope: Scope, depth: number): string {
  const operator = w.choices.pick(['&&', '||', '??']);
  return `((${writeValue(w, scope, depth)}) ${operator} (${writeValue(w, scope, depth)}))`;
}

const writeConditional: Production = (w, scope, depth) =>
  `(${writeValue(w, scope, depth)} ? ${writeValue(w, scope, depth)} : ${writeValue(w, scope, depth)})`;

function writeUnary(w: Writer, scope: Scope, depth: number): string {
  const operator = w.choices.pick(['!', '-', '+', '~', 'typeof ', 'void ']);
  return `(${operator}(${writeValue(w, scope, depth)}))`;
}

const writeComma: Production = (w, scope, depth) => `(${writeValue(w, scope, depth)}, ${writeValue(w, scope, depth)})`;

function writeTemplate(w: Writer, scope: Scope, depth: number): string {
  const tag = w.choices.chance(30) ? writeTag(w, scope) : '';
  return `${tag}\`<\${${writeValue(w, scope, depth)}}-\${${writeValue(w, scope, depth)}}>\``;
}

function writeTag(w: Writer, scope: Scope): string {
  const fn = scope.rules.suspends ? w.variable(scope, 'function') : null;
  return fn === null ? 'tag' : scope.use(fn);
}

function writeMember(w: Writer, scope: Scope, depth: number): string {
  const { object, key } = writeMemberParts(w, scope, depth);
  return `${object}${w.choices.chance(20) ? '?.' : key.startsWith('[') ? '' : '.'}${key}`;
}

/** The object and the key of `object.key` or `object[key]`. */
export function writeMemberParts(w: Writer, scope: Scope, depth: number): { object: string; key: string } {
  const object = writeReference(w, scope, depth);
  const name = w.choices.pick(['p', 'q', 'r', 's']);
  if (w.choices.chance(50)) return { object, key: name };
  // Another one each time that it is evaluated, by an expression that cannot suspend.
  if (w.choices.chance(10)) return { object, key: "['pqrs'[keys++ % 4]]" };
  const key = w.choices.chance(50) ? `'${name}'` : writeValue(w, scope, depth - 1);
  return { object, key: `[${scope.rules.suspends && w.choices.chance(50) ? `suspend(${key})` : key}]` };
}

/** An expression that evaluates to an object; never to an array, whose elements could become too many to list. */
export function writeReference(w: Writer, scope: Scope, depth: number): string {
  const variable = w.variable(scope, w.choices.chance(25) ? 'class' : 'object') ?? w.variable(scope, 'object');
  const object =
    scope.rules.hasThis && w.choices.chance(50) ? 'this' : variable === null ? 'shared' : scope.use(variable);
  if (depth > 0 && scope.rules.suspends && w.choices.chance(25)) return `suspend(${object})`;
  return object;
}

function writeArray(w: Writer, scope: Scope, depth: number): string {
  return `${writeArrayLiteral(w, scope, depth)}${w.choices.pick(['.length', '[0]', '[1]', ".join('')"])}`;
}

/** An array literal with spreads and holes. */
export function writeArrayLiteral(w: Writer, scope: Scope, depth: number): string {
  const elements = w.choices.list(0, 4, () => {
    if (w.choices.chance(8)) return '';
    if (w.choices.chance(20)) return `...${writeIterable(w, scope, depth - 1)}`;
    return writeValue(w, scope, depth - 1);
  });
  return `[${elements.join(', ')}${elements.at(-1) === '' ? ',' : ''}]`;
}

/** Something that can be iterated. Marked code may iterate what blocks, too. */
export function writeIterable(w: Writer, scope: Scope, depth: number): string {
  if (scope.rules.suspends && w.choices.chance(20)) return writeWaiting(w, scope);
  const kind = w.choices.pick(['array', 'iterable', 'literal', 'counted'] as const);
  const variable = kind === 'array' || kind === 'iterable' ? w.variable(scope, kind) : null;
  if (kind === 'counted') return `counted(${w.choices.int(0, 3)})`;
  const value = variable !== null ? scope.use(variable) : depth > 0 ? writeArrayLiteral(w, scope, depth) : '[1, 2]';
  return scope.rules.suspends && w.choices.chance(30) ? `suspend(${value})` : value;
}

/** Something whose iterator blocks. */
function writeWaiting(w: Writer, scope: Scope): string {
  const kind = w.choices.pick(['waiting', 'generator', 'method'] as const);
  if (kind === 'method') return `(${writeReference(w, scope, 0)}?.g1?.(${writeLeaf(w, scope)}) ?? [])`;
  const variable = w.variable(scope, kind);
  if (variable === null) return `blocking(${w.choices.int(0, 3)})`;
  return kind === 'waiting' ? scope.use(variable) : `${scope.use(variable)}(${writeLeaf(w, scope)})`;
}

function writeDelete(w: Writer, scope: Scope, depth: number): string {
  const { object, key } = writeMemberParts(w, scope, depth);
  return `(delete ${object}${key.startsWith('[') ? '' : '.'}${key})`;
}

const writeIn: Production = (w, scope, depth) =>
  `(${writeValue(w, scope, depth)} in ${writeReference(w, scope, depth)})`;

function writeInstance(w: Writer, scope: Scope): string {
  const type = w.variable(scope, 'class');
  return type === null ? writeLiteral(w) : `(${writeReference(w, scope, 1)} instanceof ${scope.use(type)})`;
}

function writeEnvironment(w: Writer, scope: Scope): string {
  const { hasArguments, hasThis, hasSuper } = scope.rules;
  const options = ['typeof this'];
  if (hasArguments) options.push('arguments.length', 'arguments[0]', 'typeof arguments[1]', 'new.target?.name');
  if (hasThis) options.push('this.p', 'this.q', 'this.constructor.name');
  if (hasSuper) options.push('super.p', 'typeof super.m1');
  return w.choices.pick(options);
}

function writeTypeof(w: Writer, scope: Scope): string {
  const kind = w.choices.pick(['function', 'class', 'object'] as const);
  const variable = w.variable(scope, kind);
  if (variable === null || w.choices.chance(30)) return 'typeof undeclared';
  const name = scope.use(variable);
  return w.choices.pick([`typeof ${name}`, `${name}.name`, `${name}.length`]);
}

const writeImmediate: Production = (w, scope, depth) => {
  if (!scope.rules.suspends || w.fuel <= 0) return writeValue(w, scope, depth);
  const fn = w.choices.chance(50) ? writeArrow(w, scope, depth) : writeFunctionExpression(w, scope, depth);
  return `(${fn})(${w.choices.list(0, 2, () => writeValue(w, scope, depth - 1)).join(', ')})`;
};

const writeMadeObject: Production = (w, scope, depth) =>
  `(${writeObject(w, scope, depth)}).${w.choices.pick(['p', 'q', 'r'])}`;

const writeMadeClass: Production = (w, scope, depth) => {
  if (!scope.rules.suspends || w.fuel <= 0) return writeValue(w, scope, depth);
  const type = `(${writeClassExpression(w, scope, depth)})`;
  return w.choices.chance(50) ? `new ${type}(${writeValue(w, scope, depth)}).p` : `${type}.name`;
};

function writeYield(w: Writer, scope: Scope, depth: number): string {
  const value = writeValue(w, scope, depth);
  return scope.rules.yields ? `(yield ${value})` : value;
}

const LEAVES: readonly (readonly [number, Production])[] = [
  [3, writeLiteral],
  [6, writeRead],
  [1, writeEnvironment],
  [1, writeTypeof],
  [4, writeSuspend],
];

const PRODUCTIONS: readonly (readonly [number, Production])[] = [
  [4, writeLeaf],
  [12, writeSuspend],
  [8, writeSay],
  [8, writeBinary],
  [6, writeLogical],
  [5, writeConditional],
  [4, writeUnary],
  [3, writeComma],
  [4, writeTemplate],
  [6, writeMember],
  [4, writeArray],
  [2, writeDelete],
  [2, writeIn],
  [2, writeInstance],
  [8, writeAssignment],
  [4, writeUpdate],
  [10, writeCall],
  [2, writeImmediate],
  [3, writeMadeObject],
  [1, writeMadeClass],
  [2, writeChain],
  [4, writeAwait],
  [2, writeYield],
];
