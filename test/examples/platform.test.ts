import { PATIENCE, runExample } from './support/run-example.ts';

jest.setTimeout(PATIENCE);

test('examples/dns.ts looks names up', async () => {
  const { stdout, stderr } = await runExample('dns.ts', 'localhost', 'localhost');
  expect({ stdout, stderr }).toEqual({ stdout: 'localhost is 127.0.0.1\n'.repeat(2), stderr: '' });
});

test('examples/processes.ts runs commands side by side, and kills what takes too long', async () => {
  const { stdout } = await runExample('processes.ts');
  expect(stdout.trim().split('\n').sort()).toEqual([
    'endless: killed, it took too long',
    'failing: ended with 3',
    'fast: 42',
    'slow: done',
  ]);
});

test('examples/threads.ts counts the same in greenlets and in threads', async () => {
  const { stdout } = await runExample('threads.ts');
  expect(stdout.replace(/\d+ ms/g, 'N ms')).toBe(
    ['greenlets', 'threads'].map((title) => `${title}: 49098 49098 49098 49098 primes, N ms\n`).join(''),
  );
});
