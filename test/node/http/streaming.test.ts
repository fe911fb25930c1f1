import http, { type IncomingMessage } from 'node:http';
import { Event, run, sleep, spawn, wait, type Greenlet } from 'greenlets';
import { fetch } from 'greenlets/web/fetch';
import { reply, type HttpRequest } from '../../../runtime/node/http/index.ts';
import { once } from '../../../runtime/node/events/index.ts';
import { reader } from '../../../runtime/node/net/index.ts';
import { attempt, turnLoop } from '../net/support.ts';
import { connectTo, readAll, readHead, withHttpServer } from './support.ts';

const LARGE = 'x'.repeat(1_000_000);

function waysToRead(): Record<string, (request: HttpRequest) => unknown> {
  'use greenlet';
  return {
    text: (request) => request.text(),
    JSON: (request) => request.json(),
    bytes: (request) => request.bytes(),
    'an array buffer': (request) => request.arrayBuffer(),
    'a blob': (request) => request.blob(),
    chunks: (request) => request.body,
    'a line': (request) => request.body.readLine(),
    'a request of the platform': (request) => wait(request.toRequest().text()),
  };
}

function lateReads(): Record<string, (request: HttpRequest) => unknown> {
  'use greenlet';
  return {
    'it is not asked for': (request) => request.text(),
    'it is asked for in lines': (request) => request.body.readLine(),
    'it is wanted as a stream': (request) => wait(request.toRequest().text()),
    'it has been closed': (request) => request.body.read(),
  };
}

describe('The body of a response', () => {
  it('is sent chunk by chunk while its iterable blocks', async () => {
    const log = await run(() => {
      'use greenlet';
      const seen = new Event();
      function* chunks(): Generator<string> {
        yield 'first';
        seen.wait();
        yield '';
        yield 'second';
      }
      return withHttpServer(chunks, (url) => {
        const log: string[] = [];
        for (const chunk of fetch(url).body as unknown as Iterable<Uint8Array>) {
          log.push(Buffer.from(chunk).toString());
          seen.set();
        }
        return log;
      });
    });
    expect(log).toEqual(['first', 'second']);
  });

  it('comes no faster than the client takes it', async () => {
    const [before, length] = await run(() => {
      'use greenlet';
      let made = 0;
      function* chunks(): Generator<string> {
        for (; made < 40; made++) yield LARGE;
      }
      return withHttpServer(chunks, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.0\r\nHost: a\r\n\r\n');
        readHead(socket);
        turnLoop();
        return [made, readAll(socket).length];
      });
    });
    expect(before).toBeLessThan(40);
    expect(length).toBe(40 * LARGE.length);
  });

  it('closes its iterable when the client disconnects', async () => {
    const log = await run(() => {
      'use greenlet';
      const closed = new Event();
      const log: string[] = [];
      function* chunks(): Generator<string> {
        try {
          for (;;) yield LARGE;
        } finally {
          sleep(0);
          log.push('closed');
          closed.set();
        }
      }
      return withHttpServer(chunks, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        readHead(socket);
        socket.destroy();
        closed.wait();
        turnLoop();
        return [...log, server.size];
      });
    });
    expect(log).toEqual(['closed', 0]);
  });

  it('may be that of a response that was fetched', async () => {
    const answer = await run(() => {
      'use greenlet';
      const headers = { 'content-encoding': 'gzip', 'x-name': 'value' };
      const zipped = new Blob(['text']).stream().pipeThrough(new CompressionStream('gzip'));
      return withHttpServer(
        () => new Response(zipped, { headers }),
        (origin) =>
          withHttpServer(
            () => fetch(origin),
            (url) => {
              const response = fetch(url);
              const names = ['x-name', 'content-encoding', 'content-type'];
              return [...names.map((name) => response.headers.get(name)), response.text()];
            },
          ),
      );
    });
    expect(answer).toEqual(['value', null, null, 'text']);
  });
});

describe('http.get in marked code', () => {
  it('is the original, which returns at once', async () => {
    const text = await run(() => {
      'use greenlet';
      return withHttpServer(
        () => 'text',
        (url) => {
          const request = http.get(url);
          const [response] = once<[IncomingMessage]>(request, 'response');
          return [request instanceof http.ClientRequest, reader(response).readLine()];
        },
      );
    });
    expect(text).toEqual([true, 'text']);
  });
});

