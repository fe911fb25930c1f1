import { SwitchError } from 'greenlets';
import { compile } from '../plugin/support/compile.ts';
import { evaluate } from '../plugin/support/evaluate.ts';
import { runVirtually } from '../support/virtual-host.ts';

interface Program {
  install: () => () => void;
  direct: () => unknown;
  route: () => unknown;
}

/** `f` and the methods `m` block. Unmarked code has put accessors on prototypes, which call what they get. */
const PRELUDE = `
  const { sleep } = require('greenlets');
  const names = ['probe', 'length', 'name', 'push', 'indexOf'];
  const call = (self) => (self instanceof Array ? call(self[0]) : typeof self.m === 'function' ? self.m() : self());
  exports.install = () => {
    const accessor = { configurable: true, get() { return call(this); }, set(value) { call(typeof value === 'function' ? value : this); } };
    for (const key of ['probe', Symbol.toPrimitive]) Object.defineProperty(Object.prototype, key, accessor);
    const { indexOf } = Array.prototype;
    Array.prototype.indexOf = function (value) { return call(value); };
    const { isArray } = Array;
    Array.isArray = (value) => (typeof value === 'function' ? value() : isArray(value));
    return () => {
      for (const key of ['probe', Symbol.toPrimitive]) delete Object.prototype[key];
      Array.prototype.indexOf = indexOf;
      Array.isArray = isArray;
    };
  };
  exports.direct = () => { 'use greenlet'; return direct(); };
  exports.route = () => { 'use greenlet'; return route(); };
`;
const F = `function f() { 'use greenlet'; sleep(1); return 'done'; } function direct() { 'use greenlet'; return f(); }`;
const A = `const f = () => { 'use greenlet'; sleep(1); return 'done'; }; function direct() { 'use greenlet'; return f(); }`;
const M = `m() { 'use greenlet'; sleep(1); return 'done'; }`;
const direct = (call: string): string => `function direct() { 'use greenlet'; return ${call}; }`;
const route = (body: string): string => `function route() { 'use greenlet'; ${body} }`;
const O = `const o = { ${M} }; ${direct('o.m()')}`;
const C = `class C { x = 1; ${M} n() { 'use greenlet'; return this.m(); } } ${direct('new C().n()')}`;

