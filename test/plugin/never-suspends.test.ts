import { compile } from './support/compile.ts';

const SOURCE = `
  import { check, Wait as Waiting } from './own';
  import { other } from './others';
  export function f(x) { 'use greenlet'; check(x); return [new Waiting(x), other(x)]; }
`;

/** The calls that may suspend: each is announced. */
function announced(code: string): string[] {
  return Array.from(code.matchAll(/link\.to = (\w+)(?=;)/g), ([, name = '']) => name).filter((name) => name !== 'null');
}

it('calls what never suspends as in the source, by its name in its module', () => {
  const neverSuspends = (module: string, name: string): boolean =>
    module === './own' && (name === 'check' || name === 'Wait');
  const options = { sourceType: 'module' as const };
  const plain = compile(SOURCE, { neverSuspends }, options);
  expect(plain).toMatch(/\bcheck\(x\)/);
  expect(plain).toContain('new Waiting(x)');
  expect(announced(plain)).toHaveLength(1);

  expect(announced(compile(SOURCE, {}, options))).toHaveLength(3);
});

it('refuses anything but a function', () => {
  expect(() => compile(SOURCE, { neverSuspends: ['check'] as never })).toThrow(
    "'neverSuspends' must be a function that takes a module and a name",
  );
});
