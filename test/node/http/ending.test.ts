import { Event, isCancellation, run, sleep, spawn, Timeout, wait, withTimeout } from 'greenlets';
import { fetch } from 'greenlets/web/fetch';
import {
  HttpError,
  HttpServer,
  reply,
  type HttpRequest,
  type HttpServerOptions,
} from '../../../runtime/node/http/index.ts';
import { createCertificate, turnLoop } from '../net/support.ts';
import { connect } from '../../../runtime/node/net/index.ts';
import { connectTo, readAll, readHead, reported, withHttpServer } from './support.ts';

/** What a handler logs, and when it began and ended. */
class Log {
  readonly lines: string[] = [];
  readonly begun = new Event();
  readonly ended = new Event();

  /** A handler that waits until it is interrupted. */
  readonly waitForever = ({ signal }: HttpRequest): unknown => {
    'use greenlet';
    this.begun.set();
    try {
      return wait(new Promise<string>(() => {}));
    } catch (error) {
      if (!isCancellation(error)) throw error;
      this.lines.push((error as Error).name);
      throw error;
    } finally {
      sleep(0);
      this.lines.push(`aborted: ${String(signal.aborted)}`);
      this.ended.set();
    }
  };
}

describe('A client that disconnects', () => {
  it.each(['destroy', 'close'] as const)('interrupts the handler: %s', async (how) => {
    const { errors, restore } = reported();
    const lines = await run(() => {
      'use greenlet';
      const log = new Log();
      return withHttpServer(log.waitForever, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        log.begun.wait();
        socket[how]();
        log.ended.wait();
        turnLoop();
        return [...log.lines, server.size];
      });
    });
    restore();
    expect(lines).toEqual(['AbortError', 'aborted: true', 0]);
    expect(errors).toEqual([]);
  });

  it('interrupts a handler that is an async function', async () => {
    const log = await run(() => {
      'use greenlet';
      const [begun, ended] = [new Event(), new Event()];
      const log: string[] = [];
      const handle = async (): Promise<string> => {
        begun.set();
        try {
          return await new Promise<string>(() => {});
        } finally {
          sleep(0);
          log.push('cleaned up');
          ended.set();
        }
      };
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        begun.wait();
        socket.destroy();
        ended.wait();
        turnLoop();
        return [...log, server.size];
      });
    });
    expect(log).toEqual(['cleaned up', 0]);
  });

  it('interrupts all handlers of its connection', async () => {
    const lines = await run(() => {
      'use greenlet';
      const log = new Log();
      return withHttpServer(log.waitForever, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n');
        while (server.size < 2) turnLoop();
        socket.destroy();
        while (server.size > 0) turnLoop();
        return log.lines;
      });
    });
    expect(lines).toEqual(['AbortError', 'AbortError', 'aborted: true', 'aborted: true']);
  });

  it('interrupts a handler that reads the body', async () => {
    const { errors, restore } = reported();
    const size = await run(() => {
      'use greenlet';
      const begun = new Event();
      const handle = (request: HttpRequest): string => {
        begun.set();
        return request.text();
      };
      return withHttpServer(handle, (_url, server) => {
        const socket = connectTo(server);
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nfirst');
        begun.wait();
        socket.destroy();
        while (server.size > 0) turnLoop();
        return server.size;
      });
    });
    restore();
    expect([size, errors]).toEqual([0, []]);
  });

  it('does not begin to be handled when it has waited for room', async () => {
    const log = await run(() => {
      'use greenlet';
      const go = new Event();
      const log: string[] = [];
      const handle = ({ path }: HttpRequest): string => {
        log.push(path);
        go.wait();
        return path;
      };
      const client = (_url: string, server: HttpServer): void => {
        const [first, second, third] = [connectTo(server), connectTo(server), connectTo(server)];
        first.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\n');
        while (server.size < 1) turnLoop();
        second.write('GET /2 HTTP/1.1\r\nHost: a\r\n\r\n');
        while (server.size < 2) turnLoop();
        third.write('GET /3 HTTP/1.0\r\nHost: a\r\n\r\n');
        while (server.size < 3) turnLoop();
        second.destroy();
        while (server.size > 2) turnLoop();
        go.set();
        readAll(third);
        first.close();
      };
      withHttpServer(handle, client, { maxConnections: 1 });
      return log;
    });
    expect(log).toEqual(['/1', '/3']);
  });
});

