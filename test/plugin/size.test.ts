import type { NodePath, PluginObj, types as t } from '@babel/core';
import { transformSync as minify } from 'esbuild';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { compile } from './support/compile.ts';

/** Everything in it compiled, minified as a module. */
function sizes(code: string): { minified: number; compressed: number } {
  const { code: short } = minify(code, { minify: true, charset: 'utf8', format: 'cjs' });
  return { minified: short.length, compressed: gzipSync(short).length };
}

describe.each([
  ['a parser', 'acorn', 2.8, 1.9],
  ['a template engine', 'mustache', 2.9, 2.1],
])('The output for %s of which everything can suspend', (_, file, minified, compressed) => {
  const source = readFileSync(require.resolve(file), 'utf8');
  const before = sizes(source);
  const after = sizes(compile(source, { mark: 'all', patch: false }, { sourceType: 'script' }));

  it(`is at most ${minified} times as long once both are minified`, () => {
    expect(after.minified / before.minified).toBeLessThan(minified);
  });

  it(`is at most ${compressed} times as long once both are compressed, too`, () => {
    expect(after.compressed / before.compressed).toBeLessThan(compressed);
  });
});

describe('The time that compiling takes', () => {
  const SOURCE = 'function NAME(a, b) { for (const x of a) if (b(x)) a.push(b(x) + b(a)); return a; }';
  const CLASSES =
    'function NAME(a) { class C { x = a(); static y = a(); m() { return a() + this.x; } } return new C().m(); }';

  /** Processor time for a program of `count` functions: the least of two, which disturbances only lengthen. */
  function timeFor(count: number, source: string): number {
    const program = Array.from({ length: count }, (_, index) => source.replace('NAME', `f${index}`)).join('\n');
    const times = [1, 2].map(() => {
      const before = process.cpuUsage();
      compile(program, { mark: 'all' }, { sourceType: 'script' });
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...times);
  }

  it.each([
    ['functions', SOURCE],
    ['classes with fields that block', CLASSES],
  ])('grows with the number of %s, not with its square', (_, source) => {
    timeFor(40, source);
    expect(timeFor(240, source) / timeFor(40, source)).toBeLessThan(6 * 2.5);
  });

  it('is not spent on listing what refers to the runtime', () => {
    const counts = new Map<string, number | undefined>();
    const inspect = (): PluginObj => ({
      visitor: {
        Program: {
          exit({ scope }: NodePath<t.Program>): void {
            const binding = scope.getBinding('link');
            counts.set('references', binding?.referencePaths.length);
            expect(binding?.referenced).toBe(true);
            expect(scope.hasGlobal('link')).toBe(false);
          },
        },
      },
    });
    const program = compile(SOURCE, { mark: 'all' }, { sourceType: 'script', plugins: [inspect] });
    expect(program).toContain('link.to');
    expect(counts.get('references')).toBe(0);
  });
});
