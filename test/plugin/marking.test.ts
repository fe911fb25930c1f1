import { compile } from './support/compile.ts';
import { markedIn } from './support/marked.ts';

describe('A function is compiled', () => {
  it('if it contains the directive', () => {
    expect(
      markedIn(`
        function a() { "use greenlet"; return probe("a") + 1; }
        const b = () => { "use strict"; "use greenlet"; return probe("b") + 1; };
        const c = function () { 'use greenlet'; return probe("c") + 1; };
        function d() { return probe("d") + 1; }
      `),
    ).toEqual(['a', 'b', 'c']);
  });

  it('if the directive stands at the top of its file', () => {
    expect(
      markedIn(`
        "use greenlet";
        function a() { return probe("a") + 1; }
        export const b = () => probe("b") + 1;
      `),
    ).toEqual(['a', 'b']);
  });

  it.each([
    ['a declaration', '/** @greenlet */ function a() { BODY }'],
    ['an exported declaration', '/** @greenlet */ export function a() { BODY }'],
    ['a default export', '/** @greenlet */ export default function () { BODY }'],
    ['an arrow that is exported by default', '/** @greenlet */ export default () => { BODY };'],
    ['a constant', '/** @greenlet */ const a = () => { BODY };'],
    ['an exported constant', '/** @greenlet */ export const a = function () { BODY };'],
    ['a method', 'class A { /** @greenlet */ a() { BODY } }'],
    ['a static method', 'class A { /** @greenlet */ static a() { BODY } }'],
    ['a method of an object', 'const o = { /** @greenlet */ a() { BODY } };'],
    ['a property of an object', 'const o = { /** @greenlet */ a: () => { BODY } };'],
    ['a function expression', 'use(/** @greenlet */ function () { BODY });'],
    ['a class', '/** @greenlet */ class A { a() { BODY } }'],
    ['an exported class', '/** @greenlet */ export class A { static a() { BODY } }'],
    ['a class in a constant', '/** @greenlet */ const A = class { a() { BODY } };'],
    ['an assignment', '/** @greenlet */ module.exports = () => { BODY };'],
    ['a choice', '/** @greenlet */ const a = c ? () => { BODY } : b;'],
    ['a default', '/** @greenlet */ const a = b ?? (() => { BODY });'],
    ['a cast', '/** @greenlet */ const a = (() => { BODY }) as F satisfies F;'],
    ['a returned function', 'function f() { /** @greenlet */ return () => { BODY }; }'],
    ['a field', 'class A { /** @greenlet */ a = () => { BODY }; }'],
    ['a static field', 'class A { /** @greenlet */ static a = function () { BODY }; }'],
    ['a private field', 'class A { /** @greenlet */ #a = async () => { BODY }; }'],
    ['signatures', '/** @greenlet */ function a(): void;\nfunction a(b: 1): void;\nfunction a(b?: 1) { BODY }'],
    ['exported signatures', '/** @greenlet */ export function a(): void;\nexport function a() { BODY }'],
    ['signatures of methods', 'class A { /** @greenlet */ a(): void; a(b: 1): void; a(b?: 1) { BODY } }'],
    ['a longer comment', '/**\n * Adds.\n *\n * @greenlet\n * @returns a number\n */\nfunction a() { BODY }'],
  ])('if the tag @greenlet stands before %s', (_, source) => {
    expect(markedIn(source.replace('BODY', 'return probe("a") + 1;'))).toEqual(['a']);
  });

  it.each([
    ['an ordinary comment', '/* @greenlet */ function a() { BODY }'],
    ['a line comment', '// @greenlet\nfunction a() { BODY }'],
    ['a tag that only begins like it', '/** @greenlet-original */ function a() { BODY }'],
    ['a tag that only begins like it', '/** @greenletish */ function a() { BODY }'],
    ['the statement before', '/** @greenlet */ function b() {}\nfunction a() { BODY }'],
    ['the signature of another function', '/** @greenlet */ declare function b(): void;\nfunction a() { BODY }'],
    ['the field before', 'class A { /** @greenlet */ b = () => {}; a() { BODY } }'],
    ['a string that is no directive', 'function a() { 0; "use greenlet"; BODY }'],
    ['a directive in the plural', 'function a() { "use greenlets"; BODY }'],
  ])('not because of %s', (_, source) => {
    expect(markedIn(source.replace('BODY', 'return probe("a") + 1;'))).toEqual([]);
  });

  it('if it is nested in one that is', () => {
    expect(
      markedIn(`
        function outer() {
          "use greenlet";
          const inner = () => probe("inner") + 1;
          class A { method() { return probe("method") + 1; } }
          return [inner(), { deep: { deeper() { return probe("deeper") + 1; } } }, A];
        }
        function sibling() { return probe("sibling") + 1; }
      `),
    ).toEqual(['deeper', 'inner', 'method']);
  });

  it('with `mark: "all"`, unless it opts out', () => {
    const source = `
      function a() { return probe("a") + 1; }
      function b() { "use no greenlet"; return probe("b") + 1; }
      const c = () => probe("c") + 1;
    `;
    expect(markedIn(source, { mark: 'all' })).toEqual(['a', 'c']);
    expect(markedIn(`"use no greenlet";${source}`, { mark: 'all' })).toEqual([]);
  });

  it.each(['"use greenlet";', ''])(
    'but never the one that holds the counters of coverage, and calls of it stay as they are (%s)',
    (directive) => {
      const source = `
      ${directive}
      function cov_1() {
        var path = probe("path") + 1;
        var coverageData = { path, s: { "0": 0 }, _coverageSchema: "1a1c" };
        cov_1 = function () { return coverageData; };
        return coverageData;
      }
      cov_1();
      function a() { cov_1().s[0]++; return probe("a") + 1; }
    `;
      expect(markedIn(source, { mark: 'all' })).toEqual(['a']);
      expect(compile(source, { mark: 'all' })).toContain('cov_1().s[0]++');
    },
  );
});

