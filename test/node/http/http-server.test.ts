import { Event, GreenletExit, Pool, run, sleep, SwitchError } from 'greenlets';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetch } from 'greenlets/web/fetch';
import { HttpError, HttpServer, reply, type HttpRequest } from '../../../runtime/node/http/index.ts';
import { connect } from '../../../runtime/node/net/index.ts';
import { turnLoop } from '../net/support.ts';
import { connectTo, readAll, readHead, reported, withHttpServer } from './support.ts';

/** Asks, and says what is essential of the answer. */
function ask(url: string): unknown[] {
  'use greenlet';
  const response = fetch(url);
  return [response.status, response.headers.get('content-type'), response.text()];
}

async function readResponse(): Promise<Response> {
  const response = new Response('text');
  await response.text();
  return response;
}

function lockedResponse(): Response {
  const response = new Response('text');
  response.body?.getReader();
  return response;
}

describe('An HTTP server', () => {
  it('handles each request in a greenlet of its own', async () => {
    const answers = await run(() => {
      'use greenlet';
      const all = new Event();
      let waiting = 0;
      const handle = ({ path }: HttpRequest): string => {
        if (++waiting === 3) all.set();
        all.wait();
        return path;
      };
      return withHttpServer(handle, (url) => new Pool(3).map((path: string) => ask(url + path)[2], ['/a', '/b', '/c']));
    });
    expect(answers).toEqual(['/a', '/b', '/c']);
  });

  it.each<[string, () => unknown, unknown[]]>([
    ['text', () => 'täxt', [200, 'text/plain; charset=utf-8', 'täxt']],
    ['bytes', () => Buffer.from('bytes'), [200, 'application/octet-stream', 'bytes']],
    ['numbers', () => new Uint16Array([0x6261]).subarray(0, 1), [200, 'application/octet-stream', 'ab']],
    [
      'a view',
      () => new DataView(new TextEncoder().encode('view').buffer, 1),
      [200, 'application/octet-stream', 'iew'],
    ],
    ['an object', () => ({ a: [1] }), [200, 'application/json', '{"a":[1]}']],
    ['an array', () => [1, 2], [200, 'application/json', '[1,2]']],
    ['a number', () => 7, [200, 'application/json', '7']],
    ['nothing', () => undefined, [204, null, '']],
    ['a promise', () => Promise.resolve('later'), [200, 'text/plain; charset=utf-8', 'later']],
    ['a form', () => new URLSearchParams({ a: '1' }), [200, 'application/x-www-form-urlencoded;charset=UTF-8', 'a=1']],
    ['a blob', () => new Blob(['b'], { type: 'text/css' }), [200, 'text/css', 'b']],
    ['a response', () => new Response('no', { status: 404 }), [404, 'text/plain;charset=UTF-8', 'no']],
    ['a reply', () => reply({ id: 1 }, { status: 201 }), [201, 'application/json', '{"id":1}']],
    ['a stream', () => new Blob(['stream']).stream(), [200, 'application/octet-stream', 'stream']],
  ])('answers with what its handler returns: %s', async (_name, handle, expected) => {
    expect(await run(withHttpServer, handle, ask)).toEqual(expected);
  });

  it('hands head and body to the connection in one piece', async () => {
    const calls: string[] = [];
    const text = await run(() => {
      'use greenlet';
      const handle = ({ raw: { socket } }: HttpRequest): string => {
        const write = socket._write.bind(socket);
        socket._write = (chunk, ...rest) => {
          calls.push(String(chunk));
          write(chunk, ...rest);
        };
        return 'body';
      };
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
        return readAll(socket);
      });
    });
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nbody$/);
    expect(calls).toEqual([text]);
  });

  it('sends the headers of a response, and several of a name', async () => {
    const headers: [string, string][] = [
      ['X-Name', 'value'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ];
    const values = await run(() => {
      'use greenlet';
      const handle = ({ path }: HttpRequest): unknown =>
        path === '/reply' ? reply('', { headers }) : new Response('', { headers });
      return withHttpServer(handle, (url) =>
        ['/reply', '/response'].map((path) => {
          const { headers } = fetch(url + path);
          return [headers.get('x-name'), headers.getSetCookie()];
        }),
      );
    });
    expect(values).toEqual([
      ['value', ['a=1', 'b=2']],
      ['value', ['a=1', 'b=2']],
    ]);
  });

  it('tells the handler what the client wants', async () => {
    const seen = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): unknown => {
        const { method, path, url, httpVersion, encrypted, remoteAddress } = request;
        const [query, header] = [request.query.get('q'), request.headers.get('x-name')];
        return [method, path, url.replace(/\d{4,}/, 'PORT'), query, header, httpVersion, encrypted, remoteAddress];
      };
      const init = { method: 'PUT', headers: { 'x-name': 'value' } };
      return withHttpServer(handle, (url) => fetch(`${url}/a%20b?q=%C3%A4`, init).json() as unknown);
    });
    const url = 'http://127.0.0.1:PORT/a%20b?q=%C3%A4';
    expect(seen).toEqual(['PUT', '/a%20b', url, 'ä', 'value', '1.1', false, '127.0.0.1']);
  });

  it('takes the host from the first line, if that is a whole address', async () => {
    const body = await run(() => {
      'use greenlet';
      return withHttpServer(
        ({ url, headers }) => `${url} ${headers.get('host') ?? ''}`,
        (_url, server) => {
          const socket = connectTo(server);
          socket.write('GET http://user@good.example:81/x?y HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n');
          return readAll(socket).split('\r\n\r\n')[1];
        },
      );
    });
    expect(body).toBe('http://good.example:81/x?y good.example:81');
  });

  it('keeps a connection for the next request', async () => {
    const text = await run(() => {
      'use greenlet';
      return withHttpServer(
        ({ path, remotePort }) => `${path} ${String(remotePort)}`,
        (_url, server) => {
          const socket = connectTo(server);
          const answers = ['/a', '/b'].map((path) => {
            socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
            const length = Number(/content-length: (\d+)/i.exec(readHead(socket))?.[1]);
            return String(socket.readExactly(length)).replace(String(socket.stream.localPort), 'PORT');
          });
          socket.close();
          return answers;
        },
      );
    });
    expect(text).toEqual(['/a PORT', '/b PORT']);
  });

  it('answers requests that were sent together in their order', async () => {
    const bodies = await run(() => {
      'use greenlet';
      const second = new Event();
      const handle = ({ path }: HttpRequest): string => {
        if (path === '/1') second.wait();
        else second.set();
        return `<${path}>`;
      };
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
        return readAll(socket).match(/<.*>/g);
      });
    });
    expect(bodies).toEqual(['</1>', '</2>']);
  });

  it.each(['GET', 'HEAD'])('sends no body where there may be none: to %s', async (method) => {
    const answers = await run(() => {
      'use greenlet';
      const log: string[] = [];
      function* chunks(): Generator<string> {
        try {
          yield 'chunk';
        } finally {
          log.push('closed');
        }
      }
      const bodies = [() => 'text', () => chunks(), () => new Blob(['blob']).stream()];
      const handle = ({ path }: HttpRequest): unknown =>
        reply(bodies[Number(path.at(-1))]?.(), { status: Number(path.slice(1, 4)) });
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        const lengths = ['/204/0', '/304/0', '/204/1', '/304/2', '/200/0', '/200/1'].map((path) => {
          socket.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
          const head = readHead(socket);
          if (method === 'HEAD' || !path.startsWith('/200')) return /content-length: (\d+)/i.exec(head)?.[1];
          return head.includes('chunked') ? readUpToEnd() : String(socket.readExactly(4));
        });
        socket.write(`GET /200/0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
        return [lengths, /\r\n\r\n(.*)$/.exec(readAll(socket))?.[1], log];

        function readUpToEnd(): string {
          'use greenlet';
          return String(socket.readUntil('\r\n0\r\n\r\n'));
        }
      });
    });
    const ofGet = [undefined, '4', undefined, undefined, 'text', '5\r\nchunk\r\n0\r\n\r\n'];
    const ofHead = [undefined, '4', undefined, undefined, '4', undefined];
    expect(answers).toEqual([method === 'GET' ? ofGet : ofHead, 'text', method === 'GET' ? ['closed'] : []]);
  });

  it('handles so many requests at once, and lets the others wait', async () => {
    const answers = await run(() => {
      'use greenlet';
      const both = new Event();
      let [now, most] = [0, 0];
      const handle = ({ path }: HttpRequest): string => {
        most = Math.max(most, ++now);
        if (now === 2) both.set();
        both.wait();
        sleep(0);
        now--;
        return path;
      };
      const paths = ['/1', '/2', '/3', '/4', '/5', '/6'];
      const client = (url: string): unknown[] => new Pool(6).map((path: string) => ask(url + path)[2], paths);
      return [...withHttpServer(handle, client, { maxConnections: 2 }), most];
    });
    expect(answers).toEqual(['/1', '/2', '/3', '/4', '/5', '/6', 2]);
  });

  it('listens on a Unix socket', async () => {
    const text = await run(() => {
      'use greenlet';
      const path = join(tmpdir(), `greenlets-${String(process.pid)}.sock`);
      const client = (): string => {
        const socket = connect({ path });
        socket.write('GET /a HTTP/1.0\r\n\r\n');
        return readAll(socket);
      };
      return withHttpServer(({ path }) => `over a Unix socket: ${path}`, client, { listen: { path } });
    });
    expect(text).toMatch(/over a Unix socket: \/a$/);
  });

  it('listens on a socket that somebody else has opened', async () => {
    const text = await run(() => {
      'use greenlet';
      // One that nobody reads as yet; its owner leaves it to the server.
      const open = Reflect.get(net, '_createServerHandle') as (
        address: string,
        port: number,
        family: 4,
      ) => { fd: number };
      const { fd } = open('127.0.0.1', 0, 4);
      return withHttpServer(
        () => 'over its descriptor',
        (url) => fetch(url).text(),
        { listen: { fd } },
      );
    });
    expect(text).toBe('over its descriptor');
  });

  it('can be used as a resource', async () => {
    const address = await run(() => {
      'use greenlet';
      let outer: HttpServer;
      {
        using server = new HttpServer(() => 'a');
        server.start();
        outer = server;
      }
      return outer.address;
    });
    expect(address).toBeNull();
  });
});

describe('A request about the server itself', () => {
  it('has the path that was sent', async () => {
    const text = await run(() => {
      'use greenlet';
      return withHttpServer(
        ({ path, url }) => `${path} ${String(url.endsWith('/'))}`,
        (_url, server) => {
          const socket = connectTo(server);
          socket.write('OPTIONS * HTTP/1.0\r\n\r\n');
          return readAll(socket);
        },
      );
    });
    expect(text).toMatch(/\r\n\r\n\* true$/);
  });
});

describe('An HTTP server whose handler fails', () => {
  it('answers with status 500, and reports the error', async () => {
    const { errors, restore } = reported();
    const error = new Error('secret');
    const answers = await run(() => {
      'use greenlet';
      const handle = ({ path }: HttpRequest): string => {
        if (path === '/fail') throw error;
        return 'well';
      };
      return withHttpServer(handle, (url) => [ask(`${url}/fail`), ask(url)]);
    });
    restore();
    const type = 'text/plain; charset=utf-8';
    expect(answers).toEqual([
      [500, type, 'Internal Server Error'],
      [200, type, 'well'],
    ]);
    expect(errors).toEqual([error]);
  });

  it('answers with status 503 if it has ended itself, and reports nothing', async () => {
    const { errors, restore } = reported();
    const handle = (): never => {
      throw new GreenletExit();
    };
    const answer = await run(withHttpServer, handle, ask);
    restore();
    expect(answer).toEqual([503, 'text/plain; charset=utf-8', 'Service Unavailable']);
    expect(errors).toEqual([]);
  });

  it('answers with the status of the error', async () => {
    const { errors, restore } = reported();
    const upstream = Object.assign(new Error('secret'), { statusCode: 404 });
    const shown = Object.assign(new Error('shown'), { status: 500, expose: true });
    const answers = await run(() => {
      'use greenlet';
      const thrown = [new HttpError(403, 'not you'), new HttpError(404), new HttpError(503, 'secret'), upstream, shown];
      const handle = ({ path }: HttpRequest): never => {
        throw thrown[Number(path.slice(1))] ?? new Error('no such error');
      };
      return withHttpServer(handle, (url) => thrown.map((_, i) => ask(`${url}/${String(i)}`)));
    });
    restore();
    expect(answers.map(([status, , text]) => [status, text])).toEqual([
      [403, 'not you'],
      [404, 'Not Found'],
      [503, 'Service Unavailable'],
      [404, 'Not Found'],
      [500, 'shown'],
    ]);
    expect(errors.map(String)).toEqual(['HttpError: secret', 'Error: shown']);
  });

  it('answers with the text of that status', async () => {
    const { restore } = reported();
    const handle = (): unknown => reply('x', { headers: { 'a b': 'c' } });
    const answer = await run(() => {
      'use greenlet';
      return withHttpServer(handle, (url) => fetch(url));
    });
    restore();
    expect([answer.status, answer.statusText]).toEqual([500, 'Internal Server Error']);
  });

  it('sends what comes before the failure', async () => {
    const { errors, restore } = reported();
    function* chunks(): Generator<string> {
      yield 'first';
      throw new Error('failed');
    }
    const text = await run(() => {
      'use greenlet';
      return withHttpServer(chunks, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        return readAll(socket);
      });
    });
    restore();
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n5\r\nfirst\r\n$/);
    expect(errors).toEqual([new Error('failed')]);
  });

  it('asks the handler of errors, which may block', async () => {
    const answers = await run(() => {
      'use greenlet';
      const handle = ({ path }: HttpRequest): never => {
        throw new Error(path);
      };
      const onError = (error: unknown, request: HttpRequest): unknown => {
        sleep(0);
        return reply(`${(error as Error).message} ${request.method}`, { status: 418 });
      };
      return withHttpServer(handle, (url) => ask(`${url}/tea`), { onError });
    });
    expect(answers).toEqual([418, 'text/plain; charset=utf-8', '/tea GET']);
  });

  it.each<[string, unknown, () => unknown, unknown[]]>([
    [
      'throws, too',
      new Error('first'),
      () => {
        throw new RangeError('second');
      },
      [new Error('first'), new RangeError('second')],
    ],
    [
      'throws, and the first error is no news',
      new HttpError(404),
      () => {
        throw new RangeError('second');
      },
      [new RangeError('second')],
    ],
    [
      'returns what cannot be sent',
      new Error('first'),
      () => reply('', { headers: { 'a b': 'c' } }),
      [new Error('first'), expect.objectContaining({ code: 'ERR_INVALID_HTTP_TOKEN' })],
    ],
  ])('answers, and hides no error, if the handler of errors %s', async (_what, first, onError, expected) => {
    const { errors, restore } = reported();
    const handle = (): never => {
      throw first;
    };
    const [status] = await run(withHttpServer<unknown[]>, handle, ask, { onError });
    restore();
    expect([status, errors]).toEqual([500, expected]);
  });

  it.each([
    ['what cannot be sent', () => Symbol('a'), /expected something to answer with, got `Symbol\(a\)` \(symbol\)/],
    ['an error', () => new Error('a'), /expected something to answer with, got an instance of `Error` \(object\)/],
    ['a header that is none', () => reply('', { headers: { 'a b': 'c' } }), /Header name must be a valid HTTP token/],
    ['a chunk that is none', () => [1].values(), /expected a string or a Uint8Array as a chunk, got `1` \(number\)/],
    ['a response that has been read', () => readResponse(), /the body of the response has been read already/],
    ['a response that somebody reads', () => lockedResponse(), /the body of the response has been read already/],
    ['a response of no status', () => Response.error(), /a response of type "error" cannot be sent/],
  ])('tells what is wrong with what it returns: %s', async (_name, handle, message) => {
    const { errors, restore } = reported();
    const [status] = await run(withHttpServer<unknown[]>, handle, ask);
    restore();
    expect([status, errors.map((error) => (error as Error).message)]).toEqual([500, [expect.stringMatching(message)]]);
  });

  it('breaks a response off that has begun', async () => {
    const { errors, restore } = reported();
    const text = await run(() => {
      'use greenlet';
      function* chunks(): Generator<string> {
        yield 'first';
        sleep(0);
        throw new Error('broken');
      }
      return withHttpServer(chunks, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        readHead(socket);
        return readAll(socket);
      });
    });
    restore();
    expect(text).toBe('5\r\nfirst\r\n');
    expect(errors).toEqual([new Error('broken')]);
  });

  it('breaks off what is shorter than announced', async () => {
    const { errors, restore } = reported();
    const text = await run(() => {
      'use greenlet';
      function* chunks(): Generator<string> {
        yield 'first';
        turnLoop();
      }
      const handle = (): unknown => reply(chunks(), { headers: { 'content-length': '9' } });
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        readHead(socket);
        return readAll(socket);
      });
    });
    restore();
    expect(text).toBe('first');
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' })]);
  });
});

describe('An HTTP server that is given wrong arguments', () => {
  it.each<[unknown, unknown, RegExp]>([
    [7, {}, /expected a function, got `7` \(number\)/],
    [() => '', null, /expected options with .*, got `null`/],
    [() => '', { prot: 1 }, /got an unknown option `prot`/],
    [() => '', { listen: 80 }, /expected where to listen, as an object with `port` or `path`, got `80` \(number\)/],
    [() => '', { timeout: 'a' }, /expected a number of milliseconds, got `"a"` \(string\)/],
    [() => '', { maxBodySize: -1 }, /expected a number of bytes, or null, got `-1` \(number\)/],
    [() => '', { onError: 1 }, /expected a function, got `1` \(number\)/],
    [() => '', { maxConnections: 0 }, /expected at least one connection, got `0` \(number\)/],
    [() => '', { maxConnections: NaN }, /expected at least one connection, got `NaN` \(number\)/],
    [() => '', { pool: 1 }, /expected a Pool or a Group, got `1` \(number\)/],
    [() => '', { pool: new Pool(1), maxConnections: 1 }, /expected either `pool` or `maxConnections`, got both/],
    [() => '', { headersTimeout: 'a' }, /headersTimeout/],
    [() => '', { tls: true }, /expected the options of `tls.createServer` as `tls`, got `true`/],
  ])('says so at once: %p, %p', (handle, options, message) => {
    expect(() => new HttpServer(handle as never, options as never)).toThrow(message);
  });

  it('says so of replies and errors', () => {
    expect(() => reply('', { status: 99 })).toThrow('expected a status from 200 to 599, got `99` (number)');
    expect(() => reply('', { headers: 1 as never })).toThrow('expected headers, got `1` (number)');
    expect(() => new HttpError(200)).toThrow('expected a status from 400 to 599, got `200` (number)');
  });

  it('throws a SwitchError outside greenlets', () => {
    const server = new HttpServer(() => '');
    const start = (): void => {
      'use greenlet';
      server.start();
    };
    expect(start).toThrow(SwitchError);
    expect(server.address).toBeNull();
  });

  it('throws what prevents it from listening', async () => {
    const error = await run(() => {
      'use greenlet';
      return withHttpServer(
        () => '',
        (_url, server) => new HttpServer(() => '', { listen: { port: server.port ?? 0, host: '127.0.0.1' } }).start(),
      );
    }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'EADDRINUSE', syscall: 'listen' });
  });
});
