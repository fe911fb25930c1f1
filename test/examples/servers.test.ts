import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CLI, PATIENCE, ROOT, runExample } from './support/run-example.ts';

jest.setTimeout(PATIENCE);

const folder = mkdtempSync(join(tmpdir(), 'greenlets-'));
const started: ChildProcess[] = [];

afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  rmSync(folder, { recursive: true });
});

/** Starts an example that serves, and returns the port that it names. */
async function start(name: string, ...args: string[]): Promise<number> {
  const child = spawn(process.execPath, [CLI, 'run', join(ROOT, 'examples', name), '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const { stdout } = child;
  const [line] = (await once(createInterface(stdout), 'line')) as [string];
  return Number(/^listening on port (\d+)$/.exec(line)?.[1]);
}

async function ask(url: string, init?: RequestInit): Promise<unknown[]> {
  const response = await fetch(url, init);
  return [response.status, await response.text()];
}

test('examples/echo-server.ts sends back what it gets', async () => {
  const socket = connect(await start('echo-server.ts'), '127.0.0.1');
  socket.write('hello\nquit\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toBe('Say something, or "quit".\nhello\n');
});

test('examples/json-api.ts keeps notes', async () => {
  const url = `http://127.0.0.1:${await start('json-api.ts', join(folder, 'notes.json'))}/notes`;
  const add = (text: unknown): Promise<unknown[]> => ask(url, { method: 'POST', body: JSON.stringify({ text }) });
  expect(await ask(url)).toEqual([200, '[]']);
  const added = await Promise.all([add('a'), add('b'), add('c')]);
  expect(added.map(([status]) => status)).toEqual([201, 201, 201]);
  expect(JSON.parse(String((await ask(url))[1]))).toHaveLength(3);
  expect(await ask(`${url}/2`)).toEqual([200, expect.stringContaining('"id":2')]);
  expect(await ask(`${url}/9`)).toEqual([404, 'there is no note 9']);
  expect(await add(7)).toEqual([400, 'a note needs a text']);
  expect(await ask(url, { method: 'DELETE' })).toEqual([404, 'Not Found']);
});

test('examples/file-server.ts serves a folder, and nothing else', async () => {
  const content = 'x'.repeat(300_000);
  writeFileSync(join(folder, 'a file.txt'), content);
  const url = `http://127.0.0.1:${await start('file-server.ts', folder)}`;
  expect(await ask(`${url}/a%20file.txt`)).toEqual([200, content]);
  expect(await ask(`${url}/a%20file.txt`, { method: 'HEAD' })).toEqual([200, '']);
  expect(await ask(url)).toEqual([200, expect.stringContaining('a file.txt')]);
  expect(await ask(`${url}/none`)).toEqual([404, 'Not Found']);
  expect(await ask(`${url}/..%2f..%2fetc%2fpasswd`)).toEqual([404, 'Not Found']);
  expect(await ask(`${url}/%ff`)).toEqual([400, 'the path is not encoded well']);
  expect(await ask(url, { method: 'DELETE' })).toEqual([405, 'Method Not Allowed']);
});

describe('with another server', () => {
  const server = createServer((request, response) => {
    response.setHeader('x-path', request.url ?? '');
    request.pipe(response);
    if (request.method === 'GET') response.end(`content of ${request.url ?? ''}`);
  });
  let origin = '';

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test('examples/web-proxy.ts hands requests on', async () => {
    const url = `http://127.0.0.1:${await start('web-proxy.ts', origin)}`;
    const response = await fetch(`${url}/a?b=c`);
    expect([response.headers.get('x-path'), await response.text()]).toEqual(['/a?b=c', 'content of /a?b=c']);
    const body = 'x'.repeat(3_000_000);
    expect(await ask(url, { method: 'POST', body })).toEqual([200, body]);
  });

  test('examples/download.ts writes files', async () => {
    const outcome = await runExample('download.ts', folder, `${origin}/one`, `${origin}/two`);
    expect(outcome).toEqual({
      code: 0,
      stdout: `${origin}/one: 15 bytes\n${origin}/two: 15 bytes\n`,
      stderr: '',
    });
    expect(readFileSync(join(folder, 'two'), 'utf8')).toBe('content of /two');
  });
});