describe('With `mark: "all"`, code that cannot be compiled stays as it is:', () => {
  const BODY = (name: string) => `return probe("${name}") + 1;`;

  it.each([
    ['a function with direct eval', `function a(code) { eval(code); ${BODY('a')} }`, []],
    ['the functions in it', `function a(code) { eval(code); return () => { ${BODY('inner')} }; }`, []],
    [
      'the functions around it, but not those beside it',
      `function a() { function b(code) { eval(code); } function c() { ${BODY('c')} } ${BODY('a')} }`,
      ['c'],
    ],
    ['a function with `with`', `function a(o) { with (o) { ${BODY('a')} } }`, []],
    [
      'what stands in `with` at the top level',
      `with (o) { f = () => { ${BODY('f')} }; } function g() { ${BODY('g')} }`,
      ['g'],
    ],
    ['eval at the top level', `eval("1"); function g() { ${BODY('g')} }`, ['g']],
    [
      'a field with eval, but not what is beside it',
      `class A { x = eval("1"); m() { ${BODY('m')} } } class B { n() { ${BODY('n')} } }`,
      ['m', 'n'],
    ],
  ])('%s', (_, source, compiled) => {
    expect(markedIn(source, { mark: 'all' }, '/project/source.cjs')).toEqual(compiled);
  });

  it('names that are generated beside it are such that nobody uses them', () => {
    const code = compile('eval("link"); function g(x) { return h(x) + 1; }', { mark: 'all' }, { sourceType: 'script' });
    const names = [...code.matchAll(/\blink[\w$]*\b/g)].map(([name]) => name);
    expect(names).toContain('link$greenlets');
  });
});

describe('"use no greenlet"', () => {
  it('leaves a function in a marked one alone, with everything in it', () => {
    expect(
      markedIn(`
        "use greenlet";
        function a() {
          "use no greenlet";
          return [probe("a") + 1, () => probe("nested") + 1];
        }
        function b() { return probe("b") + 1; }
      `),
    ).toEqual(['b']);
  });

  it('can be taken back further inside', () => {
    expect(
      markedIn(
        `
        function a() {
          "use no greenlet";
          const b = () => { "use greenlet"; return probe("b") + 1; };
          return probe("a") + b();
        }
      `,
        { mark: 'all' },
      ),
    ).toEqual(['b']);
  });
});

describe('What marks a function', () => {
  it('is removed if it is a directive, and other directives stay', () => {
    const code = compile('"use greenlet"; function f() { "use strict"; "use greenlet"; return g() + 1; }');
    expect(code).not.toContain('use greenlet');
    expect(code).toContain('"use strict"');
  });

  it('leaves a program without marks as it is', () => {
    const source = 'import fs from "fs";\nexport const read = path => fs.readFileSync(path);';
    expect(compile(source)).toBe(source);
  });

  it('leaves a function without calls as it is', () => {
    expect(compile('function add(a, b) {\n  "use greenlet";\n\n  return a + b;\n}')).toBe(
      'function add(a, b) {\n  return a + b;\n}',
    );
  });

  it('leaves calls alone that cannot block', () => {
    const code = compile(
      'function f(text) { "use greenlet"; return Math.abs(Number.parseInt(text, 10)) + half(2); } function half(x) { return x / 2; }',
    );
    expect(code).not.toContain('greenlets/internal');
  });
});
