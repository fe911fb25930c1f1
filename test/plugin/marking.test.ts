import { compile } from './support/compile.ts';
import { markedIn } from './support/marked.ts';
import { TAGGED, UNTAGGED } from './support/tagged.ts';

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

  it.each(TAGGED)('if the tag @greenlet stands before %s', (_, source) => {
    expect(markedIn(source.replace('BODY', 'return probe("a") + 1;'))).toEqual(['a']);
  });

  it.each(UNTAGGED)('not because of %s', (_, source) => {
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
