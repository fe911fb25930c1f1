import { transformSync } from '@babel/core';
import { transformSync as withoutTypes } from 'esbuild';
import { writtenMarks } from '../../tools/babel/written-marks.ts';
import { markedIn } from '../plugin/support/marked.ts';
import { TAGGED, UNTAGGED } from '../plugin/support/tagged.ts';

/** As Vite does it, where comments are lost. */
function translated(source: string): string {
  const settings = { configFile: false, babelrc: false, retainLines: true, filename: '/project/source.ts' } as const;
  const parserOpts = { plugins: ['typescript' as const] };
  const written = transformSync(source, { ...settings, parserOpts, plugins: [writtenMarks] })?.code ?? '';
  return withoutTypes(written, { loader: 'ts', target: 'esnext' }).code;
}

const BODY = 'return probe("a") + 1;';

describe('Marks that are written as directives', () => {
  it.each(TAGGED)('stay when types are taken out, before %s', (_, source) => {
    expect(markedIn(translated(source.replace('BODY', BODY)))).toEqual(['a']);
  });

  it.each(UNTAGGED)('do not come from %s', (_, source) => {
    expect(markedIn(translated(source.replace('BODY', BODY)), { warnings: false })).toEqual([]);
  });

  it('stay in arrows without a body', () => {
    expect(markedIn(translated('/** @greenlet */ const a = () => probe("a") + 1;'))).toEqual(['a']);
    expect(markedIn(translated('let b; b = /** @greenlet */ () => (probe("b") + 1) as F;'))).toEqual(['b']);
  });

  it('stay in fields and blocks of classes', () => {
    const source =
      '/** @greenlet */ export class A { b = () => probe("b") + 1; static { probe("c"); } a() { return probe("a") + 1; } }';
    expect(markedIn(translated(source))).toEqual(expect.arrayContaining(['a', 'b']));
  });

  it('leave out what opts out', () => {
    const source = `'use greenlet'; function a() { ${BODY} } function b() { 'use no greenlet'; return probe("b") + 1; }`;
    expect(markedIn(translated(source))).toEqual(['a']);
  });
});
