import { parseSync, types as t } from '@babel/core';
import { analyzeFlow } from '../../plugin/3-analyze/flow/index.ts';
import { resolve } from '../../plugin/3-analyze/scopes/resolve.ts';

const FUNCTIONS = `
  const one = (f) => f;
  const two = (f) => f;
`;

/** What the call `target(...)`, `.target(...)` or `[target](...)` of a module may call. */
function calleesOf(code: string, sourceType: 'module' | 'script' = 'module'): string {
  const file = parseSync(FUNCTIONS + code, {
    sourceType,
    babelrc: false,
    configFile: false,
    parserOpts: { plugins: ['decorators'] },
  }) as t.File;
  const flow = analyzeFlow(resolve(file.program, () => true));
  let target: t.Node | undefined;
  t.traverseFast(file, (node) => {
    if ('arguments' in node && Array.isArray(node.arguments) && isTarget(node.arguments.at(-1))) target = node;
  });
  const callees = target === undefined ? undefined : flow?.callees.get(target);
  return callees === undefined
    ? 'anything'
    : callees
        .map(({ node }) => nameOf(node, file))
        .sort()
        .join(' and ');
}

function isTarget(node: unknown): boolean {
  return t.isStringLiteral(node as t.Node, { value: 'here' });
}

function nameOf(node: t.Node, file: t.File): string {
  let name = 'id' in node && t.isIdentifier(node.id) ? node.id.name : '';
  if ('key' in node && t.isIdentifier(node.key)) ({ name } = node.key);
  t.traverseFast(file, (parent) => {
    if (t.isVariableDeclarator(parent) && parent.init === node && t.isIdentifier(parent.id)) ({ name } = parent.id);
  });
  return name;
}

describe('what a call may call', () => {
  it.each([
    ['a parameter', 'const call = (f) => f("here"); call(one); call(two);', 'one and two'],
    ['a parameter of an exported function', 'export function call(f) { f("here"); } call(one);', 'anything'],
    ['a parameter of a function without calls', 'function call(f) { f("here"); }', 'anything'],
    ['a variable', 'let f = one; f = two; f("here");', 'one and two'],
    ['a variable that is exported under another name', 'let f = one; export { f as g }; f("here");', 'one'],
    ['a result', 'const make = () => () => one; make()()("here");', 'one'],
    ['a property', 'const o = { a: one, b: two }; o.b("here");', 'two'],
    ['a computed property', 'const o = { a: one, b: two }; o[key]("here");', 'one and two'],
    ['a property stored under a computed name', 'const o = { a: one }; o[key] = two; o.a("here");', 'one and two'],
    ['a property of an object that somebody else has', 'const o = { a: one }; unknown(o); o.a("here");', 'anything'],
    ['a property of what somebody else has', 'const i = { a: one }; unknown({ i }); i.a("here");', 'anything'],
    ['a property that a copy has, too', 'const o = { a: one }; const c = { ...o }; c.a("here");', 'anything'],
    ['a property that is defined', 'const o = {}; Object.defineProperty(o, "a", {}); o.a("here");', 'anything'],
    ['a property that nobody has stored', 'const o = {}; o.a("here");', 'anything'],
    ['a method that reaches its object', 'const o = { a() { this.b("here"); }, b: one }; o.a();', 'one'],
    ['an inherited property', 'const o = { __proto__: { a: one } }; o.a("here");', 'one'],
    ['an element', 'const list = [one]; list.push(two); for (const f of list) f("here");', 'one and two'],
    ['an element that was taken', 'const list = [one]; const f = list.pop(); f("here");', 'one'],
    ['an element of a pattern', 'const [, ...rest] = [two, one]; rest[0]("here");', 'one and two'],
    ['a property of a pattern', 'const { a, b = two } = { a: one }; b("here");', 'two'],
    ['the rest of an object', 'const { a, ...b } = { a: one, c: two }; b.c("here");', 'anything'],
    ['a spread argument', 'const call = (x, f) => f("here"); call(...[one, two]);', 'one and two'],
    ['a rest parameter', 'const call = (x, ...f) => f[0]("here"); call(one, two);', 'two'],
    ['one of the arguments', 'function call(f) { arguments[0] = x; f("here"); } call(one);', 'anything'],
    ['a callback of an array', 'const list = [one]; list.map(two, "here");', 'two'],
    ['an argument of a callback', 'const list = [one]; list.map((f) => f("here"));', 'one'],
    ['a result of a callback', 'const list = [0].map(() => one); list[0]("here");', 'one'],
    ['a callback of a string', '"".replace(/x/, two, "here");', 'two'],
    ['a value of a map', 'const map = new Map(); map.set(1, one); map.get(1)("here");', 'one'],
    ['an entry of a map', 'const m = new Map(); m.set(1, one); for (const [, f] of m) f("here");', 'one'],
    ['a member of a set', 'const set = new Set(); set.add(one); for (const f of set) f("here");', 'one'],
    ['an entry of an array', 'for (const [, f] of [one].entries()) f("here");', 'one'],
    ['a copy of an array', '[one].slice().concat([two]).join("here");', ''],
    ['a value of a map made of pairs', 'const map = new Map([[1, one]]); map.get(1)("here");', 'anything'],
    ['a caught error', 'try { throw one; } catch (f) { f("here"); }', 'anything'],
    ['what a generator yields', 'function* g() { yield one; } for (const f of g()) f("here");', 'anything'],
    ['what is awaited', 'const f = await one; f("here");', 'anything'],
    ['what a tag is given', 'const tag = (s, f) => f("here"); tag`${one}`;', 'anything'],
    ['a function called with this', 'const f = one.call; one.call(null, "here");', 'anything'],
    ['an imported function', 'import f from "x"; f("here");', 'anything'],
    ['a global function', 'f("here");', 'anything'],
    ['a builtin', 'const { isArray } = Array; isArray("here");', ''],
    ['a builtin of a prototype', 'const has = Object.prototype.hasOwnProperty; has.call({}, "here");', ''],
    ['a builtin, or what takes its place', 'const isArray = Array.isArray || one; isArray("here");', 'one'],
    ['a builtin that calls back', 'const { from } = Array; from("here");', 'anything'],
    ['a builtin that calls back, indirectly', 'Array.prototype.map.call(list, "here");', 'anything'],
    ['a builtin constructor', 'const M = Map; new M("here");', ''],
    ['a method that builtins do not have', 'Object.prototype.toString.bind("here");', 'anything'],
    [
      'a function that a builtin was given',
      'const o = {}; const { assign } = Object; assign(o, x); o.f("here");',
      'anything',
    ],
    ['a method of a string', '"".trim("here");', ''],
    ['a method that strings do not have', '"".block("here");', 'anything'],
    ['a method of an array', '[].push("here");', ''],
    ['a method that arrays do not have', '[].block("here");', 'anything'],
    ['a method of an array that was replaced', 'const a = []; a.push = one; a.push("here");', 'anything'],
    ['an assigned operand', 'let f; f ??= one; f("here");', 'one'],
    ['either operand', '(flag ? one : flag || two)("here");', 'anything'],
    ['a variable of a script', 'var f = one; f("here");', 'anything', 'script'],
    ['a variable of a CommonJS module', 'var f = one; exports.x = 1; f("here");', 'one', 'script'],
  ] as const)('is found out for %s', (_, code, expected, sourceType: 'module' | 'script' = 'module') => {
    expect(calleesOf(code, sourceType)).toBe(expected);
  });
});

