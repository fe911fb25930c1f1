import type { TransformOptions } from '@babel/core';
import { compile } from './support/compile.ts';

/** What the compiler warns of. */
function warnings(source: string, options: Record<string, unknown> = {}): string[] {
  const messages: string[] = [];
  const extra = { parserOpts: { plugins: ['decorators', 'typescript'] } } satisfies TransformOptions;
  compile(source, { warnings: (message: string) => messages.push(message), ...options }, extra);
  return messages;
}

describe('What looks like a mark and is none', () => {
  it('is warned of with code and position', () => {
    expect(warnings(`function f() {\n  'use greenlets';\n}`)).toEqual([
      `/project/source.js: warning GREENLETS202: "use greenlets" marks nothing: write "use greenlet".
  1 | function f() {
> 2 |   'use greenlets';
    |   ^^^^^^^^^^^^^^^^
  3 | }`,
    ]);
  });

  it.each([
    [`'use greenlets'; f();`],
    [`'use-greenlet'; f();`],
    [`'Use Greenlet'; f();`],
    [`'greenlet'; f();`],
    [`"use no greenlets"; f();`],
    [`import a from 'a'; 'use greenlet';`],
    [`const f = () => { g(); 'use greenlet'; };`],
    ['function f() { `use greenlet`; g(); }'],
    [`class C { m() { 'use greenlets'; } }`],
    [`class C { 'use greenlet'; m() { g(); } }`],
    [`/** @greenlets */ function f() {}`],
    [`/** @Greenlet */ function f() {}`],
    [`// @greenlet\nfunction f() {}`],
    [`/* @greenlet */ function f() {}`],
    [`class C { /* @greenlet */ m() {} }`],
    [`/** @greenlet */ const f = memoize((x) => g(x));`],
    [`/** @greenlet */ const o = { m() {} };`],
    [`/** @greenlet */ import a from 'a';`],
    [`/** @greenlet */ export { f } from 'f';`],
    [`/** @greenlet */ let f; f = () => g();`],
    [`/** @greenlet */ (() => g())();`],
  ])('is found: %s', (source) => {
    expect(warnings(source)).toHaveLength(1);
    expect(warnings(source)[0]).toContain('GREENLETS202');
  });

  it.each(['/** @greenlets */', '// @greenlet', '/* @greenlet */'])('is shown as it is written: %s', (comment) => {
    expect(warnings(`${comment}\nfunction f() {}`)[0]).toContain(`warning GREENLETS202: ${comment} marks nothing: `);
  });

  it.each([
    [`'use greenlet'; f();`],
    [`'use strict'; 'use greenlet'; f();`],
    [`function f() { 'use no greenlet'; }`],
    [`/** @greenlet */ function f() {}`],
    [`/** @greenlet */ const f = c ? () => g() : h;`],
    [`class C { @d /** @greenlet */ m() {} }`],
    [`/** @greenlet */ declare function f(): void;`],
    [`/** Functions with @greenlet are marked. */ import a from 'a';`],
    [`/** Starts a greenlet. @returns {Greenlet} */ function f() {}`],
    [`function f() { return /* @greenlet-original */ g(); }`],
    [`log('use greenlets');`],
    [`class C { 'use greenlet' = 1; 'used' }`],
    [`import { Greenlet } from 'greenlets'; // a greenlet`],
  ])('is not found in %s', (source) => {
    expect(warnings(source)).toEqual([]);
  });

  it('is told where to stand, if the tag is right', () => {
    expect(warnings(`/** @greenlet */ const f = memoize((x) => g(x));`)[0]).toContain(
      '/** @greenlet */ marks nothing: no function or class follows. Write it directly before the function.',
    );
  });

  it('is left alone where warnings are off', () => {
    expect(() => compile(`'use greenlets'; f();`, { warnings: false })).not.toThrow();
  });
});
