import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type PluginOptions } from './support/compile.ts';

interface Refused extends Error {
  code: string;
}

function refusalOf(source: string, options: PluginOptions = {}): Refused {
  try {
    compile(source, options, { sourceType: 'script', parserOpts: { plugins: ['explicitResourceManagement'] } });
  } catch (error) {
    return error as Refused;
  }
  throw new Error('it was compiled');
}

/** The code of the error that a program is refused with, or its message if it has none. */
function outcomeOf(source: string): string {
  try {
    compile(source);
    return 'compiled';
  } catch (error) {
    const { code, message } = error as Refused;
    return code || message;
  }
}

/** The code frame shows the position. */
const CASES: [code: string, source: string, frame: string][] = [
  [
    'GREENLETS101',
    'function f(code) {\n  "use greenlet";\n  return eval(code);\n}',
    '> 3 |   return eval(code);\n    |          ^^^^^^^^^^',
  ],
  [
    'GREENLETS102',
    'function f(o) {\n  "use greenlet";\n  with (o) g();\n}',
    '> 3 |   with (o) g();\n    |   ^^^^^^^^^^^^^',
  ],
  [
    'GREENLETS103',
    'function* f(x) {\n  "use greenlet";\n  switch (x) { case g(() => y): let y = 1; }\n}',
    '> 3 |   switch (x) { case g(() => y): let y = 1; }\n    |                     ^^^^^^^^^^',
  ],
  ['GREENLETS104', 'function f() {\n  "use greenlet";\n  "use no greenlet";\n}', '> 1 | function f() {\n    | ^\n'],
];

describe('What cannot be compiled', () => {
  it.each(CASES)('is refused with %s, at the place', (code, source, frame) => {
    const error = refusalOf(source);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(new RegExp(String.raw`^/project/source\.js: ${code}: .+`));
    expect(error.message).toContain(frame);
  });

  it('says what to do instead', () => {
    expect(refusalOf(CASES[0]?.[1] ?? '').message).toContain('(0, eval)(code)');
    expect(refusalOf(CASES[1]?.[1] ?? '').message).toContain('read the properties explicitly');
    expect(refusalOf(CASES[2]?.[1] ?? '').message).toContain('Move the call to a variable');
    expect(refusalOf(CASES[3]?.[1] ?? '').message).toContain('Remove one');
  });

  it('is refused with GREENLETS105 if it is nested too deeply, where that is', () => {
    const loops = `${'for (const x of a()) {\n'.repeat(400)}g();${'\n}'.repeat(400)}`;
    const error = refusalOf(`function f() {\n"use greenlet";\n${loops}\n}`);
    expect(error.message).toMatch(/GREENLETS105: .+ ran out of stack.+--stack-size/);
    expect(error.message).toContain('> 403 | g();');
    expect(error.code).toBe('GREENLETS105');
  });

  it.each([
    ['try..finally', 'try {', '} finally { f(); }'],
    ['try..catch', 'try {', '} catch { f(); }'],
    ['if', 'if (f()) {', '}'],
    ['for..of', 'for (const x of f()) {', '}'],
    ['functions', '(() => {', '})();'],
  ])('is refused with that, or compiled, before Babel cannot print it: %s', (_, open, close) => {
    for (let depth = 60; depth <= 420; depth += 40) {
      const nested = (directive: string, levels: number): string =>
        `function g(f) { "${directive}"; ${open.repeat(levels)} f(); ${close.repeat(levels)} }`;
      // Babel alone is about to give up: it may have done so before our plugin runs.
      if (outcomeOf(nested('use strict', depth + 100)) !== 'compiled') break;
      expect(['compiled', 'GREENLETS105']).toContain(outcomeOf(nested('use greenlet', depth)));
    }
  });

  it('is refused for a file that contradicts itself', () => {
    expect(refusalOf('"use greenlet"; "use no greenlet"; f();').code).toBe('GREENLETS104');
  });
});

describe('What is refused although everything else is marked by an option', () => {
  it.each([
    [
      'GREENLETS101',
      'a function with eval that a directive marks',
      'function f() { "use greenlet"; return eval("g()") + h(); }',
    ],
    [
      'GREENLETS102',
      'a function with `with` that a tag marks',
      '/** @greenlet */ function f(o) { with (o) g(); return h(); }',
    ],
    [
      'GREENLETS101',
      'eval in a file that a directive marks',
      '"use greenlet"; function f() { return eval("g()") + h(); }',
    ],
    [
      'GREENLETS101',
      'eval nested in a marked function',
      'function f() { "use greenlet"; h(); return () => eval("g()"); }',
    ],
    ['GREENLETS101', 'eval under a name of its own', 'function f(eval) { "use greenlet"; return eval("x") + 1; }'],
  ])('%s: %s', (code, _, source) => {
    expect(refusalOf(source, { mark: 'all' }).code).toBe(code);
  });
});

describe('What is compiled after all:', () => {
  it.each([
    ['eval and with in functions that are not marked', 'function f(o) { with (o) eval("g()"); }'],
    ['indirect eval', 'function f(code) { "use greenlet"; return (0, eval)(code) + g(); }'],
    [
      'a function that opted out',
      'function f() { "use greenlet"; g(); function h(o) { "use no greenlet"; with (o) i(); } h({}); }',
    ],
  ])('%s', (_, source) => {
    expect(() => compile(source, {}, { sourceType: 'script' })).not.toThrow();
  });
});

describe('docs/errors.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8');
  const diagnostics = readFileSync(join(__dirname, '../../plugin/interface/diagnostics.ts'), 'utf8');

  it('has a section for each refusal, and for no other', () => {
    const codes = [...diagnostics.matchAll(/^ {2}(GREENLETS\d+):/gm)].map(([, code]) => code);
    const sections = [...page.matchAll(/^## (GREENLETS1\d+)/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(3);
    expect(sections).toEqual(codes);
  });

  it('shows programs that are refused as it says', () => {
    // What is nested too deeply is not shown in full.
    const sections = page.split(/^## /m).filter((section) => /^GREENLETS10[1-4]/.test(section));
    const refused = sections.map((section) => {
      const [, source = ''] = /^```js\n([^]*?)^```/m.exec(section) ?? [];
      return [section.slice(0, 12), refusalOf(source).code];
    });
    expect(refused.map(([, code]) => code)).toEqual(refused.map(([code]) => code));
  });
});
