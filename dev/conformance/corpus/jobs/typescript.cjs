const ts = require('typescript');
const { blocking } = require('./support/blocking.cjs');

const files = {
  'main.ts': `import { sum, type Shape } from './lib';
    enum Color { Red, Green = 'g' } class A<T extends Shape> { #p = 1; constructor(readonly s: T) {} get p() { return this.#p; } }
    const x: number = sum(['a']); async function f() { for await (const y of g()) console.log(y?.z ?? Color.Red); } function* g() { yield* [1]; }
    function area(s: Shape) { switch (s.kind) { case 'c': return s.r; case 's': return s.r; } } export default new A({ kind: 'c', r: 1 });`,
  'lib.ts': `export type Shape = { kind: 'c'; r: number } | { kind: 's'; w: number }; export const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);`,
  'lib.d.ts': `interface Array<T> { length: number; [n: number]: T; reduce<U>(f: (a: U, b: T) => U, start: U): U } interface Boolean {} interface CallableFunction {} interface Function {}
    interface IArguments {} interface NewableFunction {} interface Number {} interface Object {} interface RegExp {} interface String {} declare const console: { log(x: any): void };`,
};

/** Checks and compiles a program; the compiler host, which reads its files, blocks. */
module.exports = function job() {
  const output = {};
  const options = {
    target: ts.ScriptTarget.ES5,
    module: ts.ModuleKind.CommonJS,
    strict: true,
    declaration: true,
    sourceMap: true,
    lib: [],
    types: [],
  };
  const host = {
    getSourceFile: (name, target) =>
      name in files ? ts.createSourceFile(name, blocking(files[name]), target) : undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: (name, text) => {
      output[name] = blocking(text);
    },
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => blocking(name in files),
    readFile: (name) => blocking(files[name]),
  };
  const program = ts.createProgram(['main.ts'], options, host);
  const problems = ts.getPreEmitDiagnostics(program).concat(program.emit().diagnostics);
  return [ts.formatDiagnostics(problems, host), output];
};
