/**
 * What blocks, in the marked file. `$` is a number that keeps the names of one step apart from those of another.
 *
 * - `define`: statements;
 * - `value`: an expression for the function, which gets out by some route;
 * - `holder`: one for an object (or function) from which it can be reached;
 * - `direct`: a call that must not be refused.
 */
export interface Subject {
  name: string;
  define: string;
  value: string;
  holder: string;
  direct: string;
}

/** A function that others are like. */
function functionLike(name: string, define: string): Subject {
  return { name, define, value: 'f$', holder: 'f$', direct: 'f$(1)' };
}

export const SUBJECTS: readonly Subject[] = [
  functionLike('function', 'function f$(x) { return suspend(x); }'),
  functionLike('tail', 'function g$(x) { return suspend(x); } function f$(x) { return g$(x); }'),
  functionLike('recursive', 'function f$(x, n = 1) { return n > 0 ? f$(x, n - 1) : suspend(x); }'),
  functionLike('arrow', 'const f$ = (x) => { const y = suspend(x); return y; };'),
  functionLike('expression', 'const f$ = function named(x) { return [suspend(x)][0]; };'),
  functionLike('rest', 'const f$ = (...xs) => suspend(xs[0]);'),
  functionLike('arguments', 'function f$() { return suspend(arguments[0]); }'),
  functionLike(
    'captured',
    'let count$ = 0; const f$ = (x) => { count$ += suspend(1); return (() => x && count$ && x)(); };',
  ),
  functionLike('protected', 'const f$ = (x) => { try { return suspend(x); } finally { suspend(0); } };'),
  functionLike(
    'nested',
    'const outer$ = () => { const inner = (x) => suspend(x); return inner; }; const f$ = outer$();',
  ),
  {
    name: 'method',
    define: 'const o$ = { own: 1, m(x) { return suspend(x); } };',
    value: 'o$.m',
    holder: 'o$',
    direct: 'o$.m(1)',
  },
  {
    name: 'held',
    define: 'const f$ = (x) => suspend(x); const o$ = {}; o$.m = f$;',
    value: 'f$',
    holder: 'o$',
    direct: 'f$(1)',
  },
  {
    name: 'listed',
    define: 'const f$ = (x) => suspend(x); const o$ = [f$];',
    value: 'o$[0]',
    holder: 'o$',
    direct: 'f$(1)',
  },
  {
    name: 'class',
    define: 'class C$ { own = 1; m(x) { return suspend(x); } n(x) { return this.m(x); } } const o$ = new C$();',
    value: 'o$.m',
    holder: 'o$',
    direct: 'o$.n(1)',
  },
  {
    name: 'constructed',
    define: 'class C$ { constructor() { this.own = 1; } m(x) { return suspend(x); } } const o$ = new C$();',
    value: 'o$.m',
    holder: 'o$',
    direct: 'o$.m(1)',
  },
  {
    name: 'static',
    define: 'class C$ { static m(x) { return suspend(x); } }',
    value: 'C$.m',
    holder: 'C$',
    direct: 'C$.m(1)',
  },
  {
    name: 'private',
    define:
      'class C$ { #m(x) { return suspend(x); } n(x) { return this.#m(x); } get value() { return this.#m; } } const o$ = new C$();',
    value: 'o$.value',
    holder: 'o$.value',
    direct: 'o$.n(1)',
  },
  {
    name: 'derived',
    define:
      'class B$ { m(x) { return suspend(x); } } class C$ extends B$ { m(x) { return super.m(x); } } const o$ = new C$();',
    value: 'o$.m.bind(o$)',
    holder: 'o$',
    direct: 'o$.m(1)',
  },
  {
    name: 'bound',
    define: 'const g$ = (a, x) => suspend(x); const f$ = g$.bind(null, 0);',
    value: 'f$',
    holder: 'f$',
    direct: 'f$(1)',
  },
  {
    name: 'constructor',
    define: 'class K$ { constructor(x) { this.x = suspend(x); } } const f$ = (x) => new K$(x).x;',
    value: 'f$',
    holder: 'K$',
    direct: 'f$(1)',
  },
  {
    name: 'accessor',
    define:
      'class C$ { #v = 1; get #x() { return suspend(this.#v); } m(x) { return this.#x && x; } } const o$ = new C$();',
    value: 'o$.m.bind(o$)',
    holder: 'o$',
    direct: 'o$.m(1)',
  },
  {
    name: 'field',
    define: 'class C$ { x = suspend(2); } const f$ = (x) => (new C$().x, x);',
    value: 'f$',
    holder: 'C$',
    direct: 'f$(1)',
  },
  {
    name: 'defaults',
    define: 'function f$(x, { y = suspend(1) } = {}, [z] = [suspend(2)]) { return x; }',
    value: 'f$',
    holder: 'f$',
    direct: 'f$(1)',
  },
  {
    name: 'extended',
    define: 'const f$ = Object.assign((x) => suspend(x), { own: 1 });',
    value: 'f$',
    holder: 'f$',
    direct: 'f$(1)',
  },
  {
    name: 'delegating',
    define:
      'function* i$(x) { yield suspend(x); } function* g$(x) { yield* i$(x); } const f$ = (x) => { for (const y of g$(x)) return y; };',
    value: 'f$',
    holder: 'g$',
    direct: 'f$(1)',
  },
  {
    name: 'started',
    define:
      'function* g$(x = suspend(1)) { yield suspend(x); } const f$ = (x) => { for (const y of g$(x)) return y; };',
    value: 'f$',
    holder: 'g$',
    direct: 'f$(1)',
  },
  {
    name: 'generator',
    define: 'function* g$(x) { yield suspend(x); } const f$ = (x) => { for (const y of g$(x)) return y; };',
    value: 'f$',
    holder: 'g$',
    direct: 'f$(1)',
  },
];
