import { transformSync } from '@babel/core';
import ts from 'typescript';
import { typeReferences } from '../../../tools/babel/type-references.ts';

/** What is left of the imports, when the types are gone. */
function ours(source: string): string | undefined {
  const code = transformSync(source, {
    configFile: false,
    babelrc: false,
    filename: 'main.ts',
    plugins: [typeReferences],
    presets: [['@babel/preset-typescript', { allowDeclareFields: true }]],
  })?.code;
  return importsIn(code ?? '');
}

function theirs(source: string): string | undefined {
  const { ESNext } = ts.ModuleKind;
  return importsIn(
    ts.transpileModule(source, { compilerOptions: { module: ESNext, target: ts.ScriptTarget.ESNext } }).outputText,
  );
}

function importsIn(code: string): string | undefined {
  return code
    .split('\n')
    .find((line) => line.startsWith('import'))
    ?.replaceAll('"', "'");
}

describe('The import of a type', () => {
  it.each([
    "declare module 'm' { interface T { x: number } }",
    "declare module 'm' { class T {} const a: typeof T; export { T }; }",
    "declare module 'm' { import Y = T.z; import Z = T.z.y; import X = T; interface I { y: Y } }",
    'declare namespace N { export import Y = T.z; }',
    'export { type T };',
    'export { type T, value };',
    'export { type T as U };',
    'declare global { interface T { x: number } var y: T }',
    'declare namespace N { interface T {} class C extends T {} }',
    'declare class C extends T { [T.key]: T; m(T: number): void }',
    'declare enum E { a = T.a }',
    'declare const { [T]: a }: any;',
    'function f() { interface T { x: number } type U = T; }',
    'namespace N { export interface T { x: number } export type U = T; }',
    'function f(T: string): void; function f(x: any) {}',
    'abstract class A { abstract m(T: number): void; declare z: T; m(T: string): void; m(x: any) {} }',
    'interface I<T> { T(x: T): T }',
    'let z: [T: number, x?: T], f: (T: number) => T, o: { [T in "a"]: T };',
  ])('goes, whatever else has its name: %s', (code) => {
    const source = `import { T, value } from 'm'; let t: T; value(t); ${code}`;
    expect(ours(source)).toBe("import { value } from 'm';");
    expect(ours(source)).toBe(theirs(source));
  });

  it.each([
    'T;',
    'import Y = T.z; Y;',
    'import Y = T.z.y; export import Z = Y.x;',
    'namespace N { export import Y = T.z; export const y = Y; }',
    '({ T });',
    'class C extends T { declare T: T }',
    'export abstract class C { abstract x: T; y = T }',
    'export { T };',
  ])('stays if it is a value: %s', (code) => {
    const source = `import { T, value } from 'm'; let t: T; value(t); declare module 'm' { interface T {} } ${code}`;
    expect(ours(source)).toBe("import { T, value } from 'm';");
  });
});