describe('The body of a request', () => {
  const post = (url: string, body: string | FormData, headers: HeadersInit = {}): unknown => {
    'use greenlet';
    const response = fetch(url, { method: 'POST', body, headers });
    return [response.status, response.text()];
  };

  it.each(Object.entries(waysToRead()))('is read as %s', async (_name, read) => {
    const answer = await run(() => {
      'use greenlet';
      return withHttpServer(read, (url) => post(url, '{"a":"ä"}'));
    });
    expect(answer).toEqual([200, '{"a":"ä"}']);
  });

  it('is read as a form', async () => {
    const answer = await run(() => {
      'use greenlet';
      const form = new FormData();
      form.set('name', 'value');
      form.set('file', new Blob(['content']), 'name.txt');
      const handle = (request: HttpRequest): unknown => {
        const data = request.formData();
        return [data.get('name'), (data.get('file') as File).name];
      };
      return withHttpServer(handle, (url) => [post(url, form), post(url, 'no form')]);
    });
    expect(answer).toEqual([
      [200, '["value","name.txt"]'],
      [400, 'the body is no form'],
    ]);
  });

  it('is nothing where there is none', async () => {
    const handle = (request: HttpRequest): unknown => {
      'use greenlet';
      return [request.text(), request.bodyUsed];
    };
    const answer = await run(() => {
      'use greenlet';
      return withHttpServer(handle, (url) => fetch(url).json() as unknown);
    });
    expect(answer).toEqual(['', true]);
  });

  const reads: Record<string, (request: HttpRequest) => unknown> = {
    'as a whole'(request) {
      'use greenlet';
      return request.text();
    },
    'chunk by chunk'(request) {
      'use greenlet';
      return [...request.body];
    },
    'in part'(request) {
      'use greenlet';
      return request.body.readExactly(1);
    },
  };

  it.each(Object.entries(reads))('can be read once: %s', async (_name, read) => {
    const handle = (request: HttpRequest): unknown => {
      'use greenlet';
      read(request);
      try {
        return request.text();
      } catch (error) {
        return String(error);
      }
    };
    const answer = await run(() => {
      'use greenlet';
      return withHttpServer(handle, (url) => post(url, 'text'));
    });
    expect(answer).toEqual([200, 'TypeError: the body of the request has been read already']);
  });

  it.each(Object.keys(lateReads()))(
    'is dropped when the handler ends, and whoever comes later is told so: %s',
    async (name) => {
      const read = lateReads()[name];
      const told = name === 'it has been closed' ? 'null' : 'TypeError: the body of the request was dropped';
      const message = await run(() => {
        'use greenlet';
        const answered = new Event();
        let reading: Greenlet | null = null;
        const handle = (request: HttpRequest): unknown => {
          if (told === 'null') request.body.close();
          reading = spawn(() => {
            answered.wait();
            return attempt(() => read?.(request));
          });
          return 'answer';
        };
        return withHttpServer(handle, (url) => {
          post(url, 'first\nsecond');
          answered.set();
          return String(reading?.get());
        });
      });
      expect(message).toContain(told);
    },
  );

  it.each(['by a call', 'in a loop'])('is dropped under whoever reads it when the handler ends: %s', async (how) => {
    const outcomes = await run(() => {
      'use greenlet';
      let reading: Greenlet | null = null;
      const handle = (request: HttpRequest): unknown => {
        const line = request.body.readLine();
        reading = spawn(() => attempt(() => (how === 'by a call' ? request.body.readExactly(14) : [...request.body])));
        sleep(0);
        return line;
      };
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nfirst\n');
        const head = readHead(socket);
        const outcome = String(reading?.get());
        socket.close();
        return [head.split('\r\n')[0], outcome];
      });
    });
    expect(outcomes).toEqual([
      'HTTP/1.1 200 OK',
      expect.stringContaining('TypeError: the body of the request was dropped'),
    ]);
  });

  it('is still nothing after the handler has ended, if there is none', async () => {
    const texts = await run(() => {
      'use greenlet';
      const answered = new Event();
      let reading: Greenlet | null = null;
      const handle = (request: HttpRequest): unknown => {
        const { body } = request;
        reading = spawn(() => {
          answered.wait();
          return [request.text(), body.read()];
        });
        return 'answer';
      };
      return withHttpServer(handle, (url) => {
        fetch(url).text();
        answered.set();
        return reading?.get();
      });
    });
    expect(texts).toEqual(['', null]);
  });

  it('is the fault of the client if it is no JSON', async () => {
    const handle = (request: HttpRequest): unknown => {
      'use greenlet';
      return request.json();
    };
    const answer = await run(() => {
      'use greenlet';
      return withHttpServer(handle, (url) => post(url, '{'));
    });
    expect(answer).toEqual([400, expect.stringMatching(/JSON/)]);
  });

  it.each(['announced', 'not announced'])('is refused where it is too long: %s', async (kind) => {
    const answers = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): unknown => String(request.bytes().length);
      const client = (url: string): unknown[] =>
        [1000, 1001].map((length) => {
          const body = kind === 'announced' ? 'x'.repeat(length) : new Blob(['x'.repeat(length)]).stream();
          const response = fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
          return [response.status, response.text()];
        });
      return withHttpServer(handle, client, { maxBodySize: 1000 });
    });
    expect(answers).toEqual([
      [200, '1000'],
      [413, 'the body has more than 1000 bytes'],
    ]);
  });

  it('is refused in a loop over it, however the chunks come, and never ends early', async () => {
    const LOOPS: Record<string, (body: Iterable<Uint8Array>) => number> = {
      loop: (body) => {
        'use greenlet';
        let length = 0;
        for (const chunk of body) length += chunk.length;
        return length;
      },
      spread: (body) => {
        'use greenlet';
        return [...body].length;
      },
    };
    const answers = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): unknown => LOOPS[request.path.slice(1)]?.(request.body);
      return withHttpServer(
        handle,
        (_url, server) =>
          Object.keys(LOOPS).flatMap((path) =>
            [['x'.repeat(4000)], ['x'.repeat(900), 'x'.repeat(900)], ['x'.repeat(900)]].map((chunks) => {
              const socket = connectTo(server);
              socket.write(
                `POST /${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
              );
              for (const chunk of chunks) {
                turnLoop();
                socket.stream.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
              }
              turnLoop();
              socket.stream.write('0\r\n\r\n');
              return readAll(socket).slice(9, 12);
            }),
          ),
        { maxBodySize: 1000 },
      );
    });
    expect(answers).toEqual(['413', '413', '200', '413', '413', '200']);
  });

  it('may be longer where the handler says so', async () => {
    const answer = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): unknown => {
        request.maxBodySize = null;
        let length = 0;
        for (const chunk of request.body) length += chunk.length;
        return String(length);
      };
      return withHttpServer(handle, (url) => post(url, LARGE + LARGE));
    });
    expect(answer).toEqual([200, '2000000']);
  });

  it('comes no faster than the handler takes it', async () => {
    const [sent, length] = await run(() => {
      'use greenlet';
      const go = new Event();
      const handle = (request: HttpRequest): unknown => {
        request.maxBodySize = null;
        let length = 0;
        for (const chunk of request.body) {
          go.wait();
          length += chunk.length;
        }
        return String(length);
      };
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        socket.write(`POST / HTTP/1.0\r\nContent-Length: ${String(40 * LARGE.length)}\r\n\r\n`);
        socket.stream.write(LARGE.repeat(40));
        turnLoop();
        const sent = socket.stream.writableLength;
        go.set();
        return [sent, readAll(socket).split('\r\n\r\n')[1]];
      });
    });
    expect(sent).toBeGreaterThan(LARGE.length);
    expect(length).toBe(String(40 * LARGE.length));
  });

  it('need not be read for the next request to come', async () => {
    const statuses = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): unknown => {
        if (request.path === '/some') request.body.read(10);
        return 'a';
      };
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        const body = 'x'.repeat(200_000);
        for (const path of ['/none', '/some'])
          socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
        return readAll(socket).match(/HTTP\/1.1 \d+/g);
      });
    });
    expect(statuses).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 200']);
  });

  it('is asked for when the handler reads it, if the client waits for that', async () => {
    const log = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): unknown =>
        request.path === '/read' ? request.text() : reply('', { status: 403 });
      return withHttpServer(handle, (_url, server) =>
        ['/read', '/refuse'].map((path) => {
          const socket = connectTo(server);
          socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n`);
          const first = readHead(socket);
          if (path === '/read') socket.write('body');
          const [status, end] = path === '/read' ? [readHead(socket), socket.readExactly(4)] : ['', socket.read()];
          socket.close();
          return [first.split('\r\n')[0], first.includes('close'), status.split('\r\n')[0], end?.toString()];
        }),
      );
    });
    expect(log).toEqual([
      ['HTTP/1.1 100 Continue', false, 'HTTP/1.1 200 OK', 'body'],
      ['HTTP/1.1 403 Forbidden', true, '', undefined],
    ]);
  });
});
