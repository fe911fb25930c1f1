import { transformSync, type TransformOptions } from '@babel/core';
import { run } from 'greenlets';
import greenlets from 'greenlets/plugin';
import { compile } from './support/compile.ts';
import { evaluate, evaluateModule } from './support/evaluate.ts';

const COMMONJS = '@babel/plugin-transform-modules-commonjs';

/** Uses what presets rewrite: classes, generators, destructuring, spread, async functions, optional chaining, closures in loops. */
const PROGRAM = `
  "use greenlet";
  import { sleep } from 'greenlets';

  function twice(x) {
    sleep(1);
    return 2 * x;
  }

  class Base {
    constructor(first) { this.first = twice(first); }
    sum(...rest) { return rest.reduce((total, x) => total + twice(x), this.first); }
  }
  class Derived extends Base {
    #half = 0.5;
    sum(...rest) { const [a = twice(1), ...others] = rest; return super.sum(a, ...others) + this.halfOf(this); }
    halfOf(other) { return [other?.#half, twice(1)][0]; }
  }

  function* numbers(n) {
    for (let i = 0; i < n; i++) yield 2 * i;
  }

  export function main({ n, log: { lines } = { lines: [] } }) {
    const functions = [];
    for (const x of numbers(n)) functions.push(() => twice(x));
    for (const f of functions) lines.push(f());
    try {
      lines?.missing?.(twice(1));
      throw new RangeError(\`no \${twice(n)}\`);
    } catch ({ message }) {
      lines.push(message);
    } finally {
      lines.push(new Derived(3).sum(undefined, twice(2)));
    }
    return { ...{ lines }, n: n ** 2 };
  }

  export async function later(x) {
    return (await Promise.resolve(twice(x))) + twice(x);
  }
`;

interface Program {
  main(options: { n: number }): unknown;
  later(x: number): Promise<number>;
}

/** What the program is to do: untouched, with a `sleep` that does nothing. */
function runUncompiled(): unknown {
  const source = PROGRAM.replace('"use greenlet";', '').replace(/import .*/, 'const sleep = () => {};');
  return (evaluate(compile(source, {}, { plugins: [COMMONJS] })) as Program).main({ n: 3 });
}

const PIPELINES: Record<string, TransformOptions> = {
  'without a preset': { plugins: [COMMONJS] },
  'with preset-env for Node 20': { presets: [['@babel/preset-env', { targets: { node: 20 }, modules: 'commonjs' }]] },
  'with preset-env for Chrome 60': { presets: [['@babel/preset-env', { targets: 'chrome 60', modules: 'commonjs' }]] },
  'with preset-env for ES5': {
    presets: [['@babel/preset-env', { targets: 'ie 11', modules: 'commonjs' }]],
    assumptions: { enumerableModuleMeta: true },
  },
  'with preset-typescript': { presets: ['@babel/preset-typescript'], plugins: [COMMONJS], filename: '/project/a.ts' },
  'with preset-react': { presets: ['@babel/preset-react'], plugins: [COMMONJS] },
  'with all presets': {
    presets: [
      ['@babel/preset-env', { targets: 'chrome 60', modules: 'commonjs' }],
      '@babel/preset-typescript',
      '@babel/preset-react',
    ],
    filename: '/project/a.tsx',
  },
  'before other plugins': { plugins: ['@babel/plugin-transform-template-literals', COMMONJS] },
};

describe.each(Object.entries(PIPELINES))('A program compiled %s', (_, pipeline) => {
  it.each([false, true])('does what it did before, and suspends (stress: %p)', async (stress) => {
    const program = evaluate(compile(PROGRAM, { stress }, pipeline)) as Program;
    expect(
      await run(() => {
        'use greenlet';
        return program.main({ n: 3 });
      }),
    ).toEqual(runUncompiled());
    expect(await program.later(5)).toBe(20);
  });
});

describe('A generator that blocks', () => {
  const GENERATOR = `
    "use greenlet";
    import { sleep } from 'greenlets';
    function* numbers() { for (let i = 1; i < 4; i++) { sleep(1); yield i; } }
    export function main() { let sum = 0; for (const x of numbers()) sum += x; return sum; }
  `;

  function runGenerator(pipeline: TransformOptions | undefined): Promise<unknown> {
    const program = evaluate(compile(GENERATOR, {}, pipeline)) as Program;
    return run(() => {
      'use greenlet';
      return program.main({ n: 0 });
    });
  }

  it('suspends as long as it stays a generator', async () => {
    expect(await runGenerator(PIPELINES['with preset-env for Chrome 60'])).toBe(6);
  });

  it('is a border once regenerator has rewritten it, and says so', async () => {
    await expect(runGenerator(PIPELINES['with preset-env for ES5'])).rejects.toThrow(/^sleep\(\) would block, but/);
  });
});

