import { transformSync, type PluginItem } from '@babel/core';
import { originalPositionFor, TraceMap, type SourceMapInput } from '@jridgewell/trace-mapping';
import { Session, type Profiler } from 'node:inspector';
import { runInThisContext } from 'node:vm';
import { counters } from '../../tools/babel/counters.ts';
import type { CoverageData, Position } from '../../tools/babel/coverage-data.ts';
import { addShadow } from '../../tools/unplugin/shadow.ts';

const SOURCE = `(() => {
const object = { method(a = 1, b = a || 2 || 3) { return a && b; }, get size() { return this.method(0); } };
class A {
  n = 0;
  field = object.size;
  m() { switch (this.n++) { case 0: return 'a'; case 1: break; default: this.x = 1; } }
}
function run(n) {
  const list = [];
  for (let i = 0; i < n; i++) { if (i % 2) continue; list.push(i > 2 ? i : -i); }
  if (n > 100) { list.push('never'); } else list.push('else');
  try { if (n === 3) throw new Error('x'); } catch { list.push('caught'); }
  return list;
}
function unused() { return (() => 1)(); }
const one = new A();
return [run(3), run(8), object.method(5), one.m(), one.m(), one.m(), one.m(), null ?? 1];
})();`;

/** How often each statement, function and path was passed. */
interface Counts {
  s: Record<string, number>;
  f: Record<string, number>;
  b: Record<string, number[]>;
}

function transform(plugins: PluginItem[]): { code: string; map: object | null } {
  const settings = { configFile: false, babelrc: false, sourceMaps: true, filename: '/project/source.js' } as const;
  const { code, map } = transformSync(SOURCE, { ...settings, plugins }) ?? {};
  return { code: code ?? '', map: map ?? null };
}

function countByIstanbul(): Counts {
  const { code } = transform([['babel-plugin-istanbul', { cwd: '/project' }]]);
  runInThisContext(code);
  const counts = runInThisContext(`__coverage__['/project/source.js']`) as Counts;
  runInThisContext(`delete __coverage__['/project/source.js']`);
  return counts;
}

/** What V8 has counted in a program. */
function rangesOf(code: string): Profiler.CoverageRange[] {
  const filename = '/project/shadow-of-source.js';
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  runInThisContext(code, { filename });
  let ranges: Profiler.CoverageRange[] = [];
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    const functions = result.find(({ url }) => url === `file://${filename}`)?.functions ?? [];
    ranges = functions.flatMap((one) => one.ranges);
  });
  session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
  return ranges;
}

/** As whoever reads the coverage does it: the count of the smallest range. */
function countAt(offset: number, ranges: readonly Profiler.CoverageRange[]): number {
  const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset);
  const size = (range: Profiler.CoverageRange): number => range.endOffset - range.startOffset;
  return around.sort((a, b) => size(a) - size(b))[0]?.count ?? 0;
}

describe('What stands for the counters of istanbul', () => {
  let data: CoverageData | undefined;
  const plain = transform([counters('/project/source.js', (found) => void (data = found))]);
  const { code, map } = addShadow(plain, data as CoverageData);
  const ranges = rangesOf(code);
  const lines = code.split('\n');
  const offsets = lines.map((_, index) => lines.slice(0, index).join('\n').length + (index === 0 ? 0 : 1));
  const tracer = new TraceMap(map as SourceMapInput);

  /** How often each piece of code behind the first line with a text ran that stands for something in the source. */
  function countsOf(at: Position, from: RegExp): number[] {
    const counts: number[] = [];
    for (let line = plain.code.split('\n').length; line < lines.length; line++) {
      const text = lines[line] ?? '';
      for (const { index } of text.matchAll(from)) {
        const found = originalPositionFor(tracer, { line: line + 1, column: index });
        const isIt = found.line === at.line && found.column === at.column;
        if (isIt) counts.push(countAt((offsets[line] ?? 0) + index, ranges));
      }
    }
    return counts;
  }

  const counted = countByIstanbul();

  it('is run by V8 as often as they are: statements', () => {
    for (const [key, { start }] of Object.entries(data?.statementMap ?? {}))
      expect([key, countsOf(start, /(?<=\) \{ )0;/g)]).toEqual([key, [counted.s[key]]]);
  });

  it('is run by V8 as often as they are: functions', () => {
    for (const [key, { decl }] of Object.entries(data?.fnMap ?? {}))
      expect([key, countsOf(decl.start, /(?<=\) \{ \()function(?= ?\()|(?<=\(function )\w+/g)]).toEqual([
        key,
        [counted.f[key]],
      ]);
  });

  it('is run by V8 as often as they are: paths', () => {
    for (const [key, { locations, loc }] of Object.entries(data?.branchMap ?? {})) {
      const paths = locations.map(({ start }) => (start.line === undefined ? loc.start : start));
      const found = paths.map((start) => countsOf(start, /(?<=[?:=] )\[\]|case \d+: /g));
      expect([key, found.map((counts, path) => counts.includes(counted.b[key]?.[path] ?? -1))]).toEqual([
        key,
        paths.map(() => true),
      ]);
    }
  });

  it('is all that is not ignored', () => {
    expect(plain.code.match(/^\/\* v8 ignore next \*\/\n/gm)).toHaveLength(2);
    expect(code.match(/v8 ignore/g)).toHaveLength(2);
  });
});
