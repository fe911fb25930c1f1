/** A form of function. BODY is what it does; BEFORE, in the function that calls it, waits if the form does not. */
export interface Form {
  readonly source: string;
  /** What stacks show, where that cannot be what the engine shows for the untouched program. */
  readonly instead?: Partial<Record<'parked' | 'resumed' | 'fresh', string>>;
}

export const forms: Record<string, Form> = {
  'function declaration': {
    source: 'function f() { BODY } export function program() { BEFORE const v = f(); return [v]; }',
  },
  'function expression named': {
    source: 'const g = function f() { BODY }; export function program() { BEFORE const v = g(); return [v]; }',
  },
  'function expression const': {
    source: 'const f = function () { BODY }; export function program() { BEFORE const v = f(); return [v]; }',
  },
  reassigned: {
    source: 'let f; f = function () { BODY }; export function program() { BEFORE const v = f(); return [v]; }',
  },
  'local const': {
    source: 'export function program() { const f = function () { BODY }; BEFORE const v = f(); return [v]; }',
  },
  'local arrow': {
    source: 'export function program() { const f = () => { BODY }; BEFORE const v = f(); return [v]; }',
  },
  'arrow const': {
    source: 'const f = () => { BODY }; export function program() { BEFORE const v = f(); return [v]; }',
  },
  'arrow one param': {
    source: 'const f = (a) => { BODY }; export function program() { BEFORE const v = f(1); return [v]; }',
  },
  'iife function': { source: 'export function program() { BEFORE const v = (function () { BODY })(); return [v]; }' },
  'iife arrow': { source: 'export function program() { BEFORE const v = (() => { BODY })(); return [v]; }' },
  'callback function': {
    source:
      'function c(f) { const v = f(1); return [v]; } export function program() { BEFORE const v = c(function () { BODY }); return [v]; }',
  },
  'callback arrow': {
    source:
      'function c(f) { const v = f(1); return [v]; } export function program() { BEFORE const v = c((x) => { BODY }); return [v]; }',
  },
  'property function': {
    source: 'const o = { f: function () { BODY } }; export function program() { BEFORE const v = o.f(); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  'property arrow': {
    source: 'const o = { f: () => { BODY } }; export function program() { BEFORE const v = o.f(); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  method: { source: 'const o = { f() { BODY } }; export function program() { BEFORE const v = o.f(); return [v]; }' },
  'method this': {
    source: 'const o = { f() { this.x = 1; BODY } }; export function program() { BEFORE const v = o.f(); return [v]; }',
  },
  'computed method': {
    source:
      'const k = "f"; const o = { [k]() { BODY } }; export function program() { BEFORE const v = o.f(); return [v]; }',
  },
  'symbol method': {
    source:
      'const k = Symbol("s"); const o = { [k]() { BODY } }; export function program() { BEFORE const v = o[k](); return [v]; }',
  },
  'detached method': {
    source:
      'const o = { f() { BODY } }; const g = o.f; export function program() { BEFORE const v = g(); return [v]; }',
  },
  'aliased function': {
    source:
      'function f() { BODY } const o = { g: f }; export function program() { BEFORE const v = o.g(); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  'assigned member': {
    source:
      'const o = {}; o.f = function () { BODY }; export function program() { BEFORE const v = o.f(); return [v]; }',
  },
  'assigned deep member': {
    source:
      'const o = { a: {} }; o.a.f = function () { BODY }; export function program() { BEFORE const v = o.a.f(); return [v]; }',
  },
  'assigned member arrow': {
    source: 'const o = {}; o.f = () => { BODY }; export function program() { BEFORE const v = o.f(); return [v]; }',
  },
  'prototype method': {
    source:
      'function K() {} K.prototype.f = function () { BODY }; export function program() { BEFORE const v = new K().f(); return [v]; }',
  },
  'class method': {
    source: 'class C { f() { BODY } } export function program() { BEFORE const v = new C().f(); return [v]; }',
  },
  'inherited method': {
    source:
      'class C { f() { BODY } } class D extends C {} export function program() { BEFORE const v = new D().f(); return [v]; }',
  },
  'super method': {
    source:
      'class C { f() { BODY } } class D extends C { f() { const v = super.f(); return [v]; } } export function program() { BEFORE const v = new D().f(); return [v]; }',
  },
  'private method': {
    source:
      'class C { #f() { BODY } g() { const v = this.#f(); return [v]; } } export function program() { BEFORE const v = new C().g(); return [v]; }',
  },
  'static method': {
    source: 'class C { static f() { BODY } } export function program() { BEFORE const v = C.f(); return [v]; }',
  },
  'computed class method': {
    source:
      'const k = "f"; class C { [k]() { BODY } } export function program() { BEFORE const v = new C().f(); return [v]; }',
  },
  'private getter': {
    source:
      'class C { get #f() { BODY } g() { const v = this.#f; return [v]; } } export function program() { BEFORE const v = new C().g(); return [v]; }',
    instead: {
      parked: 'fail < #get_f < C.g < program',
      resumed: '#get_f < C.g < program',
      fresh: '#get_f < C.g < program',
    },
  },
  'field arrow': {
    source: 'class C { f = () => { BODY }; } export function program() { BEFORE const v = new C().f(); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  'field function': {
    source:
      'class C { f = function () { BODY }; } export function program() { BEFORE const v = new C().f(); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  'static field arrow': {
    source: 'class C { static f = () => { BODY }; } export function program() { BEFORE const v = C.f(); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  'private field arrow': {
    source:
      'class C { #f = () => { BODY }; g() { const v = this.#f(); return [v]; } } export function program() { BEFORE const v = new C().g(); return [v]; }',
  },
  constructor: {
    source: 'class C { constructor() { BODY } } export function program() { BEFORE const v = new C(); return [v]; }',
  },
  'constructor anonymous class': {
    source:
      'const C = class { constructor() { BODY } }; export function program() { BEFORE const v = new C(); return [v]; }',
  },
  'constructor nameless class': {
    source:
      'function c(K) { const v = new K(); return [v]; } export function program() { BEFORE const v = c(class { constructor() { BODY } }); return [v]; }',
  },
  'constructor parent': {
    source:
      'class B { constructor() { BODY } } class C extends B { constructor() { super(); this.x = 1; } } export function program() { BEFORE const v = new C(); return [v]; }',
  },
  'constructor implicit': {
    source:
      'class B { constructor() { BODY } } class C extends B { } export function program() { BEFORE const v = new C(); return [v]; }',
    instead: { parked: 'fail < new B < program', resumed: 'new B < program' },
  },
  'constructor function': {
    source: 'function C() { BODY } export function program() { BEFORE const v = new C(); return [v]; }',
  },
  'constructor function with this': {
    source: 'function C() { this.x = 1; BODY } export function program() { BEFORE const v = new C(); return [v]; }',
  },
  'constructor of export default class': {
    source:
      'export default class { constructor() { BODY } } export function program() { BEFORE const v = new (exported())(); return [v]; } ',
    instead: { parked: 'fail < new <anonymous> < program', resumed: 'new <anonymous> < program' },
  },
  'field initializer': {
    source: 'class C { x = (() => { BODY })(); } export function program() { BEFORE const v = new C(); return [v]; }',
    instead: { parked: 'fail < _ < new C < program', resumed: '_ < new C < program' },
  },
  'field initializer call': {
    source:
      'function f() { BODY } class C { x = f(); } export function program() { BEFORE const v = new C(); return [v]; }',
    instead: { parked: 'fail < f < new C < program', resumed: 'f < new C < program' },
  },
  'field initializer with constructor': {
    source:
      'function f() { BODY } class C { x = f(); constructor() { this.y = 1; } } export function program() { BEFORE const v = new C(); return [v]; }',
    instead: { parked: 'fail < f < new C < program', resumed: 'f < new C < program' },
  },
  'static block': {
    source:
      'function f() { BODY } export function program() { BEFORE class C { static { const v = f(); this.x = [v]; } } return [C]; }',
    instead: {
      parked: 'fail < f < static_initializer < program',
      resumed: 'f < static_initializer < program',
      fresh: 'f < static_initializer < program',
    },
  },
  'static field': {
    source: 'function f() { BODY } export function program() { BEFORE class C { static x = [f()]; } return [C]; }',
    instead: {
      parked: 'fail < f < static_initializer < program',
      resumed: 'f < static_initializer < program',
      fresh: 'f < static_initializer < program',
    },
  },
  generator: {
    source: 'function* f() { BODY } export function program() { BEFORE const v = f().next(); return [v]; }',
  },
  'generator for of': {
    source: 'function* f() { BODY } export function program() { BEFORE for (const x of f()) pause(x); return [1]; }',
  },
  'generator delegated': {
    source:
      'function* f() { BODY } function* g() { yield* f(); } export function program() { BEFORE const v = g().next(); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  'generator method': {
    source: 'const o = { *f() { BODY } }; export function program() { BEFORE const v = o.f().next(); return [v]; }',
  },
  'generator expression': {
    source: 'const f = function* () { BODY }; export function program() { BEFORE const v = f().next(); return [v]; }',
  },
  'class generator method': {
    source: 'class C { *f() { BODY } } export function program() { BEFORE const v = new C().f().next(); return [v]; }',
  },
  'generator with blocking parameter': {
    source:
      'function q() { BODY } function* f(a = q()) { yield a; } export function program() { BEFORE const v = f().next(); return [v]; }',
  },
  'generator after blocking parameter': {
    source:
      'function q() { pause(); return 1; } function* f(a = q()) { BODY } export function program() { BEFORE const v = f().next(); return [v]; }',
  },
  'default parameter': {
    source:
      'function q() { BODY } function f(a = q()) { pause(); return [a]; } export function program() { BEFORE const v = f(); return [v]; }',
  },
  tagged: { source: 'function f() { BODY } export function program() { BEFORE const v = f`a`; return [v]; }' },
  'tagged member': {
    source: 'const o = { f() { BODY } }; export function program() { BEFORE const v = o.f`a`; return [v]; }',
  },
  optional: {
    source: 'const o = { f() { BODY } }; export function program() { BEFORE const v = o?.f?.(); return [v]; }',
  },
  'optional call': {
    source: 'function f() { BODY } export function program() { BEFORE const v = f?.(); return [v]; }',
  },
  map: { source: 'export function program() { BEFORE const v = [1].map((x) => { BODY }); return [v]; }' },
  'map named': {
    source: 'export function program() { BEFORE const v = [1].map(function f(x) { BODY }); return [v]; }',
  },
  'JSON.parse reviver': {
    source: 'export function program() { BEFORE const v = JSON.parse("1", (a) => { BODY }); return [v]; }',
    instead: { parked: 'fail < _ < program', resumed: '_ < program' },
  },
  call: {
    source: 'function f() { BODY } export function program() { BEFORE const v = f.call({}, 1); return [v]; }',
    instead: { parked: 'fail < f < program', resumed: 'f < program' },
  },
  apply: {
    source: 'function f() { BODY } export function program() { BEFORE const v = f.apply(null, [1]); return [v]; }',
  },
  bound: {
    source:
      'function f() { BODY } const b = f.bind(null, 1); export function program() { BEFORE const v = b(1); return [v]; }',
  },
  'Reflect.apply': {
    source:
      'function f() { BODY } export function program() { BEFORE const v = Reflect.apply(f, null, []); return [v]; }',
  },
  'Reflect.construct': {
    source:
      'class C { constructor() { BODY } } export function program() { BEFORE const v = Reflect.construct(C, []); return [v]; }',
    instead: { parked: 'fail < C < program', resumed: 'C < program' },
  },
  'destructured default': {
    source: 'function q() { BODY } export function program() { BEFORE const { a = q() } = {}; return [a]; }',
  },
  'destructured function default': {
    source: 'export function program() { const { f = function () { BODY } } = {}; BEFORE const v = f(); return [v]; }',
  },
  'conditional expression': {
    source:
      'const f = Math.random() > 2 ? null : function () { BODY }; export function program() { BEFORE const v = f(); return [v]; }',
    instead: { parked: 'fail < _ < program', resumed: '_ < program' },
  },
  'conditional arrow': {
    source:
      'const f = Math.random() > 2 ? null : () => { BODY }; export function program() { BEFORE const v = f(); return [v]; }',
    instead: { parked: 'fail < _ < program', resumed: '_ < program' },
  },
  'returned arrow': {
    source:
      'function mk() { return () => { BODY }; } export function program() { BEFORE const f = mk(); const v = f(); return [v]; }',
  },
  'returned function': {
    source:
      'function mk() { return function () { BODY }; } export function program() { BEFORE const f = mk(); const v = f(); return [v]; }',
  },
  'array element': {
    source: 'const l = [() => { BODY }]; export function program() { BEFORE const v = l[0](); return [v]; }',
    instead: { parked: 'fail < _ < program', resumed: '_ < program' },
  },
  curried: {
    source: 'const f = (a) => (b) => { BODY }; export function program() { BEFORE const v = f(1)(2); return [v]; }',
  },
  'new member': {
    source:
      'const ns = { C: class { constructor() { BODY } } }; export function program() { BEFORE const v = new ns.C(); return [v]; }',
  },
  'name clash': {
    source: 'const f = function () { f; BODY }; export function program() { BEFORE const v = f(); return [v]; }',
  },
  'export default function': {
    source:
      'export default function () { BODY } export function program() { BEFORE const v = exported()(); return [v]; }',
  },
  'export default function named': {
    source: 'export default function f() { BODY } export function program() { BEFORE const v = f(); return [v]; }',
  },
  'export default arrow': {
    source: 'export default () => { BODY }; export function program() { BEFORE const v = exported()(); return [v]; }',
  },
  'export default generator': {
    source:
      'export default function* () { BODY } export function program() { BEFORE const v = exported()().next(); return [v]; }',
  },
  'exported const': {
    source: 'export const f = () => { BODY }; export function program() { BEFORE const v = f(); return [v]; }',
  },
  iterator: {
    source:
      'const it = { [Symbol.iterator]() { return { next() { BODY } }; } }; export function program() { BEFORE for (const x of it) pause(x); return [1]; }',
  },
  'constructor mentions class': {
    source:
      'class C { static n = 0; constructor() { C.n++; BODY } } export function program() { BEFORE const v = new C(); return [v]; }',
  },
  'with closure': {
    source:
      'export function program() { let n = 0; const f = () => { n++; BODY }; BEFORE const v = f(); return [v, n]; }',
  },
  'primitive receiver': {
    source:
      'String.prototype.fff = function () { BODY }; export function program() { BEFORE const v = "a".fff(); return [v]; }',
  },
  'the first argument of super': {
    source:
      'function f() { BODY } class B {} class C extends B { constructor() { super([f()]); } } export function program() { BEFORE const v = new C(); return [v]; }',
  },
  'computed key': {
    source: 'function f() { BODY } export function program() { BEFORE class C { [[f()]]() {} } return [C]; }',
  },
  'parent of a class': {
    source: 'function f() { BODY } export function program() { BEFORE class C extends [f()][0] {} return [C]; }',
  },
  'callback in an optional chain': {
    source:
      'const o = { each(f) { const v = f(); return [v]; } }; export function program() { BEFORE const v = o?.each?.(() => { BODY })?.length; return [v]; }',
  },
  'part of a template': {
    source: 'function f() { BODY } export function program() { BEFORE const v = `a${f()}`; return [v]; }',
  },
  'tag that is called on': {
    source:
      'const o = { tag() { return (s) => { BODY }; } }; export function program() { BEFORE const v = o.tag()`a`; return [v]; }',
  },
  'async declaration': {
    source: 'async function f() { BODY } export async function program() { BEFORE const v = await f(); return [v]; }',
  },
  'async expression': {
    source:
      'const f = async function () { BODY }; export async function program() { BEFORE const v = await f(); return [v]; }',
  },
  'async arrow': {
    source:
      'const f = async () => { BODY }; export async function program() { BEFORE const v = await f(); return [v]; }',
  },
  'async arrow one param': {
    source:
      'const f = async (a) => { BODY }; export async function program() { BEFORE const v = await f(1); return [v]; }',
  },
  'async iife': {
    source: 'export async function program() { BEFORE const v = await (async () => { BODY })(); return [v]; }',
  },
  'async callback': {
    source:
      'async function c(f) { const v = await f(); return [v]; } export async function program() { BEFORE const v = await c(async () => { BODY }); return [v]; }',
  },
  'async method': {
    source:
      'const o = { async f() { BODY } }; export async function program() { BEFORE const v = await o.f(); return [v]; }',
  },
  'async computed method': {
    source:
      'const k = "f"; const o = { async [k]() { BODY } }; export async function program() { BEFORE const v = await o.f(); return [v]; }',
    instead: { parked: 'fail < Object.<anonymous> < async program', resumed: 'Object.<anonymous> < async program' },
  },
  'async class method': {
    source:
      'class C { async f() { BODY } } export async function program() { BEFORE const v = await new C().f(); return [v]; }',
  },
  'async private method': {
    source:
      'class C { async #f() { BODY } async g() { const v = await this.#f(); return [v]; } } export async function program() { BEFORE const v = await new C().g(); return [v]; }',
    instead: {
      parked: 'fail < f < async C.g < async program',
      resumed: 'f < async C.g < async program',
      fresh: '#f < g < program',
    },
  },
  'async static method': {
    source:
      'class C { static async f() { BODY } } export async function program() { BEFORE const v = await C.f(); return [v]; }',
  },
  'async field arrow': {
    source:
      'class C { f = async () => { BODY }; } export async function program() { BEFORE const v = await new C().f(); return [v]; }',
    instead: { parked: 'fail < f < async program', resumed: 'f < async program' },
  },
  'async recursive': {
    source:
      'async function f(n) { if (n) { const v = await f(0); return v; } BODY } export async function program() { BEFORE const v = await f(1); return [v]; }',
    instead: { fresh: 'f < f < async program' },
  },
  'async returned': {
    source:
      'const mk = () => async () => { BODY }; export async function program() { BEFORE const v = await mk()(); return [v]; }',
  },
  'async export default': {
    source:
      'export default async function () { BODY } export async function program() { BEFORE const v = await exported()(); return [v]; }',
    instead: { parked: 'fail < _ < async program', resumed: '_ < async program' },
  },
  'async export default arrow': {
    source:
      'export default async () => { BODY }; export async function program() { BEFORE const v = await exported()(); return [v]; }',
    instead: { parked: 'fail < _ < async program', resumed: '_ < async program' },
  },
  'async array element': {
    source:
      'const l = [async () => { BODY }]; export async function program() { BEFORE const v = await l[0](); return [v]; }',
    instead: { parked: 'fail < _ < async program', resumed: '_ < async program' },
  },
  'async generator': {
    source:
      'async function* f() { BODY } export async function program() { BEFORE for await (const x of f()) pause(x); return [1]; }',
  },
  'async generator method': {
    source:
      'class C { async *f() { BODY } } export async function program() { BEFORE const v = await new C().f().next(); return [v]; }',
  },
  'Promise.all': {
    source:
      'async function f() { BODY } export async function program() { BEFORE const v = await Promise.all([f()]); return [v]; }',
  },
  'async in sync': {
    source:
      'async function f() { BODY } function g() { return [f()]; } export async function program() { BEFORE const [p] = g(); const v = await p; return [v]; }',
  },
};
