import { writeArrayLiteral, writeIterable, writeReference, writeValue } from './expressions.ts';
import { writeArguments } from './calls.ts';
import { writeArrow, writeFunctionExpression } from './functions.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

type Production = (w: Writer, scope: Scope, depth: number) => string;

/** A call of a native function that calls back, or that calls another function. */
export function writeNativeCall(w: Writer, scope: Scope, depth: number): string {
  return w.choices.weighted(NATIVES)(w, scope, depth);
}

/** A function of the program, or one that is written in place. */
function writeCallback(w: Writer, scope: Scope, depth: number): string {
  const fn = w.choices.chance(30) ? w.variable(scope, 'function') : null;
  if (fn !== null) return scope.use(fn);
  return w.choices.chance(75) ? writeArrow(w, scope, depth) : `(${writeFunctionExpression(w, scope, depth)})`;
}

const writeArrayMethod: Production = (w, scope, depth) => {
  const method = w.choices.pick(ARRAY_METHODS);
  const extra = w.choices.chance(15) ? `, ${writeReference(w, scope, 0)}` : '';
  return `${writeArrayLiteral(w, scope, depth)}.${method}(${writeCallback(w, scope, depth)}${extra})`;
};

const writeReduce: Production = (w, scope, depth) => {
  const method = w.choices.pick(['reduce', 'reduceRight']);
  const initial = w.choices.chance(60) ? `, ${writeValue(w, scope, depth - 1)}` : '';
  return `${writeArrayLiteral(w, scope, depth)}.${method}(${writeCallback(w, scope, depth)}${initial})`;
};

/** Comparators that are inconsistent have results that the language does not lay down. */
const writeSort: Production = (w, scope, depth) => {
  const numbers = w.choices.list(1, 5, () => String(w.choices.int(0, 9)));
  const effect = writeValue(w, scope.fn({}), depth);
  const method = w.choices.pick(['sort', 'toSorted']);
  return `[${numbers.join(', ')}].${method}((x, y) => (${effect}, suspend(x) - y)).join()`;
};

const writeArrayFrom: Production = (w, scope, depth) =>
  `Array.from(${writeIterable(w, scope, depth)}, ${writeCallback(w, scope, depth)}).join()`;

const writeCollection: Production = (w, scope, depth) => {
  const values = `[1, 2, ${writeValue(w, scope, depth - 1)}]`;
  const made = w.choices.pick([`new Set(${values})`, `new Map(${values}.map((x) => [x, say(x)]))`]);
  return `${made}.forEach(${writeCallback(w, scope, depth)})`;
};

const writeReplace: Production = (w, scope, depth) => {
  const pattern = w.choices.pick(['/[a-d]/g', "'b'", '/(b)(?<name>c)/']);
  const method = pattern === '/[a-d]/g' ? w.choices.pick(['replace', 'replaceAll']) : 'replace';
  return `'abcdab'.${method}(${pattern}, ${writeCallback(w, scope, depth)})`;
};

const writeJson: Production = (w, scope, depth) => {
  const callback = `(key, value) => (${writeValue(w, scope.fn({}), depth)}, suspend(value))`;
  return w.choices.chance(50)
    ? `JSON.stringify({ p: [1, { q: 2 }], toJSON() { return suspend({ r: 's', t: [3] }); } }, ${callback})`
    : `JSON.stringify(JSON.parse('{ "p": [1, { "q": 2 }], "r": "s" }', ${callback}))`;
};

const writeIndirect: Production = (w, scope, depth) => {
  const fn = writeCallback(w, scope, depth);
  const args = writeArguments(w, scope, depth);
  const receiver = writeReference(w, scope, 0);
  return w.choices.pick([
    `(${fn}).call(${[receiver, args].filter(Boolean).join(', ')})`,
    `(${fn}).apply(${receiver}, [${args}])`,
    `(${fn}).bind(${[receiver, args].filter(Boolean).join(', ')})(${writeValue(w, scope, 0)})`,
    `Reflect.apply(${fn}, ${receiver}, [${args}])`,
  ]);
};

const writeConstruct: Production = (w, scope, depth) => {
  const type = w.variable(scope, 'class');
  if (type === null) return writeIndirect(w, scope, depth);
  const name = scope.use(type);
  const target = w.choices.chance(30) ? `, ${name}` : '';
  return `Reflect.construct(${name}, [${writeArguments(w, scope, depth)}]${target}).p`;
};

const ARRAY_METHODS = ['map', 'forEach', 'filter', 'find', 'findLast', 'findIndex', 'some', 'every', 'flatMap'];

const NATIVES: readonly (readonly [number, Production])[] = [
  [6, writeArrayMethod],
  [3, writeReduce],
  [2, writeSort],
  [2, writeArrayFrom],
  [2, writeCollection],
  [2, writeReplace],
  [2, writeJson],
  [4, writeIndirect],
  [2, writeConstruct],
];
