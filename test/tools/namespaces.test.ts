import { transformSync, type PluginItem } from '@babel/core';
import plugin from 'greenlets/plugin';
import { greenlets } from './command.ts';
import { COMMONJS, createProject, ES_MODULES } from './project.ts';

const MAIN = `'use greenlet';
  import * as all from './spaces.ts';
  import { E, Late } from './enums.ts';
  const { A, D, f, C, G, shown } = all;
  console.log(Object.keys(all).join());
  console.log(A.x, A.y, A.g(), A.Inner.z, A.B.w, A.list.join(), D.E.F.v, f(), f.own, C.made, new C().n, G.One, G.label);
  console.log(JSON.stringify(shown));
  console.log(JSON.stringify(E), JSON.stringify(Late));`;

const SPACES = `'use greenlet';
  import { sleep } from 'greenlets';
  import type { Stats } from 'node:fs';
  const blocking = <T>(x: T): T => { sleep(0); return x; };
  export const shown: unknown[] = [];

  /** Has all kinds of things in it. */
  export namespace A {
    export interface Shape { x: number }
    export type Other = Stats | Shape;
    declare const nowhere: number;
    export declare function elsewhere(): void;
    export const x: number = blocking(1), y = x + 1;
    export const [first, { second }] = blocking([1, { second: 2 }] as const);
    var local = blocking(3);
    export function g(): number;
    export function g(add?: number): number { return blocking(local + (add ?? 0)); }
    export class Inner { static z = blocking(4); }
    export abstract class Unused {}
    export const list: unknown[] = [];
    for (const i of [1, 2, 3]) { if (i === 2) continue; list.push(blocking(i)); }
    export namespace B { export const w = blocking(x + 4); }
    export namespace OnlyTypes { export type T = Shape; }
    export const enum Constant { One = 1, Two }
    export enum Plain { P = Constant.Two }
    try { throw blocking(new Error('inner')); } catch (error) { shown.push((error as Error).message); }
    import short = A.B;
    import unused = A.OnlyTypes;
    const typed: unused.T | undefined = undefined;
    shown.push(short.w, first, second);
  }
  export namespace A {
    export namespace B { export const again = blocking(6); }
    shown.push(x, B.again, Object.keys(B), Object.keys(A));
  }
  export namespace D.E.F { export const v = blocking(7); }
  export function f(): number { return blocking(8); }
  export namespace f { export const own = blocking(9); }
  export class C { n = C.made + 1; }
  export namespace C { export const made = blocking(10); }
  export enum G { One = 1 }
  export namespace G { export const label = blocking('label'); shown.push(G[1]); }
  namespace Hidden { export const x = blocking(11); export const get = (): number => x; }
  shown.push(Hidden.get());
  declare namespace Nowhere { const x: number; function f(): void }
  declare global { interface Window { x: number } }
  namespace Types { export interface I { x: number } }
  export type { Types };
  namespace Calm { export const count = 1; }
  shown.push(Calm.count);
`;

const ENUMS = `'use greenlet';
  import { sleep } from 'greenlets';
  const blocking = <T>(x: T): T => { sleep(0); return x; };
  export enum E { A = blocking(1) as number, B, C = A + B, S = 's' }
  enum Late { X = 1 }
  enum Late { Y = blocking(2) as number }
  export { Late };
`;

const STDOUT = [
  'A,C,D,G,f,shown',
  '1 2 3 4 5 1,3 7 8 9 10 11 1 label',
  JSON.stringify([
    'inner',
    5,
    1,
    2,
    1,
    6,
    ['w', 'again'],
    ['x', 'y', 'first', 'second', 'g', 'Inner', 'Unused', 'list', 'B', 'Constant', 'Plain'],
    'One',
    11,
    1,
  ]),
  '{"1":"A","2":"B","3":"C","A":1,"B":2,"C":3,"S":"s"} {"1":"X","2":"Y","X":1,"Y":2}',
  '',
].join('\n');

describe('namespaces and enums of a marked TypeScript module', () => {
  it.each([
    ['ES modules', ES_MODULES],
    ['CommonJS', COMMONJS],
  ])('may block in a package of %s', async (_, files) => {
    const project = createProject({ ...files, 'main.mts': MAIN, 'spaces.ts': SPACES, 'enums.ts': ENUMS });
    expect(await greenlets(project, 'run', 'main.mts')).toEqual({ exitCode: 0, stdout: STDOUT, stderr: '' });
  });

  const TYPESCRIPT = '@babel/plugin-transform-typescript';
  const PIPELINES: Record<string, { plugins: PluginItem[]; presets?: PluginItem[] }> = {
    'before the plugin for TypeScript': { plugins: [plugin, [TYPESCRIPT, { allowNamespaces: true }]] },
    'behind the plugin for TypeScript': { plugins: [[TYPESCRIPT, { allowNamespaces: true }], plugin] },
    'that keeps imports': { plugins: [[TYPESCRIPT, { onlyRemoveTypeImports: true }], plugin] },
    'in a preset': { plugins: [plugin], presets: ['@babel/preset-typescript'] },
  };

  it.each(Object.entries(PIPELINES))('may block when they are compiled %s', async (_, options) => {
    const compile = (source: string): string =>
      transformSync(source, { filename: '/project/a.ts', configFile: false, babelrc: false, ...options })?.code ?? '';
    const project = createProject({
      ...ES_MODULES,
      'main.js': MAIN.replaceAll('.ts', '.js'),
      'spaces.js': compile(SPACES),
      'enums.js': compile(ENUMS),
    });
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout: STDOUT, stderr: '' });
  });
});
