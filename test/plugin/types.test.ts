import { compile } from './support/compile.ts';

const TYPESCRIPT = { filename: '/project/source.ts', presets: ['@babel/preset-typescript'] };

/** Whether a call in a function with such a parameter is left as it is. */
function isPlain(parameter: string, call: string, declarations = ''): boolean {
  const source = `${declarations}\nexport function f(${parameter}) { "use greenlet"; ${call}; return 1; }`;
  return !compile(source, {}, TYPESCRIPT).includes('/internal"');
}

describe('A call in TypeScript is left as it is where the declared type tells that it is one of a builtin:', () => {
  it.each([
    ['a string', 's: string', 's.split(",")'],
    ['a string or nothing', 's: string | null | undefined', 's?.split(",")'],
    ['one of some strings', 's: "a" | "b"', 's.repeat(2)'],
    ['a template', 's: `a${string}`', 's.repeat(2)'],
    ['an array', 'xs: unknown[]', 'xs.push(1)'],
    ['a readonly array', 'xs: readonly unknown[]', 'xs.indexOf(1)'],
    ['a named array', 'xs: ReadonlyArray<string>', 'xs.slice().join().split("")'],
    ['an element of an array', 'xs: string[][]', 'xs[0][0].split(",")'],
    ['a tuple', 'xs: [number, string]', 'xs.reverse()'],
    ['a map', 'm: Map<string, number>', 'm.set("a", m.get("b"))'],
    ['entries', 'm: ReadonlyMap<string, number>', 'for (const [k, v] of m.entries()) k + v'],
    ['bytes', 'b: Uint8Array | Int8Array', 'b.subarray(1).fill(0)'],
    ['a regular expression', 'r: RegExp', 'r.test("a")'],
    ['rest parameters', '...xs: string[]', 'xs[0].split(",")'],
    ['a default', 's: string = "a"', 's.split(",")'],
  ])('%s', (_, parameter, call) => {
    expect(isPlain(parameter, call)).toBe(true);
  });
});

describe('A call in TypeScript may suspend', () => {
  it.each([
    ['without a type', 's', 's.split(",")'],
    ['on any of several kinds', 's: string | string[]', 's.concat()'],
    ['on an element of an unknown type', 'xs: unknown[]', 'xs[0].block()'],
    ['with a callback', 'xs: number[], f: (x: number) => number', 'xs.map(f)'],
    ['of a method that the type does not have', 'xs: number[]', 'xs.block()'],
    ['on an interface', 'o: { push(x: number): void }', 'o.push(1)'],
  ])('%s', (_, parameter, call) => {
    expect(isPlain(parameter, call)).toBe(false);
  });

  it.each([
    ['an import', 'import { Map } from "immutable";'],
    ['an imported type', 'import type { Map } from "immutable";'],
    ['an interface', 'interface Map<K, V> { get(k: K): V }'],
    ['a class', 'class Map<K, V> { get(k: K): V { return k as never } }'],
    ['another type', 'type Map<K, V> = { get(k: K): V };'],
  ])('on a type whose name is that of %s', (_, declaration) => {
    expect(isPlain('m: Map<string, number>', 'm.get("a")', declaration)).toBe(false);
    expect(isPlain('m: Map<string, number>', 'm.get("a")')).toBe(true);
  });
});
