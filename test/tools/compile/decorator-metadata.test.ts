import { createContext, runInContext } from 'node:vm';
import { transformSync } from '@babel/core';
import ts from 'typescript';
import { decoratorGrammar } from '../../../tools/babel/decorator-grammar.ts';
import { decoratorMetadata } from '../../../tools/babel/decorator-metadata/index.ts';
import { legacyDecorators } from '../../../tools/babel/legacy-decorators/index.ts';

/** What a library for metadata does, and decorators that read it. */
const PRELUDE = `
  const metadata = new Map();
  const nameOf = (value) => Array.isArray(value) ? value.map(nameOf) : typeof value === 'function' ? value.name : value;
  Reflect.metadata = (key, value) => (target, name) => void metadata.set(String(name) + ' ' + key, nameOf(value));
  const d = () => undefined;
  class Elsewhere {}
  const modules = { './other': { Elsewhere, default: class Default {}, Kind: { A: 1 } } };
  const require = (name) => modules[name];
  const exports = {};
`;

/** All metadata of a program, as one line for each. */
function metadataOf(code: string): string[] {
  const context = createContext({ console });
  const text = runInContext(`${PRELUDE}${code};\nJSON.stringify([...metadata])`, context) as string;
  return (JSON.parse(text) as [string, unknown][]).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).sort();
}

function ours(source: string, hasNulls: boolean): string {
  const result = transformSync(source, {
    configFile: false,
    babelrc: false,
    filename: 'main.ts',
    plugins: [
      [decoratorMetadata, { hasNulls }],
      legacyDecorators,
      decoratorGrammar,
      '@babel/plugin-transform-modules-commonjs',
    ],
    presets: [['@babel/preset-typescript', { allowDeclareFields: true }]],
  });
  return result?.code ?? '';
}

function theirs(source: string, strict: boolean): string {
  const { ES2022 } = ts.ScriptTarget;
  const { CommonJS } = ts.ModuleKind;
  const compilerOptions = {
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
    target: ES2022,
    module: CommonJS,
    strict,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

const TYPES = [
  'string',
  'number',
  'boolean',
  'bigint',
  'symbol',
  'void',
  'undefined',
  'null',
  'never',
  'any',
  'unknown',
  'object',
  '{ a: string }',
  'string[]',
  'readonly number[]',
  '[number, string]',
  '() => void',
  'new () => Local',
  '"a" | "b"',
  '`a${string}`',
  '1 | 2',
  '-1',
  '1n',
  'true | false',
  'string | null',
  'string | undefined',
  'null | undefined',
  'string | number',
  'string & { brand: true }',
  'Local | undefined',
  'Local',
  'typeof Local',
  'keyof Local',
  'Local["x"]',
  'Shape',
  'Name',
  'Alias',
  'Callback',
  'Numbers',
  'Texts',
  'Generic<string>',
  'T',
  'Promise<string>',
  'Date | null',
  'Map<string, number>',
  'NodeJS.Timeout',
  'Nowhere',
  'Elsewhere',
  'Other',
  'Default',
  'Kind',
  'all.Elsewhere',
  'all.Nothing',
  'OnlyType',
  'string extends Local ? string : number',
  '(string)',
];

const DECLARATIONS = `
  import Default, { Elsewhere, Elsewhere as Other, Kind, type OnlyType } from './other';
  import * as all from './other';
  interface Shape { x: number }
  type Name = string;
  export type Alias = Local;
  type Callback = (error: Error) => void;
  enum Numbers { A, B = 4 }
  enum Texts { A = 'a', B = 'b' }
  class Local { x = 1 }
  class Generic<T> { value!: T }
`;

describe('The metadata of decorators', () => {
  describe.each([false, true])('with strict %s', (strict) => {
    it.each(TYPES)('is that of TypeScript for %s', (type) => {
      const source = `${DECLARATIONS}
        @d class A<T> {
          @d field!: ${type};
          constructor(a: ${type}, private readonly b: ${type}) {}
          @d method(a: ${type}, b = 1, c?: ${type}, ...rest: (${type})[]): ${type} { return a }
          @d get accessor(): ${type} { return this.field }
          set accessor(value: ${type}) {}
          @d static of(a: ${type}) {}
        }`;
      const expected = metadataOf(theirs(source, strict));
      expect(metadataOf(ours(source, strict))).toEqual(expected);
      expect(expected.length).toBeGreaterThan(5);
    });
  });

  it.each([
    '@d class A {}',
    '@d class A { constructor() {} }',
    'class A { constructor(a: string) {} }',
    'class A { @d x = 1; @d y; @d m() {} @d async n() {} @d *g() {} }',
    'class A { @d get x(): string { return "" } }',
    'class A { @d set x(value: string) {} }',
    'class A { @d m({ a }: { a: string }, [b]: string[]) {} }',
    'class A { x: string; m(a: string): void {} }',
    'function f() { class Inner { @d m(a: Inner, b: Date) {} } return Inner } f()',
    'class Later { @d m(): Later { return this } }',
  ])('is that of TypeScript for %s', (source) => {
    expect(metadataOf(ours(source, true))).toEqual(metadataOf(theirs(source, true)));
  });

  it('does not import types by their names', () => {
    const code = ours(`import { Shape } from './shapes'; class A { @d m(a: Shape) {} }`, true);
    expect(metadataOf(code.replace("'./shapes'", "'./other'").replace('"./shapes"', '"./other"'))).toContain(
      'm design:paramtypes: ["Object"]',
    );
  });
});
