import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import plugin from '../../plugin/index.ts';
import { check } from '../../dev/conformance/test262/check.ts';
import type { Equipment } from '../../dev/conformance/test262/execute.ts';
import { Harness } from '../../dev/conformance/test262/harness.ts';
import { PASS } from '../../dev/conformance/test262/outcome.ts';
import { createRuntimeScript } from '../../dev/conformance/test262/runtime-script.ts';
import { Translator } from '../../dev/conformance/test262/translate.ts';

const SUITE = join(__dirname, 'suite');

const equipment: Equipment = {
  harness: new Harness(SUITE),
  translator: new Translator(plugin),
  runtimeScript: createRuntimeScript(resolve(__dirname, '../..'), plugin),
};

describe('a compiled program means what the language says', () => {
  it.each(readdirSync(join(SUITE, 'test')))('%s', async (file) => {
    const results = await check(join(SUITE, 'test', file), ['compiled', 'stress'], equipment);
    expect(results).not.toHaveLength(0);
    for (const { kind, untouched, compared } of results) {
      expect({ kind, untouched, ...compared }).toEqual({ kind, untouched: PASS, compiled: PASS, stress: PASS });
    }
  });

  it.each(['classes.js', 'generators.js', 'async-functions.js'])('%s ran in a greenlet', async (file) => {
    const results = await check(join(SUITE, 'test', file), ['stress'], equipment);
    expect(results.map(({ wrapped }) => wrapped)).toEqual([true, true]);
  });
});
