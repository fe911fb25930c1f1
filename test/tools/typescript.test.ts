import { greenlets } from './command.ts';
import { COMMONJS, createProject, ES_MODULES } from './project.ts';

const OLDER_FIELDS = { 'tsconfig.json': '{ "compilerOptions": { "target": "ES2021" } }' };

async function output(source: string, files: Record<string, string> = {}, main = 'main.ts'): Promise<string> {
  const project = createProject({ ...ES_MODULES, ...files, [main]: source });
  const { stdout, stderr } = await greenlets(project, 'run', main);
  return stdout + stderr;
}

/** The same must come of it whether it is marked or not. */
async function bothOutputs(source: string, files: Record<string, string> = {}, main = 'main.ts'): Promise<string> {
  const [plain, marked] = [await output(source, files, main), await output(`'use greenlet';${source}`, files, main)];
  expect(marked).toBe(plain);
  return plain;
}

describe('Fields of TypeScript that is run', () => {
  const SERVICE = `
    class Dep { foo() { return 1; } }
    class Base { set late(value: number) { console.log('set', value); } }
    class Service extends Base {
      x = this.dep.foo();
      y?: number;
      #z = this.x + 1;
      static made = 5;
      late = 3;
      'quoted' = () => this.#z;
      constructor(private dep: Dep) { super(); console.log('body', this.#z); }
    }
    class Derived extends Service { own = this.x; }
    const service = new Derived(new Dep());
    console.log(Object.keys(service).join(), service.quoted(), service.own, Service.made);`;

  it.each([
    ['useDefineForClassFields is false', { useDefineForClassFields: false, target: 'ES2022' }],
    ['the target is older than fields', { target: 'es2020' }],
  ])('are assigned after the parameter properties if %s', async (_, compilerOptions) => {
    const files = { 'tsconfig.json': JSON.stringify({ compilerOptions }) };
    expect(await bothOutputs(SERVICE, files)).toBe('set 3\nbody 2\ndep,x,quoted,own 2 1 5\n');
  });

  it.each([
    ['useDefineForClassFields is true', { useDefineForClassFields: true, target: 'es5' }],
    ['the target has fields', { target: 'ES2023' }],
    ['nothing is said', {}],
  ])('are defined if %s', async (_, compilerOptions) => {
    const source = `
      class Base { set late(value: number) { console.log('set', value); } }
      class Late extends Base { late = 3; y?: number; constructor(readonly z: number, public w = z) { super(); } }
      console.log(Object.keys(new Late(1)).join(), new Late(1).w);`;
    expect(await bothOutputs(source, { 'tsconfig.json': JSON.stringify({ compilerOptions }) })).toBe('z,w,late,y 1\n');
  });

  it('are initialized by their decorators, also where others would be assigned', async () => {
    const source = `
      const twice = (_: unknown, { kind }: { kind: string }) => (value: number) => (console.log(kind), value * 2);
      class A { start = 1; @twice size = this.start + 1; constructor(readonly end = 3) {} last = this.size; }
      console.log(JSON.stringify(new A()));`;
    expect(await bothOutputs(source, OLDER_FIELDS)).toBe('field\n{"start":1,"size":4,"last":4,"end":3}\n');
  });

  it('may wait, and so may the constructor of the parent', async () => {
    const source = `
      import { sleep } from 'greenlets';
      const later = <T>(value: T): T => { sleep(1); return value; };
      class A { constructor(public a: number) { sleep(1); } }
      class B extends A { q = later(this.o + 1); constructor(private readonly o: number) { super(o); } }
      class C extends B { r = later(this.q + 1); }
      console.log(JSON.stringify(new C(7)));`;
    expect(await output(`'use greenlet';${source}`, OLDER_FIELDS)).toBe('{"a":7,"o":7,"q":8,"r":9}\n');
  });
});

describe('Namespaces of TypeScript that is run', () => {
  it('export variables that change', async () => {
    const source = `
      namespace N {
        export let v = 1, unset: number;
        export let { a, b: [c = 5] } = { a: 3, b: [] as number[] };
        export function more() { v += 1; [a] = [a + 1]; ({ v } = { v: v * 2 }); return { v, a, c }; }
        export var call = function (this: unknown) { return this === undefined; };
        console.log(call(), ((v: number) => v)(9), typeof unset);
        for (v of [v, 1]) v++;
        export namespace Inner { export const seen = v; v = 10; const N = 1; console.log(v, N); }
      }
      console.log(JSON.stringify(N.more()), N.v, N.Inner.seen, Object.keys(N).join());
      N.v = 40;
      console.log(JSON.stringify(N.more()));`;
    expect(await bothOutputs(source)).toBe(
      'true 9 undefined\n10 1\n{"v":22,"a":4,"c":5} 22 2 v,a,c,more,call,Inner\n{"v":82,"a":5,"c":5}\n',
    );
  });

  it('know what another part of them exports', async () => {
    const source = `
      const f = () => 'outer';
      namespace A { export function f() { return 'inner'; } export namespace B { export let n = 1; } }
      namespace A { export const z = f(); export namespace B { n++; } }
      namespace A.C.D { export const x = 1; }
      namespace A.C { export const y = D.x + 1; }
      console.log(A.z, A.B.n, f(), A.C.y);`;
    expect(await bothOutputs(source)).toBe('inner 2 outer 2\n');
  });
});