describe('An async generator that delegates, and that another plugin rewrites', () => {
  const GENERATOR = `
    "use greenlet";
    import { sleep } from 'greenlets';
    const log = [];
    async function* lines() {
      try {
        sleep(1);
        yield 'first';
      } catch (error) {
        yield error + ' was caught';
      } finally {
        log.push('closed');
      }
    }
    const bare = () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 'bare' }) }) });
    const closable = () => ({
      [Symbol.asyncIterator]: () => ({ ...bare()[Symbol.asyncIterator](), return: async () => (log.push('closed'), {}) }),
    });
    const SOURCES = { lines, bare, closable };
    async function* delegating(name) {
      yield* SOURCES[name]();
    }
    export async function main(name, method) {
      const iterator = delegating(name);
      await iterator.next();
      const { value } = await iterator[method]('the argument').catch((error) => ({ value: error.message ?? error }));
      return [value, ...log.splice(0)];
    }
  `;
  const LOWERED: TransformOptions = { plugins: ['@babel/plugin-transform-async-generator-functions', COMMONJS] };

  it.each([
    ['lines', 'throw', ['the argument was caught']],
    ['lines', 'return', ['the argument', 'closed']],
    ['closable', 'throw', ["The iterator does not provide a 'throw' method.", 'closed']],
    ['closable', 'return', [undefined, 'closed']],
    ['bare', 'throw', ["The iterator does not provide a 'throw' method."]],
    ['bare', 'return', ['the argument']],
  ])('hands on what it is told: %s.%s()', async (source, method, expected) => {
    for (const pipeline of [LOWERED, PIPELINES['with preset-env for Chrome 60'], { plugins: [COMMONJS] }]) {
      const { main } = evaluate(compile(GENERATOR, {}, pipeline)) as {
        main: (source: string, method: string) => Promise<unknown>;
      };
      expect(await main(source, method)).toEqual(expected);
    }
  });
});

describe('The format of the program', () => {
  const BODY = 'function f() { "use greenlet"; return g() + 1; }';

  it('decides how the runtime is loaded: ES modules import it', () => {
    expect(compile(`${BODY} export { f };`, {}, { sourceType: 'module' })).toMatch(
      /^import \{ .* \} from "greenlets\/internal";/,
    );
  });

  it.each(['script', 'commonjs', 'unambiguous'] as const)('and others require it: %s', (sourceType) => {
    const code = compile(BODY, {}, { sourceType: sourceType as 'script' });
    expect(code).toContain('require("greenlets/internal")');
    expect(code).not.toMatch(/^import/m);
  });
});

describe('Strictness', () => {
  it('stays what it was', () => {
    const source = (directive: string): string => `
      ${directive}
      exports.f = function (a) {
        "use greenlet";
        id(0);
        arguments[0] = 2;
        return [a, (function () { return this === undefined; })()];
      };
      function id(x) { "use greenlet"; return later(x) + 0; }
      function later(x) { return x; }
    `;
    const run = (directive: string): unknown =>
      (evaluate(compile(source(directive), {}, { sourceType: 'script' })) as { f: (a: number) => unknown }).f(1);
    expect(run('"use strict";')).toEqual([1, true]);
    expect(run('')).toEqual([2, false]);
  });
});

describe('the top level of a marked module that becomes CommonJS', () => {
  const MODULE = `
    "use greenlet";
    import { run, sleep } from 'greenlets';
    const list = [1].map((x) => x);
    function f() { sleep(1); return list[0]; }
    export const result = run(f);
    export default list.map((x) => x + 1);
  `;

  it.each([
    ['by its own plugin', { plugins: [COMMONJS] }],
    ['by a preset', { presets: [['@babel/preset-env', { targets: { node: '20' }, modules: 'commonjs' }]] }],
  ] satisfies [string, TransformOptions][])('runs as plain code: it cannot await (%s)', async (_, options) => {
    const code = compile(MODULE, {}, options);
    expect(code).not.toContain('await');
    const { result, default: second } = evaluate(code) as { result: Promise<number>; default: number[] };
    expect(second).toEqual([2]);
    expect(await result).toBe(1);
  });

  it('waits where it stays an ES module', () => {
    expect(compile(MODULE)).toContain('await topLevel');
  });
});

describe('the resources of a marked module whose other plugin for `using` comes first', () => {
  const MODULE = `
    "use greenlet";
    import { sleep } from 'greenlets';
    export const lines = [];
    const open = (name) => ({ name, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { sleep(0); lines.push(name); } });
    export function read() { return [a.name, b.name].join(); }
    using a = open('a'), nothing = null;
    export class Child {}
    await using b = open('b');
    { using inner = open('inner'); }
    export const first = read();
    export default [Child.name, nothing].join();
  `;

  it('are disposed of in the greenlet that runs the module', async () => {
    const plugins = ['@babel/plugin-transform-explicit-resource-management', greenlets];
    const { code } = transformSync(MODULE, { configFile: false, babelrc: false, plugins }) ?? {};
    const { lines, first, default: last } = (await evaluateModule(code ?? '')) as Record<string, unknown>;
    expect([lines, first, last]).toEqual([['inner', 'b', 'a'], 'a,b', 'Child,']);
  });
});
