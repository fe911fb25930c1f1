import { transformSync } from '@babel/core';
import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';
import { decoratorGrammar } from '../../../tools/babel/decorator-grammar.ts';
import { legacyDecorators } from '../../../tools/babel/legacy-decorators/index.ts';

const PRELUDE = `
  const seen = [];
  const d = () => (target, key, descriptor) => void seen.push(String(key) + ' ' + typeof descriptor);
  d.d = d;
  const far = () => ({ d: d() });
`;

function ours(source: string): string {
  const result = transformSync(source, {
    configFile: false,
    babelrc: false,
    filename: 'main.ts',
    plugins: [legacyDecorators, decoratorGrammar],
    presets: [['@babel/preset-typescript', { allowDeclareFields: true }]],
  });
  return result?.code ?? '';
}

function theirs(source: string): string {
  const compilerOptions = { experimentalDecorators: true, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

/** What is decorated, in order. */
function decorated(code: string): string {
  return runInContext(`${PRELUDE}${code};\nseen.join()`, createContext({})) as string;
}

describe('A decorator of the earlier proposal', () => {
  it.each([
    ["class A { @d() ['m']() {} }", 'm object'],
    ["class A { @d()\n['f']: any\n g() {} }", 'f undefined'],
    ["class A { @d.d() async *['m']() {} @(d()) ['n']() {} @d<1>() static ['s']() {} }", 'm object,n object,s object'],
    ['class A { @far().d m() {} }', 'm object'],
  ])('ends before a key in brackets, as TypeScript has it: %j', (source, expected) => {
    expect(decorated(theirs(source))).toBe(expected);
    expect(decorated(ours(source))).toBe(expected);
  });

  it('leaves errors as they are', () => {
    expect(() => ours('let a; let a; @d() class B {}')).toThrow("Identifier 'a' has already been declared");
  });
});
