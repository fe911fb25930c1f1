import { compile, type PluginOptions } from './support/compile.ts';
import { evaluateModule } from './support/evaluate.ts';

const BLOCKING = `
  import { run, sleep } from 'greenlets';
  function wait(value) { 'use greenlet'; sleep(0); return value; }
`;
const PLAIN = `
  const run = async (f) => f();
  const wait = (value) => value;
`;

interface Module {
  seen: unknown[];
  default?: unknown;
  use?: (made: unknown) => Promise<unknown>;
}

/** What a module sees when it is loaded, and what it does with its default export afterwards. */
async function load(prelude: string, source: string, options: PluginOptions | null): Promise<unknown[]> {
  const code = `${prelude}
    export const seen = [];
    const parent = Promise.resolve(class { hi() { return wait('hi'); } });
    ${source}`;
  const {
    seen,
    use,
    default: made,
  } = (await evaluateModule(options === null ? code : compile(code, options))) as Module;
  return use === undefined ? seen : [...seen, await use(made)];
}

/** Modules whose top level awaits something in an expression that compiling may put into a function. */
const MODULES = {
  'a class that is exported by default': `
    export default class extends (await parent) { constructor() { super(); this.x = wait(1); } m() { return wait(2); } }
    export const use = (C) => run(() => { 'use greenlet'; const c = new C(); return [c.x, c.m(), c.hi(), C.name]; });`,
  'a class with private fields that is exported by default': `
    export default class { [await 'k']() { return wait(1); } static [await 'f'] = 7; #x = wait(3); x() { return this.#x; } }
    export const use = (C) => run(() => { 'use greenlet'; const c = new C(); return [c.k(), c.x(), C.f]; });`,
  'a class declaration': `
    class C extends (await parent) { [await 'k']() { return wait(1); } #p() { return wait(2); } p() { return this.#p(); } }
    seen.push(await run(() => { 'use greenlet'; const c = new C(); return [c.k(), c.p(), c.hi(), C.name]; }));`,
  'class expressions': `
    const C = class extends (await parent) { [await 'k']() { return wait(1); } static [await 'f'] = 7; #x = wait(3); x() { return this.#x; } };
    const o = { [await 'key']: class { [await 'k']() { return wait(1); } } };
    seen.push(await run(() => { 'use greenlet'; const c = new C(); return [c.k(), c.x(), c.hi(), C.f, C.name, new o.key().k(), o.key.name]; }));`,
  'literals with methods': `
    const o = { [await 'a']() { return wait(1); }, b: await 2, tells() { return wait(super.toString === Object.prototype.toString); } };
    seen.push(await run(() => { 'use greenlet'; return [o.a(), o.b, o.tells(), o.a.name]; }));`,
  'functions named by their keys': `
    const o = { [await 'a']: () => wait(1), [(await 'b') + 'c']: function () { return wait(2); } };
    seen.push(await run(() => { 'use greenlet'; return [o.a(), o.bc(), o.a.name, o.bc.name]; }));`,
  'each round of a loop': `
    const made = [];
    for (const n of [1, 2]) made.push({ [await 'm']() { return wait(n); } });
    for await (const n of [3]) made.push(new (class { [await 'm']() { return wait(n); } })());
    seen.push(await run(() => { 'use greenlet'; return made.map((o) => o.m()); }));`,
  'an async function that is not marked': `
    async function make(a) {
      'use no greenlet';
      return {
        [await a]() { 'use greenlet'; return wait(1); },
        seen: [this, arguments.length, new.target],
        C: class extends (await parent) { [await a]() { 'use greenlet'; return wait(2); } },
      };
    }
    const o = await make.call(7, 'k');
    seen.push(o.seen, await run(() => { 'use greenlet'; return [o.k(), new o.C().k()]; }));`,
};

describe('await at the top level, in an expression that compiling may put into a function', () => {
  it.each(Object.entries(MODULES))('%s', async (_, source) => {
    const expected = await load(PLAIN, source, null);
    expect(expected.length).toBeGreaterThan(0);
    for (const stress of [false, true]) {
      expect(await load(BLOCKING, source, { mark: 'all', stress })).toEqual(expected);
    }
    expect(await load(`'use greenlet';${BLOCKING}`, source, {})).toEqual(expected);
  });
});
