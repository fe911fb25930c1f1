import { join } from 'node:path';
import plugin from '../../../plugin/index.ts';
import { compare } from '../../../dev/conformance/suites/compare.ts';
import type { Performers } from '../../../dev/conformance/suites/perform.ts';
import { createRuntimeScript } from '../../../dev/conformance/test262/runtime-script.ts';
import { Translator } from '../../../dev/conformance/test262/translate.ts';

const equipment: Performers = {
  translator: new Translator(plugin),
  runtimeScript: createRuntimeScript(join(__dirname, '../../..'), plugin),
};

function compareSource(source: string): ReturnType<typeof compare> {
  return compare({ name: 'p', source, folder: __dirname }, equipment);
}

describe('a program of a suite', () => {
  it('is run untouched, compiled and under stress', async () => {
    const { total, results } = await compareSource('console.log([1, 2].map((x) => String(x)).join());');
    expect(total).toBe(1);
    const outcome = { status: 'pass', detail: '', printed: ['1,2'] };
    expect(results).toEqual([
      { name: 'p', untouched: outcome, compared: { compiled: outcome, stress: outcome }, printed: null },
    ]);
  });

  it('may register tests, which may end later', async () => {
    const { results } = await compareSource(`describe('all', () => {
      it('waits', async () => { await null; console.log('waited'); });
      it('calls back', (done) => { setTimeout(done, 0); });
      it('fails', () => { throw new Error('no'); });
    });`);
    expect(results.map(({ name, compared }) => [name, compared.stress?.status, compared.stress?.printed])).toEqual([
      ['p: all waits', 'pass', ['waited']],
      ['p: all calls back', 'pass', []],
    ]);
  });

  it('is not compared if it fails untouched', async () => {
    expect(await compareSource('throw new Error("no");')).toEqual({ total: 1, results: [] });
    expect(await compareSource('this is no program')).toEqual({ total: 1, results: [] });
  });

  it('is run once more by Babel alone if it differs', async () => {
    const { results } = await compareSource(
      'expect(function () { return f(); }.toString()).toBe("function () { return f(); }");',
    );
    expect(results).toMatchObject([{ compared: { compiled: { status: 'fail' } }, printed: { status: 'fail' } }]);
  });
});
