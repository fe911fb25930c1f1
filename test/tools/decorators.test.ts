import { greenlets } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

/** Says which proposal the decorators follow: the later one calls them with a context. */
const MAIN = `
  import { run, sleep } from 'greenlets';
  const seen: string[] = [];
  function log(value: unknown, context: any, descriptor?: unknown): any {
    seen.push(typeof context === 'object' ? context.kind : 'legacy ' + String(context));
  }
  @log
  class Visits {
    @log count = 1;
    @log
    add(): number {
      'use greenlet';
      sleep(0);
      return ++this.count;
    }
    @log get shown(): string { return this.#prefix() + this.count; }
    #mark = 'x';
    #prefix(): string { return #mark in this ? this.#mark : ''; }
    static { seen.length = seen.length; }
  }
  const visits = new Visits();
  run(() => { 'use greenlet'; return visits.add(); }).then((count) => console.log(count, visits.shown, seen.sort().join()));`;

const MODERN = '2 x2 class,field,getter,method\n';
const LEGACY = '2 x2 legacy add,legacy count,legacy shown,legacy undefined\n';

async function output(files: Record<string, string>, main = 'main.ts'): Promise<string> {
  const { stdout, stderr } = await greenlets(createProject({ ...ES_MODULES, [main]: MAIN, ...files }), 'run', main);
  return stdout + stderr;
}

describe('Decorators in TypeScript that is run', () => {
  it.each([
    ['there is no tsconfig.json', {}],
    ['tsconfig.json does not mention them', { 'tsconfig.json': '{}' }],
    ['tsconfig.json is broken', { 'tsconfig.json': '{' }],
    [
      'tsconfig.json overrides what it extends',
      {
        'tsconfig.json': '{ "extends": "./base", "compilerOptions": { "experimentalDecorators": false } }',
        'base.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
      },
    ],
  ])('are those of the language if %s', async (_, files) => {
    expect(await output(files)).toBe(MODERN);
  });

  it.each([
    [
      'tsconfig.json says so, with comments',
      {
        'tsconfig.json': `{
          // "experimentalDecorators": false
          "compilerOptions": { "paths": { "@/*": ["./*"], }, /* */ "experimentalDecorators": true, },
        }`,
      },
    ],
    [
      'a configuration says so that tsconfig.json extends',
      {
        'tsconfig.json': '{ "extends": ["./other.json", "@company/tsconfig"] }',
        'other.json': '{ "extends": "./tsconfig.json", "compilerOptions": { "experimentalDecorators": false } }',
        'node_modules/@company/tsconfig/package.json': '{ "name": "@company/tsconfig" }',
        'node_modules/@company/tsconfig/tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
      },
    ],
  ])('are those of the earlier proposal if %s', async (_, files) => {
    expect(await output(files)).toBe(LEGACY);
  });

  it('follow the nearest tsconfig.json', async () => {
    const legacy = '{ "compilerOptions": { "experimentalDecorators": true } }';
    expect(await output({ 'tsconfig.json': legacy, 'src/tsconfig.json': '{}' }, 'src/main.ts')).toBe(MODERN);
    expect(await output({ 'tsconfig.json': legacy }, 'src/main.ts')).toBe(LEGACY);
  });

  it('have metadata of types if tsconfig.json wants that, marked or not', async () => {
    const main = (isMarked: boolean): string => `
      import { run, sleep } from 'greenlets';
      import { Prices, type Shape } from './prices.ts';
      import { Unseen } from './prices.ts';
      (Reflect as any).metadata = (key: string, value: unknown) => (target: any, name?: string) =>
        console.log(name ?? 'class', key, value);
      const d = (..._: any[]): any => undefined;
      const isMarked = ${String(isMarked)};
      @d class Shop {
        @d static open(): void {}
        @d shape!: Shape;
        constructor(private readonly prices: Prices, unseen: Unseen) {}
        @d price(name: string, of: Shop[]): number { if (isMarked) sleep(0); return this.prices.of(name) + of.length; }
      }
      run(() => console.log(new Shop(new Prices(), 1).price('x', [])));`;
    const prices = `
      export class Prices { of(name: string): number { return name.length } }
      export interface Shape { x: 1 }
      export type Unseen = number;`;
    const tsconfig = '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }';
    const expected = [
      'shape design:type [Function: Object]',
      'price design:returntype [Function: Number]',
      'price design:paramtypes [ [Function: String], [Function: Array] ]',
      'price design:type [Function: Function]',
      'open design:returntype undefined',
      'open design:paramtypes []',
      'open design:type [Function: Function]',
      'class design:paramtypes [ [class Prices], [Function: Object] ]',
      '1\n',
    ].join('\n');
    for (const isMarked of [true, false]) {
      const mark = isMarked ? "'use greenlet';" : '';
      const files = { 'main.ts': mark + main(isMarked), 'prices.ts': mark + prices, 'tsconfig.json': tsconfig };
      expect(await output(files)).toBe(expected);
    }
  });
});