describe('TypeScript that is run as CommonJS', () => {
  it('has aliases of what it requires, and exports all of a module under one name', async () => {
    const source = `
      import path = require('node:path');
      import join = path.posix.join;
      export import separator = path.posix.sep;
      export * as all from 'node:path';
      console.log(join('a', 'b'), exports.separator, typeof exports.all.join);`;
    expect(await bothOutputs(source, COMMONJS, 'main.cts')).toBe('a/b / function\n');
  });
});

describe('Resources of TypeScript that is run', () => {
  const source = (isMarked: boolean): string => `${isMarked ? "'use greenlet';" : ''}
    import { dispose, resource } from './resource.ts';
    { using a = { [dispose]() { console.log('disposed') } }; console.log('in'); }
    class InStatic { static { using a = resource('static'); } }
    namespace N { export namespace I { export const x = 5; } export type T = 1; using a = resource('namespace'); }
    import A = N.I;
    import T = N.T;
    export import B = A;
    declare class Declared {}
    export declare class AlsoDeclared {}
    interface Shape { x: T }
    export { Shape, Declared as Other, E };
    export default Shape;
    enum E { one = 1 }
    using top = resource('top');
    console.log(A.x, B.x, read(), typeof Declared);
    function read() { return E[1]; }`;

  it.each([true, false])('are disposed of on every version of Node, beside anything (marked: %s)', async (isMarked) => {
    const files = {
      'resource.ts': `
        import { sleep } from 'greenlets';
        export const dispose: symbol = Symbol.dispose ?? Symbol.for('nodejs.dispose');
        export const resource = (name: string) => ({
          [dispose]() { 'use greenlet'; if (${String(isMarked)}) sleep(1); console.log(name); }
        });`,
    };
    expect(await output(source(isMarked), files)).toBe('in\ndisposed\nstatic\nnamespace\n5 5 one undefined\ntop\n');
  });
});

describe('JSX that is run', () => {
  const H = 'const h = (...all: unknown[]) => JSON.stringify(["h", ...all]), Part = "part";';

  it.each([
    ['a comment', `/** @jsx h */ ${H} console.log(<b>t</b>);`, {}, '["h","b",null,"t"]\n'],
    ['tsconfig.json', `${H} console.log(<b/>);`, { jsx: 'react', jsxFactory: 'h' }, '["h","b",null]\n'],
    [
      'tsconfig.json, for fragments, too',
      `${H} console.log(<>t</>);`,
      { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Part' },
      '["h","part",null,"t"]\n',
    ],
  ])('calls the function that %s names', async (_, source, compilerOptions, expected) => {
    expect(await bothOutputs(source, { 'tsconfig.json': JSON.stringify({ compilerOptions }) }, 'main.tsx')).toBe(
      expected,
    );
  });

  it.each([
    ['a comment', '/** @jsxImportSource mine */ console.log(<b/>);', {}],
    ['tsconfig.json', 'console.log(<b/>);', { jsx: 'react-jsx', jsxImportSource: 'mine' }],
  ])('imports from the package that %s names', async (_, source, compilerOptions) => {
    const files = {
      'tsconfig.json': JSON.stringify({ compilerOptions }),
      'node_modules/mine/package.json': '{ "name": "mine", "exports": { "./jsx-runtime": "./runtime.mjs" } }',
      'node_modules/mine/runtime.mjs': 'export const jsx = (type) => `mine ${type}`;',
    };
    expect(await bothOutputs(source, files, 'main.tsx')).toBe('mine b\n');
  });

  it('may stand beside imports in a package that says CommonJS', async () => {
    const source = `'use greenlet';
      import { sleep } from 'greenlets';
      /** @jsx h */
      const h = (type) => type;
      sleep(1);
      console.log(<b/>);`;
    const project = createProject({ ...COMMONJS, 'main.jsx': source });
    expect(await greenlets(project, 'run', 'main.jsx')).toEqual({ exitCode: 0, stdout: 'b\n', stderr: '' });
  });
});
