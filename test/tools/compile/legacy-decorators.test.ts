import { transformSync } from '@babel/core';
import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';
import { assignFields } from '../../../tools/babel/assign-fields.ts';
import { decoratorGrammar } from '../../../tools/babel/decorator-grammar.ts';
import { legacyDecorators } from '../../../tools/babel/legacy-decorators/index.ts';
import { namespaceMembers } from '../../../tools/babel/namespace-members.ts';
import { parameterDecorators } from '../../../tools/babel/parameter-decorators.ts';
import { parameterFields } from '../../../tools/babel/parameter-fields.ts';

/** `d(name)` logs when it is evaluated, and what it decorates; `key` logs when a key is evaluated. */
const PRELUDE = `
  const log = [];
  const shown = (value) => typeof value === 'function' ? 'class ' + value.name : Object.prototype.toString.call(value);
  const whose = (target) => typeof target === 'function' ? 'static ' + target.name : target.constructor.name;
  const d = (name, result) => {
    log.push('eval ' + name);
    return function (target, key, descriptor) {
      const rest = typeof descriptor === 'object' ? Object.keys(descriptor).join() : String(descriptor);
      log.push([name, arguments.length, whose(target), String(key), rest, String(this)].join(' '));
      return result;
    };
  };
  const key = (name) => { log.push('key ' + name); return name; };
  const value = (name) => { log.push('value ' + name); return name; };
  var exports = {};
`;

type Compile = (source: string, defines: boolean) => string;

const ours: Compile = (source, defines) => {
  const fields = defines ? parameterFields : assignFields;
  const result = transformSync(source, {
    configFile: false,
    babelrc: false,
    filename: 'main.ts',
    plugins: [
      parameterDecorators,
      legacyDecorators,
      namespaceMembers,
      fields,
      decoratorGrammar,
      ['@babel/plugin-transform-modules-commonjs', { strict: false }],
    ],
    presets: [['@babel/preset-typescript', { allowDeclareFields: true }]],
  });
  return result?.code ?? '';
};

const theirs: Compile = (source, useDefineForClassFields) =>
  ts.transpileModule(source, {
    compilerOptions: {
      experimentalDecorators: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      useDefineForClassFields,
    },
  }).outputText;

function logOf(compile: Compile, source: string, defines: boolean): string[] {
  const code = `${PRELUDE}try {\n${compile(source, defines)}\n} catch (error) { log.push(String(error)) }\nlog`;
  return [...(runInContext(code, createContext({})) as string[])];
}