describe('A request that takes too long', () => {
  it.each([
    ['has not been answered', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/1.1 503 Service Unavailable'],
    ['has not come', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n', 'HTTP/1.1 408 Request Timeout'],
  ])('is given up if it %s', async (_what, text, status) => {
    const answer = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): string => {
        request.text();
        return wait(new Promise<string>(() => {}));
      };
      const client = (_url: string, server: HttpServer): string => {
        const socket = connectTo(server);
        socket.write(text);
        const head = readHead(socket);
        socket.close();
        return head;
      };
      return withHttpServer(handle, client, { timeout: 20 });
    });
    expect(answer.split('\r\n')[0]).toBe(status);
  });

  it('is given up if the handler of errors does not answer, and the error is reported', async () => {
    const { errors, restore } = reported();
    const answer = await run(() => {
      'use greenlet';
      const handle = (): never => {
        throw new Error('first');
      };
      const onError = (): unknown => {
        'use greenlet';
        return wait(new Promise(() => {}));
      };
      return withHttpServer(handle, (url) => fetch(url).status, { timeout: 20, onError });
    });
    restore();
    expect([answer, errors]).toEqual([503, [new Error('first')]]);
  });

  it('is given up if the answer of the handler of errors does not come to its end', async () => {
    const { errors, restore } = reported();
    const text = await run(() => {
      'use greenlet';
      const handle = (): never => {
        throw new Error('first');
      };
      function* chunks(): Generator<string> {
        yield 'first';
        wait(new Promise(() => {}));
      }
      const client = (_url: string, server: HttpServer): string => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        readHead(socket);
        return readAll(socket);
      };
      return withHttpServer(handle, client, { timeout: 20, onError: () => reply(chunks(), { status: 500 }) });
    });
    restore();
    expect([text, errors]).toEqual(['5\r\nfirst\r\n', [new Error('first')]]);
  });

  it('may be answered by the handler that has caught the timeout, and by the handler of errors', async () => {
    const answer = await run(() => {
      'use greenlet';
      const handle = (): unknown => {
        try {
          return wait(new Promise(() => {}));
        } catch (error) {
          if (error instanceof Timeout) throw new HttpError(504, 'too slow');
          throw error;
        }
      };
      const onError = (error: unknown): unknown => reply((error as Error).message, { status: 504 });
      const client = (url: string): unknown => {
        const response = fetch(url);
        return [response.status, response.text()];
      };
      return withHttpServer(handle, client, { timeout: 20, onError });
    });
    expect(answer).toEqual([504, 'too slow']);
  });

  it.each<[string, string, HttpServerOptions, string]>([
    ['408 if its head does not come', 'GET / HT', { headersTimeout: 20 }, 'HTTP/1.1 408 Request Timeout'],
    [
      '431 if its head is too large',
      `GET /${'x'.repeat(2000)} HTTP/1.1\r\n\r\n`,
      { maxHeaderSize: 1000 },
      'HTTP/1.1 431',
    ],
    ['400 if it is none', 'NONE\r\n\r\n', {}, 'HTTP/1.1 400 Bad Request'],
  ])('is answered with %s', async (_what, text, options, status) => {
    const answer = await run(() => {
      'use greenlet';
      const client = (_url: string, server: HttpServer): string => {
        const socket = connectTo(server);
        socket.write(text);
        return readAll(socket);
      };
      return withHttpServer(() => 'a', client, options);
    });
    expect(answer.startsWith(status)).toBe(true);
  });
});

