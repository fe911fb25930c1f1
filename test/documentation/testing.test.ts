import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@babel/core';
import plugin from 'greenlets/plugin';

const page = readFileSync(join(__dirname, '../../docs/testing.md'), 'utf8');

type Body = () => unknown;

/** The tests of an example, by their names. */
function testsOf(name: string): [string, Body][] {
  const [, source = ''] = page.split(`<!-- example: ${name} -->`)[1]?.match(/```js\n([^]*?)^```/m) ?? [];
  const plugins = [plugin, '@babel/plugin-transform-modules-commonjs'];
  const { code = '' } = transformSync(source, { filename: name, plugins, configFile: false, babelrc: false }) ?? {};
  const tests: [string, Body][] = [];
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- an example is run as it is
  const run = new Function('exports', 'require', 'test', code ?? '') as (...args: unknown[]) => void;
  run({}, require, (title: string, body: Body) => tests.push([title, body]));
  return tests;
}

describe('docs/testing.md', () => {
  it.each(testsOf('timeouts.test.js'))('shows a test that "%s"', async (_, body) => {
    expect.hasAssertions();
    await body();
  });
});