describe('Decorators of the earlier proposal in TypeScript that is run', () => {
  const main = (mark: string): string => `${mark}
    import { run, sleep } from 'greenlets';
    const wait = (x: any) => { ${mark && 'sleep(0);'} return x; };
    const d = (name: string) => {
      console.log('eval', name);
      return (...all: any[]): any => console.log('apply', name, all.length);
    };
    const reactive = (target: any, name: string) => Object.defineProperty(target, name, {
      get() { return this.values[name] },
      set(value) { (this.values ??= {})[name] = value * 2 },
    });
    @d('class') class Shop {
      static #opened = wait(1);
      @d('static') static opened = Shop.#opened + wait(1);
      @reactive price = wait(4);
      @d('method') pay(@d('parameter') sum: number) { return wait(sum) + this.price; }
      @d('key') ['k' + 1]() { return Shop.opened; }
    }
    run(() => console.log(new Shop().pay(1), (new Shop() as any).k1()));`;
  const expected =
    'eval method,eval parameter,apply parameter 3,apply method 3,eval key,apply key 3,eval static,apply static 3,eval class,apply class 1,9 2\n';

  it('are evaluated and applied in the order of tsc, and leave it to the class to wait', async () => {
    const tsconfig = JSON.stringify({
      compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false },
    });
    for (const mark of ['', "'use greenlet';"])
      expect(await output({ 'main.ts': main(mark), 'tsconfig.json': tsconfig })).toBe(expected.replaceAll(',', '\n'));
  });
});

describe('Decorators of parameters in TypeScript that is run', () => {
  it('find the metadata of types, marked or not', async () => {
    const main = `
      (Reflect as any).metadata = (key: string, value: unknown) => (target: any) => void (target[key] = value);
      const inject = (target: any, _: unknown, index: number) => console.log(index, target['design:paramtypes'][index].name);
      class Prices {}
      class Shop { constructor(@inject private prices: Prices, @inject name: string) {} }
      new Shop(new Prices(), 'x');`;
    const tsconfig = '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }';
    for (const mark of ['', "'use greenlet';"])
      expect(await output({ 'main.ts': mark + main, 'tsconfig.json': tsconfig })).toBe('1 String\n0 Prices\n');
  });

  it('may stand behind a division', async () => {
    const main = `const d = (_: any, key: any, index: number) => console.log(key, index);
      class A { constructor(x = 4 / 2, @d y?: number) {} }`;
    const tsconfig = '{ "compilerOptions": { "experimentalDecorators": true } }';
    expect(await output({ 'main.ts': main, 'tsconfig.json': tsconfig })).toBe('undefined 1\n');
  });
});

describe('Auto-accessors in TypeScript that is run', () => {
  const CLASS =
    'class A { accessor count: number = 5; static accessor #secret = 1; static get secret() { return A.#secret; } }';
  const main = `${CLASS}\nconsole.log(new A().count, A.secret, Object.keys(new A()).length);`;

  it.each(['{}', '{ "compilerOptions": { "experimentalDecorators": true } }'])(
    'need no decorator (%s)',
    async (config) => {
      expect(await output({ 'main.ts': main, 'tsconfig.json': config })).toBe('5 1 0\n');
    },
  );

  it('may be decorated by the earlier proposal', async () => {
    const files = {
      'main.ts': `const d = (_: any, name?: any, descriptor?: any): any => console.log(name, typeof descriptor?.get);
        @d ${CLASS.replace('accessor', '@d accessor')}
        console.log(new A().count, A.secret);`,
      'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
    };
    expect(await output(files)).toBe('count function\nundefined undefined\n5 1\n');
  });
});
