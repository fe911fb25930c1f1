import { run } from 'greenlets';
import { reply, type ReplyOptions } from '../../../runtime/node/http/index.ts';
import { connectTo, readAll, reported, withHttpServer } from './support.ts';

type Headers = NonNullable<ReplyOptions['headers']>;

const NEXT = 'GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

/** All that comes over a connection for a request, and for another one after it; without what changes. */
async function exchange(value: () => unknown, first = 'GET /', version = '1.1'): Promise<[string, unknown[]]> {
  const { errors, restore } = reported();
  const text = await run(() => {
    'use greenlet';
    const handle = ({ path }: { path: string }): unknown => (path === '/next' ? 'next' : value());
    return withHttpServer(handle, (_url, server) => {
      const socket = connectTo(server);
      socket.write(`${first} HTTP/${version}\r\nHost: a\r\n\r\n${version === '1.1' ? NEXT : ''}`);
      return readAll(socket);
    });
  });
  restore();
  return [text.replace(/(?:Date|Connection|Keep-Alive|content-type):.*\r\n/gi, ''), errors];
}

const FOLLOWING = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnext';
const FAILED = `HTTP/1.1 500 Internal Server Error\r\ncontent-length: 21\r\n\r\nInternal Server Error${FOLLOWING}`;

function* chunks(): Generator<string> {
  yield 'ab';
  yield 'c';
}

const CONTENTS: [string, () => unknown][] = [
  ['text', () => 'abc'],
  ['bytes', () => Buffer.from('abc')],
  ['an object', () => ({ a: 1 })],
  ['nothing', () => null],
];

describe('An HTTP server whose handler says how long the body is', () => {
  it.each(CONTENTS.flatMap(([name, content]) => ['2', '30'].map((length) => [name, length, content] as const)))(
    'sends nothing of %s that is not %s bytes long',
    async (_name, length, content) => {
      const status = { status: 200, headers: { 'content-length': length } };
      const [text, errors] = await exchange(() => reply(content(), status));
      expect(text).toBe(FAILED);
      expect(String(errors[0])).toMatch(/expected a `content-length` of \d, as the body has it, got \d/);
    },
  );

  it.each<[string, Headers, RegExp]>([
    ['no number', { 'content-length': '3 bytes' }, /a whole number of bytes as `content-length`, got `"3 bytes"`/],
    ['less than nothing', { 'content-length': '-3' }, /a whole number of bytes as `content-length`, got `"-3"`/],
    [
      'two lengths',
      [
        ['content-length', '3'],
        ['Content-Length', '3'],
      ],
      /one `content-length`, got 2/,
    ],
    ['a length and chunks', { 'content-length': 3, 'transfer-encoding': 'chunked' }, /either .* got both/],
    ['another encoding', { 'Transfer-Encoding': 'gzip' }, /"chunked" as `transfer-encoding`, got `"gzip"`/],
    ['a line more', { 'content-length': '3', 'x-a': 'a\r\nb: c' }, /ERR_INVALID_CHAR|Invalid character/],
  ])('refuses %s, of text and of chunks', async (_name, headers, message) => {
    for (const content of [() => 'abc', () => chunks()]) {
      const [text, errors] = await exchange(() => reply(content(), { headers }));
      expect(text).toBe(FAILED);
      expect(String(errors[0])).toMatch(message);
    }
  });

  it('believes a length that fits', async () => {
    const answers = [];
    for (const content of [() => 'abc', () => Buffer.from('abc'), () => chunks()])
      answers.push(await exchange(() => reply(content(), { headers: { 'Content-Length': 3 } })));
    const expected = [`HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc${FOLLOWING}`, []];
    expect(answers).toEqual([expected, expected, expected]);
  });

  it('believes any length where there is no body', async () => {
    const headers = { 'content-length': '7' };
    expect(await exchange(() => reply(null, { status: 200, headers }), 'HEAD /')).toEqual([
      `HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n${FOLLOWING}`,
      [],
    ]);
    expect(await exchange(() => reply('', { status: 304, headers }))).toEqual([
      `HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n${FOLLOWING}`,
      [],
    ]);
  });
});

describe('An HTTP server whose handler wants chunks', () => {
  const headers = { 'transfer-encoding': 'Chunked' };

  it.each([
    ['text', () => 'abc', ['3\r\nabc\r\n']],
    // Node 26 sends those of one task together.
    ['chunks', () => chunks(), ['2\r\nab\r\n1\r\nc\r\n', '3\r\nabc\r\n']],
  ])('sends %s without a length', async (_name, content, bodies) => {
    const [text, errors] = await exchange(() => reply(content(), { headers }));
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(bodies.map((body) => `${head}${body}0\r\n\r\n${FOLLOWING}`)).toContain(text);
    expect(errors).toEqual([]);
  });

  it('sends none to clients that do not know them', async () => {
    const [text] = await exchange(() => reply('abc', { headers }), 'GET /', '1.0');
    expect(text).toBe('HTTP/1.1 200 OK\r\n\r\nabc');
  });
});

describe('An HTTP server that sends no body', () => {
  it.each([
    [200, 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
    [204, 'HTTP/1.1 204 No Content\r\n\r\n'],
    [205, 'HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n'],
    [304, 'HTTP/1.1 304 Not Modified\r\n\r\n'],
  ])('says so with status %s', async (status, head) => {
    expect(await exchange(() => reply(null, { status }))).toEqual([head + FOLLOWING, []]);
  });

  it.each([204, 205])('keeps back what a handler returns with status %s', async (status) => {
    for (const headers of [{}, { 'content-length': '3' }, { 'transfer-encoding': 'chunked' }]) {
      for (const content of [() => 'abc', () => chunks()]) {
        const [text, errors] = await exchange(() => reply(content(), { status, headers }));
        expect(text.endsWith(`\r\n\r\n${FOLLOWING}`)).toBe(true);
        expect(text).not.toContain('abc');
        expect(errors).toEqual([]);
      }
    }
  });

  it('describes none', async () => {
    const types = await run(() => {
      'use greenlet';
      return [204, 205, 304].map((status) => reply('', { status }).headers);
    });
    expect(types).toEqual([[], [], []]);
  });
});

describe('The headers of a reply', () => {
  it.each<[unknown, string]>([
    [{ 'x-a': null }, 'expected a string or a number as `x-a`, got `null`'],
    [{ 'x-a': [{}] }, 'expected a string or a number as `x-a`, got an instance of `Object` (object)'],
    [[['x-a', undefined], 'x-b'], 'expected a name and a value, got `"x-b"` (string)'],
    [new Map([[1, 'a']]), 'expected the name of a header, got `1` (number)'],
  ])('are text: %p', (headers, message) => {
    expect(() => reply('', { headers: headers as Headers })).toThrow(new TypeError(message));
  });
});
