import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { greenlets } from '../tools/command.ts';
import { createProject, ES_MODULES } from '../tools/project.ts';

const page = readFileSync(join(__dirname, '../../docs/stuck.md'), 'utf8');

/** A program of the page, and what it prints according to the page: the text that comes next. */
function example(name: string): { code: string; printed: string } {
  const [, rest = ''] = page.split(`<!-- example: ${name} -->`);
  const [, code, printed] = /^\s*```js\n([^]*?)^```$[^]*?^```text\n([^]*?)^```$/m.exec(rest) ?? [];
  if (code === undefined || printed === undefined) throw new Error(`there is no example called ${name}`);
  return { code, printed };
}

/** Without folders, and without what depends on the machine: when the monitor looks, and where it finds the greenlet in a line. */
function plain(text: string): string {
  return text
    .replaceAll(/\((?:[^()\s]*\/)/g, '(')
    .replaceAll(/for \d+ ms/g, 'for some ms')
    .replaceAll(/(isPrime \(server\.js:9):\d+/g, '$1');
}

/** Without how long things took. */
function withoutTimes(text: string): string {
  return text
    .replaceAll(/[\d.]+ m?s\b/g, 'some time')
    .replaceAll(/[\d.]+x/g, 'some times')
    .replaceAll(/^With \d+ (.*) up to [\d.]+ times/gm, 'With some $1 up to some times');
}

describe('The page about what is stuck shows what a program prints', () => {
  it.each([
    ['bank.js', 13, 'stderr'],
    ['server.js', 0, 'stderr'],
  ] as const)('%s', async (name, exitCode, stream) => {
    const { code, printed } = example(name);
    const outcome = await greenlets(createProject({ ...ES_MODULES, [name]: code }), 'run', name);
    expect(plain(outcome[stream])).toBe(plain(printed));
    expect(outcome.exitCode).toBe(exitCode);
  });

  it('downloads.js, in a profile', async () => {
    const { code, printed } = example('downloads.js');
    const outcome = await greenlets(createProject({ ...ES_MODULES, 'downloads.js': code }), 'profile', 'downloads.js');
    const [shown = ''] = outcome.stderr.split('\n\nWhere it computes, loading included: ');
    expect(withoutTimes(shown.trim())).toBe(withoutTimes(printed.trim()));
    expect(outcome.exitCode).toBe(0);
  });
});
