import { executablePath } from '../web/support/chromium.ts';
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

test('examples/unix-socket.ts talks over a Unix socket', async () => {
  const { stdout, stderr } = await runExample('unix-socket.ts');
  expect({ stdout, stderr }).toEqual({ stdout: 'one: 1\none two: 2\none two three: 3\n', stderr: '' });
});

test('examples/udp.ts asks again when an answer is lost', async () => {
  const { stdout } = await runExample('udp.ts');
  expect(stdout.replace(/at \S+Z/g, 'at TIME')).toBe('first at TIME\nsecond at TIME\nasked 4 times\n');
});

(executablePath === undefined ? test.skip : test)('examples/browser.ts checks pages in a browser', async () => {
  const { stdout, stderr } = await runExample('browser.ts', '8');
  expect({ stderr, last: stdout.trim().split('\n').at(-1) }).toEqual({
    stderr: '',
    last: '8 pages checked, 13 dead links',
  });
});