describe('Decorators of the earlier proposal', () => {
  it.each([
    ['of methods', '@d("c") class A { @d("m") @d("n") m() {} @d("s") static m() {} async *[key("k")]() {} }'],
    ['of accessors', 'class A { @d("g") get x() { return 1 } set x(v) {} @d("s") static set y(v) {} }'],
    ['of fields', 'class A { @d("f") x = value("x"); @d("u") y; @d("s") static z = value("z"); } new A();'],
    ['of parameters', '@d("c") class A { constructor(@d("p") x, @d("q") y) {} @d("m") m(a, @d("b") b) {} }'],
    [
      'of parameter properties',
      'class A { x = 1; constructor(@d("p") public y = 2) {} } log.push(JSON.stringify(new A()));',
    ],
    [
      'of static members before others',
      'class A { @d("s") static s() {} @d("i") i() {} @d("t") static t = 1; @d("j") j; }',
    ],
    [
      'of computed keys',
      'class A { @d("m") [key("m")]() {} @d("f") [key("f")] = value("f"); @d("n") static [key("n")]() {} }',
    ],
    [
      'of symbols and numbers',
      'class A { @d("i") [Symbol.iterator]() {} @d("n") 1() {} @d("t") "t x"() {} @d("u") ["u"]() {} }',
    ],
    [
      'of classes that they replace',
      'const B = class B {}; @d("c", B) class A { static x = A.name; m() { return A } } log.push(A.name);',
    ],
    [
      'of classes that name themselves',
      '@d("c") class A { static x = [A.name]; y = A; o = { A }; static { log.push(A.x[0]); } } new A();',
    ],
    [
      'of a class that another variable shadows',
      'const B = class B {}; @d("c", B) class A { static f(A) { return A } static g() { return A.name } } log.push(A.name);',
    ],
    [
      'of parents and children',
      '@d("p") class P { @d("m") m() {} } @d("c") class C extends P { @d("o") m() {} } new C().m();',
    ],
    [
      'of classes in functions',
      'function f(n) { @d("c" + n) class A { @d("m") [key(n)]() {} } return A } log.push(f(1) === f(2));',
    ],
    [
      'of classes in loops',
      'const all = []; for (const i of [1, 2]) { @d("c") class A { static i = i; get() { return A.i } } all.push(A) } log.push(all.map((A) => new A().get()).join());',
    ],
    ['of exported classes', '@d("c") export class A { @d("m") m() {} } log.push(exports.A === A, A.name);'],
    ['of exported classes, after the word', 'export @d("c") class A {} log.push(exports.A === A);'],
    [
      'of exported classes that they replace',
      'const B = class B {}; @d("c", B) export class A {} log.push(exports.A.name);',
    ],
    [
      'of exported members',
      'export class A { @d("m") m() {} @d("f") static x = value("x"); } log.push(exports.A === A);',
    ],
    ['of the default export', '@d("c") export default class A { @d("m") m() {} } log.push(exports.default === A);'],
    [
      'of the default export, without a name',
      '@d("c") export default class { @d("m") m() {} } log.push(exports.default.name);',
    ],
    [
      'of members of the default export, without a name',
      'export default class { @d("m") m() {} } log.push(exports.default.name);',
    ],
    [
      'in namespaces',
      'namespace N { @d("c") export class A { @d("m") m() { return A } } export const x = A } log.push(N.x === N.A, new N.A().m() === N.A);',
    ],
    [
      'of classes that a namespace adds to',
      '@d("c") class A {} namespace A { export const x = 1 } log.push((A as any).x);',
    ],
    ['that read what is private', 'class A { static #x = 1; @d(String(A.#x)) m() {} @d("s") static s() {} }'],
    [
      'that return descriptors of methods',
      'class A { @d("m", { value: () => 5 }) m() { return 1 } } log.push(new A().m());',
    ],
    [
      'that return descriptors of accessors',
      'class A { @d("g", { get: () => 5 }) get x() { return 1 } } log.push(new A().x);',
    ],
    [
      'that return accessors of fields',
      'class A { @d("f", { get: () => 5, set: (v) => { log.push("set " + v) } }) x = 1; } log.push(new A().x);',
    ],
    [
      'that define accessors by themselves',
      'const own = (target, name) => void Object.defineProperty(target, name, { get: () => 5, set: (v) => { log.push("set " + v) } }); class A { @own x = 1; @own y; } const a = new A(); log.push(a.x, a.y);',
    ],
    [
      'that return nothing for a field',
      'class A { @d("f") x = 1; } log.push(Object.keys(A.prototype).join(), Object.keys(new A()).join());',
    ],
    [
      'of declared and abstract members',
      'abstract class A { @d("f") declare x: string; @d("a") abstract y: string; @d("o") m(): void; m(x?: any) {} @d("z") abstract z(): void }',
    ],
    ['of members with overloads', 'class A { m(): void; m(x: any): void; @d("m") m(x?: any) {} }'],
    ['that are undefined', 'class A { @(undefined as any) m() {} } log.push(typeof new A().m);'],
    [
      'that throw',
      'const t = () => { throw new Error("t") }; class A { @d("first") m() {} @t n() {} @d("last") o() {} }',
    ],
    [
      'by Reflect.decorate',
      'Reflect.decorate = (...all) => { log.push(all.length, all[0].length, shown(all[1]), String(all[2]), typeof all[3]); return all[3] ?? all[1] }; @d("c") class A { @d("m") m() {} @d("f") x }',
    ],
    ['evaluated after the class', 'let n = 0; class A { static x = ++n; @d("m" + n) m() {} @d("f" + ++n) y; }'],
    ['in strict code', '"use strict"; @d("c") class A {} log.push(typeof A);'],
    ['with auto-accessors beside them', 'class A { static y = value("y"); @d("m") m() {} }'],
  ])('%s do what they do in tsc', (_, source) => {
    for (const defines of [true, false]) {
      expect(logOf(theirs, source, defines).join()).not.toContain('SyntaxError');
      expect({ defines, log: logOf(ours, source, defines) }).toEqual({ defines, log: logOf(theirs, source, defines) });
    }
  });

  it('are refused on private members', () => {
    expect(() => ours('class A { @d #x }', true)).toThrow('Decorators are not valid here');
  });
});
