import { parseSync, transformSync, types as t, type NodePath, type PluginObj } from '@babel/core';
import { expectNoNewFreeNames } from '../../../plugin/7-check/check.ts';
import { freeNames } from '../../../plugin/7-check/free-names.ts';

function freeIn(source: string, filename = 'source.tsx', hoists = false): string[] {
  const file = parseSync(source, {
    filename,
    configFile: false,
    babelrc: false,
    presets: ['@babel/preset-typescript'],
  });
  if (file === null) throw new Error('the file was ignored');
  return [...freeNames(file.program, hoists).keys()];
}

describe('free names of a program', () => {
  it('are those of functions in blocks, unless code is taken as sloppy', () => {
    const source = 'f(); { function f() {} } () => { if (f) { function g() {} } g(); }; g();';
    expect(freeIn(source)).toEqual(['f', 'g']);
    expect(freeIn(source, 'source.js', true)).toEqual(['g']);
  });

  it.each([
    ['variables of blocks', '{ let a; const b = a; class C {} } f(a, b, C);', ['f', 'a', 'b', 'C']],
    ['variables of functions', 'f(a); { var a; } function f() { var b; { g(); var g; } } b;', ['b']],
    ['parameters', '((a, { b, c: [d] = a }, ...e) => [a, b, c, d, e, f]);', ['c', 'f']],
    ['parameters and bodies', '((a = () => b) => { var b; a; }); ((a) => { var c; c; a; });', ['b']],
    ['names of expressions', '(function f() { f; }); (class C { m() { C; } }); f; C;', ['f', 'C']],
    [
      'what is written',
      'a = 1; b++; [c.x, d] = []; for (e of []); for (const g of []) g; g;',
      ['a', 'b', 'c', 'd', 'e', 'g'],
    ],
    ['heads of loops', 'for (let i = 0; i < n; i++) i; for (const k in o) k; i; k;', ['n', 'o', 'i', 'k']],
    ['clauses', 'try {} catch ({ a }) { a; } a;', ['a']],
    ['cases', 'switch (x) { case a: let a; break; default: a; } a;', ['x', 'a']],
    [
      'keys and labels',
      'l: for (;;) break l; ({ a: 1, b() {}, [c]: d, e }); o.f; class C { g = 1; [h]() {} #i; }',
      ['c', 'd', 'e', 'o', 'h'],
    ],
    ['imports and exports', "import a, { b as c } from 'm'; export { a as d, c }; export { e } from 'm'; c; b;", ['b']],
    [
      'types',
      'let a: B = c as D; type E = F; function f(this: G, x: H): I { return x!; } enum J { k = 1, l = k }',
      ['c'],
    ],
    ['elements', '<div a={b}><C.d /><e f="" /></div>;', ['b', 'C']],
    ['arguments', 'function f() { return arguments.length + new.target; }', []],
  ])('knows %s', (_, source, expected) => {
    expect(freeIn(source)).toEqual(expected);
  });

  it('takes functions in blocks for variables of the blocks', () => {
    expect(freeIn('{ f; function f() {} } f;', 'source.cjs')).toEqual(['f']);
  });
});

describe('the check of the output', () => {
  /** A plugin that leaves a use of `name` in the program. */
  const using = (name: string): PluginObj => ({
    visitor: {
      Program(path: NodePath<t.Program>): void {
        const check = expectNoNewFreeNames(path);
        path.node.body.push(t.expressionStatement(t.identifier(name)));
        check();
      },
    },
  });
  const compile = (source: string, name: string): unknown =>
    transformSync(source, { configFile: false, babelrc: false, plugins: [() => using(name)] })?.code;

  it('refuses what nobody declares', () => {
    expect(() => compile('let a; { let self; }', 'self')).toThrow('variables that nobody declares: self');
  });

  it('accepts what is declared, and what the source uses, too', () => {
    expect(compile('let a;', 'a')).toContain('a;');
    expect(compile('f(b);', 'b')).toContain('b;');
  });
});
