import { SwitchError } from 'greenlets';
import { compile } from '../plugin/support/compile.ts';
import { evaluate } from '../plugin/support/evaluate.ts';
import { runVirtually } from '../support/virtual-host.ts';

interface Program {
  direct: () => unknown;
  route: () => unknown;
}

/** A function that blocks, `f`, may be private as long as only `direct` calls it. */
const PRELUDE = `
  const { sleep } = require('greenlets');
  const block = (value) => { 'use greenlet'; sleep(1); return value; };
  exports.direct = () => { 'use greenlet'; return direct(); };
  exports.route = () => { 'use greenlet'; return String(route()); };
`;
const F = `function f() { 'use greenlet'; sleep(1); return 'done'; } function direct() { 'use greenlet'; return f(); }`;
const direct = (call: string): string => `function direct() { 'use greenlet'; return ${call}; }`;
const M = `m() { 'use greenlet'; sleep(1); return 'done'; }`;

const unmarked: [title: string, code: string][] = [
  ['a call', `${F} function route() { return f(); }`],
  ['a call in a nested arrow', `${F} function route() { return (() => f())(); }`],
  ['a callback of a builtin', `${F} function route() { return [1].map(f); }`],
  ['a callback in an array', `${F} const list = [f]; function route() { return list[0](); }`],
  ['a callback in a map', `${F} const map = new Map(); map.set(1, f); function route() { return map.get(1)(); }`],
  ['a callback of unknown code', `${F} function route() { return Reflect.apply(f, null, []); }`],
  ['call', `${F} function route() { return f.call(null); }`],
  ['bind', `${F} function route() { return f.bind(null)(); }`],
  ['a rest parameter', `${F} const g = (...fs) => fs[0](); function route() { return g(f); }`],
  ['a spread argument', `${F} const g = (h) => h(); function route() { return g(...[f]); }`],
  ['arguments', `${F} function g() { return arguments[0](); } function route() { return g(f); }`],
  [
    'arguments.callee',
    `function f(n) { 'use greenlet'; if (n) return [0].map(arguments.callee)[0]; sleep(1); return 'done'; } ${direct('f(0)')}
     function route() { return g(1); } function g(n) { 'use greenlet'; return f(n); }`,
  ],
  [
    'the property caller',
    `${F} function who() { return who.caller; } function f2(n) { 'use greenlet'; if (n === 1) return who(); sleep(1); return n; }
     function g() { 'use greenlet'; return f2(1); } function route() { return g()(2); }`,
  ],
  ['a parameter', `${F} const g = (h) => h(); function route() { return g(f); }`],
  ['a default parameter', `${F} const g = (h = f()) => h; function route() { return g(); }`],
  ['a default parameter of a pattern', `${F} const g = ({ h = f }) => h(); function route() { return g({}); }`],
  [
    'a variable of the body beside a parameter',
    `${F} function g(h, k = () => h) { var h; return h(); } function route() { return g(f); }`,
  ],
  ['a variable of a loop', `${F} function route() { for (var g = f in {}); return g(); }`],
  [
    'a function in a block',
    `{ function f() { 'use greenlet'; sleep(1); return 'done'; } exports.inner = () => { 'use greenlet'; return f(); }; }
     ${direct('exports.inner()')} function route() { return f(); }`,
  ],
  ['a variable of catch', `${F} function route() { try { throw f; } catch (g) { return g(); } }`],
  ['a variable declared in catch', `${F} function route() { try { throw 0; } catch (g) { var g = f; return g(); } }`],
  [
    'a global variable',
    `${F} function route() { globalThis.leaked = f; try { return leaked(); } finally { delete globalThis.leaked; } }`,
  ],
  [
    'a variable that was never declared',
    `${F} function route() { leaked = f; try { return leaked(); } finally { delete globalThis.leaked; } }`,
  ],
  ['new', `${F} function route() { return new f(); }`],
  [
    'a parent',
    `function f() { 'use greenlet'; sleep(1); return 'done'; } ${direct('f()')} class C extends f {} function route() { return new C(); }`,
  ],
  ['a tagged template', `${F} function route() { return f\`\`; }`],
  ['a getter', `${F} const o = { get p() { return f(); } }; function route() { return o.p; }`],
  ['a getter that returns it', `${F} const o = { get p() { return f; } }; function route() { return o.p(); }`],
  ['a defined property', `${F} const o = Object.defineProperty({}, 'p', { get: f }); function route() { return o.p; }`],
  ['a field', `${F} class C { p = f(); } function route() { return new C().p; }`],
  ['a static block', `${F} function route() { let p; class C { static { p = f(); } } return p; }`],
  ['a field that holds it', `${F} class C { p = f; } function route() { return new C().p(); }`],
  [
    'toString',
    `const o = { toString() { 'use greenlet'; return block('done'); } }; ${direct('o.toString()')} function route() { return \`\${o}\`; }`,
  ],
  ['toString that is assigned', `${F} const o = {}; o.toString = f; function route() { return o + ''; }`],
  ['toString as a field', `${F} class C { toString = f; } function route() { return 'a'.concat(new C()); }`],
  ['valueOf', `const o = { valueOf: f }; ${F} function route() { return Math.max(o) && o > 1; }`],
  ['toPrimitive', `const o = { [Symbol.toPrimitive]: f }; ${F} function route() { return o + ''; }`],
  [
    'a computed method',
    `const k = Symbol.toPrimitive; const o = { [k]() { 'use greenlet'; return block('done'); } }; ${direct('o[k]()')} function route() { return o + ''; }`,
  ],
  ['toJSON', `const o = { toJSON: f }; ${F} function route() { return JSON.stringify(o); }`],
  ['join', `const list = []; list.join = f; ${F} function route() { return \`\${list}\`; }`],
  ['then', `const o = { then: f }; ${F} function route() { return o.then(); }`],
  ['an iterator', `const o = { [Symbol.iterator]: () => ({ next: f }) }; ${F} function route() { return [...o]; }`],
  [
    'return of an iterator',
    `const o = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: f }) }; ${F}
     function route() { const [a] = o; return a; }`,
  ],
  ['hasInstance', `const o = { [Symbol.hasInstance]: f }; ${F} function route() { return 1 instanceof o; }`],
  ['a proxy', `${F} const p = new Proxy({}, { get: f }); function route() { return p.x; }`],
  ['timerify', `${F} const g = performance.timerify(f); function route() { return g(); }`],
  [
    'the argument of a builtin for this',
    `const o = { ${M} }; ${direct('o.m()')} function route() { return [1].map(function () { return this.m(); }, o); }`,
  ],
  [
    'this of unknown code',
    `const o = { ${M} }; ${direct('o.m()')} function route() { return Reflect.apply(function () { return this.m(); }, o, []); }`,
  ],
  ['a method', `class C { ${M} } ${direct('new C().m()')} function route() { return new C().m(); }`],
  ['a method of a prototype', `class C { ${M} } ${direct('new C().m()')} function route() { return C.prototype.m(); }`],
  [
    'the constructor of this',
    `class C { static ${M} get c() { return this.constructor.m(); } } ${direct('C.m()')} function route() { return new C().c; }`,
  ],
  [
    'super',
    `class C { ${M} } class D extends C { k() { return super.m(); } } ${direct('new C().m()')} function route() { return new D().k(); }`,
  ],
  ['an optional call', `${F} function route() { return f?.(); }`],
  [
    'a method of what a parent returns',
    `const o = { ${M} }; class A { constructor() { return o; } } class B extends A { constructor() { super(); this.p = this.m(); } m() {} }
     ${direct('o.m()')} function route() { return new B().p; }`,
  ],
  [
    'fields of what a parent returns',
    `const o = { ${M} }; class A { constructor() { return o; } } class B extends A { p = this.m(); m() {} }
     ${direct('o.m()')} function route() { return new B().p; }`,
  ],
  [
    'a private method',
    `class C { #${M} k() { 'use greenlet'; return this.#m(); } l() { return this.#m(); } } ${direct('new C().k()')} function route() { return new C().l(); }`,
  ],
  [
    'a private method under the name of another',
    `class A { #m() { 'use greenlet'; return block('done'); } k() { 'use greenlet'; return this.#m(); } l() { return this.#m(); } }
     class B extends A { #m() {} n() { return this.#m(); } } ${direct('new A().k()')} function route() { return new B().n() ?? new B().l(); }`,
  ],
  [
    'a private method that is passed on',
    `class C { #${M} k() { 'use greenlet'; return this.#m(); } get l() { return this.#m; } } ${direct('new C().k()')} function route() { return new C().l(); }`,
  ],
  ['a generator', `${F} function* g() { 'use greenlet'; yield f(); } function route() { return [...g()]; }`],
  ['what a generator yields', `${F} function* g() { yield f; } function route() { for (const h of g()) return h(); }`],
  ['destructuring', `const o = { ${M} }; ${direct('o.m()')} function route() { const { m } = o; return m(); }`],
  [
    'a rest of properties',
    `const o = { ${M} }; ${direct('o.m()')} function route() { const { ...p } = o; return p.m(); }`,
  ],
  ['a copy', `const o = { ${M} }; ${direct('o.m()')} function route() { return { ...o }.m(); }`],
  ['Object.assign', `const o = { ${M} }; ${direct('o.m()')} function route() { return Object.assign({}, o).m(); }`],
  ['Object.create', `const o = { ${M} }; ${direct('o.m()')} function route() { return Object.create(o).m(); }`],
  ['a computed name', `const o = { ${M} }; ${direct('o.m()')} function route() { for (const k in o) return o[k](); }`],
  ['an export', `${F} exports.f = f; function route() { return exports.f(); }`],
  ['a module that exports it', `${F} this.f = f; function route() { return module.exports.f ? 0 : f.call(); }`],
];