describe('what a method call may call', () => {
  const classes = `
    class Base { m() {} own() { this.m("here"); } }
    class Derived extends Base { m() {} }
  `;

  it.each([
    ['the class of the object', 'class A { m() {} } class B { m() {} } new A().m("here");', 'm'],
    ['the classes that are constructed', `${classes} new Base().own(); new Derived().own();`, 'm and m'],
    ['only those', `${classes} new Derived().own();`, 'm'],
    ['classes that are derived elsewhere', `${classes} export { Base };`, 'anything'],
    ['the base class', `class A { m() {} } class B extends A {} new B().m("here");`, 'm'],
    [
      'what a constructor passes on',
      'class A { constructor(n, f) { f("here"); } } class B extends A { constructor(...a) { super(...a); } } new B(two, one);',
      'one',
    ],
    ['an unknown base class', `class B extends Unknown { m() {} } new B().m("here");`, 'anything'],
    ['what replaces a method', `class A { m() {} } A.prototype.m = one; new A().m("here");`, 'm and one'],
    ['what hides a method', `class A { m() {} } const a = new A(); a.m = one; a.m("here");`, 'm and one'],
    ['a prototype', 'function A() {} A.prototype.m = one; new A().m("here");', 'one'],
    ['a field', 'class A { f = one; } new A().f("here");', 'one'],
    ['a private field', 'class A { #f = one; m() { this.#f("here"); } } new A().m();', 'one'],
    ['a static field', 'class A { static f = one; } A.f("here");', 'one'],
    ['an inherited static method', 'class A { static m() {} } class B extends A {} B.m("here");', 'm'],
    ['a getter', 'class A { constructor() { this.h = one; } get f() { return this.h; } } new A().f("here");', 'one'],
    ['what a setter stores', 'const o = { set f(x) { this.h = x; } }; o.f = one; o.h("here");', 'one'],
    ['super', 'class A { m() {} } class B extends A { n() { super.m("here"); } } new B().n();', 'm'],
    ['a conversion that stores', 'class A { toString() { this.f = one; } } const a = new A(); a.f("here");', 'one'],
    [
      'new.target',
      'class A { constructor(f) { f("here"); unknown(new.target); } } class B extends A {} new B(one);',
      'anything',
    ],
    ['a decorated class', '@d class A { m() {} } new A().m("here");', 'anything'],
    ['what a constructor returns', 'class A { constructor() { return { m: one }; } } new A().m("here");', 'anything'],
  ] as const)('depends on %s', (_, code, expected) => {
    expect(calleesOf(code)).toBe(expected);
  });
});

it('is anything where the program uses eval', () => {
  expect(calleesOf('eval(text); one("here");')).toBe('anything');
});
