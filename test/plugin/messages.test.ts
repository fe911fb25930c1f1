import { compile } from './support/compile.ts';
import { evaluate } from './support/evaluate.ts';

/**
 * What the engine calls "undefined", ".for" or the like is called by nothing at all: the error is about the first property then.
 * (fixtures/6-emit/messages shows where errors read as in the untouched program.)
 */
const PROGRAMS = {
  'an argument': '(({ x }) => suspend(x))(NOTHING)',
  'an argument that a closure shares': '(({ x }) => [() => x, suspend(1)])(NOTHING)',
  'one of several arguments': '((a, { x, y = 1 }) => suspend(y))(1, NOTHING)',
  'an argument of a method': '({ m({ x }) { return suspend(x); } }).m(NOTHING)',
  'an argument of a constructor': 'new (class { constructor({ x }) { suspend(x); } })(NOTHING)',
  'an argument of a private method':
    'new (class { #m({ x }) { return suspend(x); } m() { return this.#m(NOTHING); } })().m()',
  'an argument whose other properties are patterns': '(({ x, y: { z }, ["w"]: w }) => suspend(x))(NOTHING)',
  'one of the rest of the arguments': '((...[{ x }]) => suspend(x))(NOTHING)',
  'what a loop iterates': '(() => { for (const { x } of [NOTHING]) suspend(x); })()',
  'what a loop iterates, if its iterator blocks':
    '(() => { for (let { x, y } of suspend([NOTHING])) suspend(x + y); })()',
  'what a loop iterates, in a variable of each round': '(() => { for (const { x } of [NOTHING]) suspend(() => x); })()',
  'what a loop assigns': '(() => { let x; for ({ x } of [NOTHING]) suspend(x); })()',
};

function messageOf(expression: string, stress: boolean): string {
  const source = `module.exports = (suspend) => ${expression};`;
  const run = evaluate(compile(source, { mark: 'all', stress }, { sourceType: 'script' })) as (f: unknown) => unknown;
  try {
    run((value: unknown) => value);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe.each([false, true])('Errors about what cannot be taken apart, compiled with stress: %s', (stress) => {
  it.each(Object.entries(PROGRAMS))('do not name a variable of the output: %s', (_, program) => {
    for (const nothing of ['undefined', 'null']) {
      const expected = `Cannot read properties of ${nothing} (reading 'x')`;
      expect(messageOf(program.replace('NOTHING', nothing), stress)).toBe(expected);
    }
  });
});

/** Untouched, some of them have no name that is the same in all versions of the engine. */
const ITERATORS = {
  'for (const x of { [Symbol.iterator]: () => ({ next: 5 }) });': 'number 5 is not a function',
  'for (const x of { [Symbol.iterator]: () => ({}) });': 'undefined is not a function',
  'for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return: "text" }) }) break;':
    'string "text" is not a function',
  'const [x] = { [Symbol.iterator]: () => ({ next: {} }) };': 'object is not a function',
  'const [x] = { [Symbol.iterator]: () => ({ next: () => ({}), return: true }) };': 'boolean true is not a function',
  'return [...{ [Symbol.iterator]: () => ({ next: null }) }];': 'object null is not a function',
  'function* g() { yield* { [Symbol.iterator]: () => ({ next: 5 }) }; } return [...g()];': 'number 5 is not a function',
};
const CALLS = {
  'suspend.call.call(5, 1);': 'number 5 is not a function',
  'suspend.apply.call(5);': 'number 5 is not a function',
  'suspend.call.apply(5, [1]);': 'number 5 is not a function',
  'Function.prototype.call.call.call(5);': 'number 5 is not a function',
  '[1].map(suspend.call, 5);': 'number 5 is not a function',
};

describe.each([false, true])('Errors about what no program has named, compiled with stress: %s', (stress) => {
  it.each(Object.entries({ ...ITERATORS, ...CALLS }))('say what it is: %s', (statements, expected) => {
    const iterated = statements.replace(/(?<= of |\.\.\.|] = |yield\* )(\{.*\})(?=[);\]])/, 'suspend($1)');
    for (const body of new Set([statements, iterated]))
      expect(messageOf(`(() => { ${body} })()`, stress)).toBe(expected);
  });
});