const routes: [title: string, code: string][] = [
  ['a property of a function', `${F} ${route('return f.probe;')}`],
  ['a property of an arrow', `${A} ${route('return f.probe;')}`],
  ['a property that is assigned', `${F} ${route('f.probe = 1;')}`],
  ['a property that is updated', `${A} ${route('f.probe++;')}`],
  ['a property that is assigned if it is missing', `${F} ${route('f.probe ??= 1;')}`],
  ['an optional chain', `${F} ${route('return f?.probe;')}`],
  ['a longer optional chain', `${F} ${route('return f?.probe?.x;')}`],
  ['a pattern', `${F} ${route('const { probe } = f; return probe;')}`],
  ['a nested pattern', `${F} ${route('const { a: { probe } } = { a: f }; return probe;')}`],
  ['a pattern of a parameter', `${F} const g = ({ probe }) => probe; ${route('return g(f);')}`],
  ['a target of a pattern', `${F} ${route('[f.probe] = [1];')}`],
  ['a loop variable', `${F} ${route('for (f.probe of [1]);')}`],
  ['a loop over keys', `${F} ${route('for (f.probe in { a: 1 });')}`],
  ['a computed key', `${F} const key = 'probe'; ${route('return f[key];')}`],
  ['a symbol', `${F} const key = Symbol.toPrimitive; ${route('return f[key];')}`],
  ['a method that is not there', `${F} ${route('return f.probe();')}`],
  ['a tag', `${F} ${route('return f.probe`x`;')}`],
  ['new', `${F} ${route('return new f.probe();')}`],
  ['a template', `${F} ${route('return `${f}`;')}`],
  ['an addition', `${F} ${route("return f + '';")}`],
  ['a comparison', `${F} ${route('return f < 1;')}`],
  ['an equality', `${F} ${route('return f == 1;')}`],
  ['a sign', `${A} ${route('return +f;')}`],
  ['a key that is converted', `${F} const o = {}; ${route('return o[f];')}`],
  ['a key that is looked for', `${F} const o = {}; ${route('return f in o;')}`],
  ['a computed key of a literal', `${F} ${route('return { [f]: 1 };')}`],
  ['a computed key of a class', `${F} ${route('return class { [f]() {} };')}`],
  ['a computed key of a pattern', `${F} const o = {}; ${route('const { [f]: x } = o; return x;')}`],
  ['a builtin that converts', `${F} ${route('return Math.max(f);')}`],
  ['a builtin that has been replaced', `${F} ${route('return Array.isArray(f);')}`],
  ['a method of an array that has been replaced', `${F} const list = [1]; ${route('return list.indexOf(f);')}`],
  ['a method of a string', `${F} ${route("return 'a'.concat(f);")}`],
  ['an object that holds it', `${O} ${route('return o.probe;')}`],
  ['an object that holds it in a field', `${F} const o = { m: f }; ${route('return o.probe;')}`],
  ['an object that is told it', `${F} const o = {}; o.m = f; ${route('return o.probe;')}`],
  ['an object that is assigned to', `${O} ${route('o.probe = 1;')}`],
  ['a value that is assigned', `${F} const o = {}; ${route('o.probe = f;')}`],
  ['a value that is assigned by a pattern', `${F} const o = {}; ${route('({ a: o.probe } = { a: f });')}`],
  ['a value that a function is given', `${F} const g = () => {}; ${route('g.probe = f;')}`],
  ['a value assigned to super', `${F} const o = { n() { 'use greenlet'; super.probe = f; } }; ${route('o.n();')}`],
  [
    'a property of super',
    `const o = { ${M}, n() { 'use greenlet'; return super.probe; } }; ${direct('o.m()')} ${route('return o.n();')}`,
  ],
  [
    'a property of super in a class',
    `class B {} class C extends B { ${M} n() { 'use greenlet'; return super.probe; } } ${direct('new C().m()')} ${route('return new C().n();')}`,
  ],
  ['an array that holds it', `${F} const list = [f]; ${route('return list.probe;')}`],
  ['an array of objects', `${O} const list = [o]; ${route('return list.probe;')}`],
  ['an instance', `${C} ${route('return new C().probe;')}`],
  ['an instance that is assigned to', `${C} ${route('const c = new C(); c.probe = 1;')}`],
  [
    'an assignment in a constructor',
    `class C { constructor() { this.probe = 1; } ${M} } ${direct('new C().m()')} ${route('new C();')}`,
  ],
  [
    'this',
    `class C { ${M} n() { 'use greenlet'; return this.probe; } } ${direct('new C().m()')} ${route('return new C().n();')}`,
  ],
  [
    'a field before it is there',
    `class C { a = this.probe; probe = 1; ${M} } ${direct('Object.create(C.prototype).m?.() ?? new C().m()')} ${route('return new C();')}`,
  ],
  [
    'a field that is deleted',
    `class C { probe = 1; ${M} } ${direct('new C().m()')} ${route('const c = new C(); delete c.probe; return c.probe;')}`,
  ],
  [
    'a property that is deleted',
    `const o = { probe: 1, ${M} }; ${direct('o.m()')} ${route('delete o.probe; return o.probe;')}`,
  ],
  ['a class', `class C { static ${M} } ${direct('C.m()')} ${route('return C.probe;')}`],
  ['a static member that is assigned', `class C { static ${M} } ${direct('C.m()')} ${route('C.probe = 1;')}`],
  ['a prototype', `class C { ${M} } ${direct('new C().m()')} ${route('return C.prototype.probe;')}`],
  [
    'a private method',
    `class C { #${M} n() { 'use greenlet'; return this.#m(); } k() { 'use greenlet'; return this.#m.probe; } }
     ${direct('new C().n()')} ${route('return new C().k();')}`,
  ],
  [
    'a static private method',
    `class C { static #${M} static n() { 'use greenlet'; return C.#m(); } static k() { 'use greenlet'; C.#m.probe = 1; } }
     ${direct('C.n()')} ${route('C.k();')}`,
  ],
  ['what a function returns', `${F} const g = () => f; ${route('return g().probe;')}`],
  ['what a getter returns', `${F} const o = { get g() { return f; } }; ${route('return o.g.probe;')}`],
  ['unmarked code', `${F} function route() { return f.probe; }`],
  ['a getter', `${F} const o = { get g() { return f.probe; } }; ${route('return o.g;')}`],
  ['a generator', `${F} function* g() { 'use greenlet'; yield f.probe; } ${route('return [...g()];')}`],
  ['an async function', `${F} async function g() { 'use greenlet'; return f.probe; } ${route('return g();')}`],
];

function programOf(code: string): Program {
  return evaluate(compile(PRELUDE + code, {}, { sourceType: 'script' })) as Program;
}

async function withAccessors<T>(program: Program, run: () => Promise<T>): Promise<T> {
  const uninstall = program.install();
  try {
    return await run();
  } finally {
    uninstall();
  }
}

describe('An accessor that unmarked code has put on a prototype calls what it gets, and is refused, when compiled code touches', () => {
  it.each(routes)('%s', async (_, code) => {
    const program = programOf(code);
    await expect(runVirtually(program.direct)).resolves.toBe('done');
    await withAccessors(program, () => expect(runVirtually(program.route)).rejects.toThrow(SwitchError));
    await expect(runVirtually(program.direct)).resolves.toBe('done');
  });

  it.each([
    ['nothing but calls it', `${F} ${route('return f();')}`],
    [
      'passes it on to its own functions',
      `${F} const g = (h) => { 'use greenlet'; return h(); }; ${route('return g(f);')}`,
    ],
    [
      'asks for its type, compares it, and lets it decide',
      `${F} ${route("return typeof f === 'function' && f !== 1 && (f ? f() : 0);")}`,
    ],
    ['calls a method of an object that it has', `${O} ${route('return o.m();')}`],
    [
      'reads a property that the object has',
      `const o = { x: 1, ${M} }; ${direct('o.m()')} ${route('o.x = 2; return o.x && o.m();')}`,
    ],
    ['reads fields', `${C} ${route('const c = new C(); c.x++; return c.n();')}`],
    [
      'calls a private method',
      `class C { #${M} n() { 'use greenlet'; return this.#m(); } } ${direct('new C().n()')} ${route('const c = new C(); c.y = 1; return c.n();')}`,
    ],
  ])('but a function needs no handshake where compiled code %s', (_, code) => {
    const compiled = compile(PRELUDE + code, {}, { sourceType: 'script' });
    expect(compiled).not.toMatch(/enter\((f|m_self)\b/);
  });
});
