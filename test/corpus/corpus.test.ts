import { run, sleep } from 'greenlets';
import * as internal from 'greenlets/internal';
import { join, resolve } from 'node:path';
import { Loader } from '../../dev/conformance/corpus/loader.ts';
import type { Mode } from '../../dev/conformance/corpus/mode.ts';

const root = resolve(__dirname, '../..');

/** What a job returns, and how often it slept. */
async function runJob(name: string, mode: Mode): Promise<{ result: unknown; sleeps: number; files: number }> {
  let sleeps = 0;
  const counted = (): void => {
    'use greenlet';
    sleeps++;
    if (mode !== 'untouched') sleep(0);
  };
  const loader = new Loader(mode, root, { greenlets: { sleep: counted }, 'greenlets/internal': internal });
  const job = loader.load(join(root, 'dev/conformance/corpus/jobs', `${name}.cjs`)) as () => unknown;
  const result = mode === 'untouched' ? job() : await run(job);
  return { result, sleeps, files: loader.files.length };
}

describe('a package compiled with everything marked', () => {
  it('parses as it does untouched', async () => {
    const untouched = await runJob('acorn', 'untouched');
    expect(await runJob('acorn', 'compiled')).toEqual(untouched);
  });

  it.each(['compiled', 'stress'] as const)('renders a template whose partials and lambdas block (%s)', async (mode) => {
    const untouched = await runJob('mustache', 'untouched');
    expect(untouched.sleeps).toBeGreaterThan(0);
    expect(await runJob('mustache', mode)).toEqual(untouched);
  });

  it.each(['compiled', 'stress'] as const)('transforms a stylesheet whose visitors block (%s)', async (mode) => {
    const untouched = await runJob('postcss', 'untouched');
    expect(untouched.sleeps).toBeGreaterThan(0);
    expect(await runJob('postcss', mode)).toEqual(untouched);
  });
});