function programOf(code: string): Program {
  return evaluate(compile(PRELUDE + code, {}, { sourceType: 'script' })) as Program;
}

describe('A function that only compiled functions call by name', () => {
  it.each(unmarked)('is refused below %s in unmarked code', async (_, code) => {
    const program = programOf(code);
    await expect(runVirtually(program.direct)).resolves.toBeDefined();
    await expect(runVirtually(program.route)).rejects.toThrow(SwitchError);
  });

  it.each([
    ['a string', 'const x: string = lie; return x.concat(f)'],
    ['an array', 'const x: unknown[] = lie; return x.indexOf(f)'],
    ['an array that takes it', 'const x: unknown[] = lie; return x.push(f)'],
    ['a map', 'const x: Map<unknown, unknown> = lie; return x.get(f)'],
    ['a regular expression', 'const x: RegExp = lie; return x.test(f)'],
  ])('is refused below the method of something that only is said to be %s', async (_, lies) => {
    const call = `(g) => { 'use no greenlet'; return g(); }`;
    const lie = `Reflect.get({ lie: { concat: call, indexOf: call, push: call, get: call, test: call } }, 'lie')`;
    const code = `${F} const call = ${call}; const lie = ${lie}; function route() { 'use greenlet'; ${lies}; }`;
    const presets = ['@babel/preset-typescript'];
    const compiled = compile(PRELUDE + code, {}, { sourceType: 'script', filename: '/project/source.ts', presets });
    const program = evaluate(compiled) as Program;
    await expect(runVirtually(program.direct)).resolves.toBe('done');
    await expect(runVirtually(program.route)).rejects.toThrow(SwitchError);
  });

  it.each([
    ['a function', `${F} const route = direct;`],
    ['a method', `class C { ${M} } ${direct('new C().m()')} const route = direct;`],
    ['a method of an object', `const o = { ${M} }; ${direct('o.m()')} const route = direct;`],
    [
      'a private method',
      `class C { #${M} k() { 'use greenlet'; return this.#m(); } } ${direct('new C().k()')} const route = direct;`,
    ],
  ])('needs no handshake: %s', async (_, code) => {
    const compiled = compile(PRELUDE + code, {}, { sourceType: 'script' });
    expect(compiled).not.toMatch(/enter\((f|m_self|direct)\b/);
    const program = evaluate(compiled) as Program;
    await expect(runVirtually(program.direct)).resolves.toBe('done');
    expect(program.direct).toThrow(SwitchError);
  });
});