describe('An HTTP server that is stopped', () => {
  it('answers the requests that have come, and closes the connections', async () => {
    const log = await run(() => {
      'use greenlet';
      const [begun, go] = [new Event(), new Event()];
      const handle = ({ path }: HttpRequest): string => {
        if (path === '/wait') {
          begun.set();
          go.wait();
        }
        return 'last';
      };
      return withHttpServer(handle, (_url, server) => {
        const [busy, idle, unused] = [connectTo(server), connectTo(server), connectTo(server)];
        idle.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        readHead(idle);
        idle.readExactly(4);
        busy.write('GET /wait HTTP/1.1\r\nHost: a\r\n\r\n');
        begun.wait();
        turnLoop();
        const stopping = spawn(() => server.stop(null));
        const log: unknown[] = [idle.read(), unused.read(), server.address, stopping.ready()];
        go.set();
        const text = readAll(busy);
        stopping.join();
        return [...log, /connection: close/i.test(text), text.slice(-4), server.size];
      });
    });
    expect(log).toEqual([null, null, null, false, true, 'last', 0]);
  });

  it('closes connections whose response had begun already', async () => {
    const text = await run(() => {
      'use greenlet';
      const [begun, go] = [new Event(), new Event()];
      function* chunks(): Generator<string> {
        yield 'first';
        begun.set();
        go.wait();
        yield 'last';
      }
      return withHttpServer(chunks, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        readHead(socket);
        begun.wait();
        const stopping = spawn(() => server.stop(null));
        sleep(0);
        go.set();
        const text = readAll(socket);
        stopping.join();
        return text;
      });
    });
    expect(text).toBe('5\r\nfirst\r\n4\r\nlast\r\n0\r\n\r\n');
  });

  it('kills handlers that take too long, which can clean up, and tells their clients', async () => {
    const [lines, text] = await run(() => {
      'use greenlet';
      const log = new Log();
      return withHttpServer(log.waitForever, (_url, server) => {
        const socket = connectTo(server);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        log.begun.wait();
        server.stop(1);
        return [log.lines, readAll(socket)];
      });
    });
    expect(lines).toEqual(['GreenletExit', 'aborted: true']);
    expect(text).toMatch(/^HTTP\/1.1 503 Service Unavailable\r\n/);
  });

  it('by a handler sends the answer of that handler, and ends', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = new HttpServer(
        () => {
          server.stop();
          return 'stopped';
        },
        { listen: { port: 0, host: '127.0.0.1' } },
      );
      const serving = spawn(() => server.serveForever());
      while (server.address === null) sleep(0);
      const log = [fetch(`http://127.0.0.1:${String(server.port)}`).text(), server.address];
      serving.join();
      return [...log, server.size];
    });
    expect(log).toEqual(['stopped', null, 0]);
  });

  it('goes on if the timeout is none', async () => {
    const log = await run(() => {
      'use greenlet';
      return withHttpServer(
        () => 'a',
        (url, server) => {
          try {
            server.stop('soon' as never);
            return [];
          } catch (error) {
            return [String(error), fetch(url).text()];
          }
        },
      );
    });
    expect(log).toEqual(['TypeError: expected a number of milliseconds, got `"soon"` (string)', 'a']);
  });

  it('can be started again', async () => {
    const texts = await run(() => {
      'use greenlet';
      return withHttpServer(
        () => 'a',
        (_url, server) =>
          [1, 2].map(() => {
            server.start();
            const text = fetch(`http://127.0.0.1:${String(server.port)}`).text();
            server.stop();
            return text;
          }),
      );
    });
    expect(texts).toEqual(['a', 'a']);
  });

  it('serves until then', async () => {
    const text = await run(() => {
      'use greenlet';
      const server = new HttpServer(() => 'a', { listen: { port: 0, host: '127.0.0.1' } });
      const serving = spawn(() => server.serveForever());
      while (server.address === null) sleep(0);
      const text = fetch(`http://127.0.0.1:${String(server.port)}`).text();
      serving.kill();
      return [text, server.address];
    });
    expect(text).toEqual(['a', null]);
  });

  it('does not wait for a handshake that never comes', async () => {
    await run(() => {
      'use greenlet';
      const client = (_url: string, server: HttpServer): void => {
        const socket = connectTo(server);
        turnLoop();
        withTimeout(5000, () => server.stop(0));
        socket.close();
      };
      withHttpServer(() => 'a', client, { tls: createCertificate() });
    });
  });
});

describe('An HTTP server with a certificate', () => {
  it('encrypts its connections', async () => {
    const text = await run(() => {
      'use greenlet';
      const { key, cert } = createCertificate();
      const client = (_url: string, server: HttpServer): string => {
        const socket = connect({ port: server.port ?? 0, host: 'localhost', tls: { ca: cert } });
        socket.write('GET / HTTP/1.0\r\nHost: localhost\r\n\r\n');
        return readAll(socket);
      };
      const options = { tls: { key, cert }, listen: { port: 0, host: 'localhost' } };
      return withHttpServer(({ encrypted, url }) => `${String(encrypted)} ${url}`, client, options);
    });
    expect(text.split('\r\n\r\n')[1]).toBe('true https://localhost/');
  });
});
