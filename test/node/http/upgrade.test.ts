import { Event, run, sleep, spawn, wait } from 'greenlets';
import { WebSocket, WebSocketServer } from 'ws';
import {
  HttpError,
  reply,
  type HttpServer,
  type HttpServerOptions,
  type UpgradeHandler,
} from '../../../runtime/node/http/index.ts';
import { connect, Socket } from '../../../runtime/node/net/index.ts';
import { once } from '../../../runtime/node/events/index.ts';
import { createCertificate, turnLoop } from '../net/support.ts';
import { connectTo, readAll, readHead, reported, withHttpServer } from './support.ts';

type Stream = Parameters<UpgradeHandler>[1];

const ASK = 'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';

function upgraded(
  upgrade: UpgradeHandler,
  client: (server: HttpServer) => unknown,
  options: HttpServerOptions = {},
): unknown {
  'use greenlet';
  return withHttpServer(
    () => 'plain',
    (_url, server) => client(server),
    { upgrade, ...options },
  );
}

/** All that a client gets that asks for another protocol. */
function ask(upgrade: UpgradeHandler, options: HttpServerOptions = {}): Promise<unknown> {
  return run(() => {
    'use greenlet';
    const client = (server: HttpServer): string => {
      const socket = connectTo(server);
      socket.write(ASK);
      return readAll(socket);
    };
    return upgraded(upgrade, client, options);
  });
}

/** The first line and the last one: the status, and the body. */
function answerOf(text: unknown): (string | undefined)[] {
  const lines = String(text).split('\r\n');
  return [lines[0], lines.at(-1)];
}

describe('A request for another protocol', () => {
  it('is handled like any other without a hook', async () => {
    const text = await run(() => {
      'use greenlet';
      return withHttpServer(
        () => 'plain',
        (_url, server) => {
          const socket = connectTo(server);
          socket.write(ASK);
          readHead(socket);
          const text = String(socket.readExactly(5));
          socket.close();
          return text;
        },
      );
    });
    expect(text).toBe('plain');
  });

  it('hands the connection to the hook, with what has come already', async () => {
    const echo: UpgradeHandler = ({ path }, stream, head) => {
      'use greenlet';
      stream.write(SWITCHING);
      if (head.length > 0) stream.unshift(head);
      const socket = new Socket(stream);
      for (let line = socket.readLine(); line !== null; line = socket.readLine()) socket.write(`${path} ${line}\n`);
      socket.close();
    };
    const lines = await run(() => {
      'use greenlet';
      return upgraded(echo, (server) => {
        const socket = connectTo(server);
        socket.write(`${ASK}first\n`);
        readHead(socket);
        const lines = [socket.readLine()];
        socket.write('second\n');
        lines.push(socket.readLine());
        socket.close();
        return lines;
      });
    });
    expect(lines).toEqual(['/chat first', '/chat second']);
  });

  it.each([
    [new HttpError(401), 'HTTP/1.1 401 Unauthorized', []],
    [new Error('secret'), 'HTTP/1.1 500 Internal Server Error', [new Error('secret')]],
  ])('is answered by the error of the hook: %s', async (error, status, expected) => {
    const { errors, restore } = reported();
    const fail: UpgradeHandler = () => {
      throw error;
    };
    const text = await run(() => {
      'use greenlet';
      return upgraded(fail, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        return readAll(socket);
      });
    });
    restore();
    expect(String(text).split('\r\n')[0]).toBe(status);
    expect(errors).toEqual(expected);
  });

  it.each([
    [new HttpError(401, 'who are you?'), ['HTTP/1.1 401 Unauthorized', 'who are you?']],
    [new HttpError(502, 'secret'), ['HTTP/1.1 502 Bad Gateway', 'Bad Gateway']],
    [new SyntaxError('secret'), ['HTTP/1.1 500 Internal Server Error', 'Internal Server Error']],
  ])('is told what it may know of the error of the hook: %s', async (error, expected) => {
    const { restore } = reported();
    const text = await ask(() => {
      throw error;
    });
    restore();
    expect(answerOf(text)).toEqual(expected);
  });

  it('is told what has become of the promise of the hook', async () => {
    const { errors, restore } = reported();
    const text = await ask(() => Promise.reject(new HttpError(403, 'later')));
    restore();
    expect(answerOf(text)).toEqual(['HTTP/1.1 403 Forbidden', 'later']);
    expect(errors).toEqual([]);
  });

  it('is answered by the handler of errors, which may block', async () => {
    const { errors, restore } = reported();
    const fail: UpgradeHandler = () => {
      throw new Error('secret');
    };
    const onError = (error: unknown, { path }: { path: string }): unknown => {
      'use greenlet';
      sleep(0);
      return reply({ path, is: (error as Error).message }, { status: 409, headers: { 'x-name': 'value' } });
    };
    const text = await ask(fail, { onError });
    restore();
    expect(answerOf(text)).toEqual(['HTTP/1.1 409 Conflict', '{"path":"/chat","is":"secret"}']);
    expect(text).toMatch(/^x-name: value\r$/m);
    expect(text).toMatch(/^connection: close\r$/im);
    expect(errors).toEqual([]);
  });

  it('gets an answer of the handler of errors that is long, and comes in chunks', async () => {
    const fail: UpgradeHandler = () => {
      throw new Error('secret');
    };
    function* chunks(): Generator<string> {
      'use greenlet';
      for (let i = 0; i < 8; i++) {
        turnLoop();
        yield 'z'.repeat(500_000);
      }
    }
    const text = await ask(fail, { onError: () => reply(chunks(), { status: 500 }) });
    expect(String(text).split('z').length).toBe(4_000_001);
    expect(String(text).endsWith('\r\n0\r\n\r\n')).toBe(true);
  });

  it.each<[string, () => void, unknown[]]>([
    [
      'throws',
      () => {
        throw new HttpError(401, 'late');
      },
      [new HttpError(401, 'late')],
    ],
    [
      'throws later',
      () => {
        'use greenlet';
        sleep(0);
        throw new Error('late');
      },
      [new Error('late')],
    ],
  ])('gets no second answer if the hook has switched the protocol, and %s', async (_what, fail, expected) => {
    const { errors, restore } = reported();
    const asked: unknown[] = [];
    const text = await ask(
      (_request, stream) => {
        'use greenlet';
        stream.write(SWITCHING);
        stream.write('data');
        return fail();
      },
      { onError: (error) => void asked.push(error) },
    );
    restore();
    expect(text).toBe(`${SWITCHING}data`);
    expect([errors, asked]).toEqual([expected, []]);
  });

  it('gets no second answer over a connection with a certificate either', async () => {
    const { errors, restore } = reported();
    const fail: UpgradeHandler = (_request, stream) => {
      stream.write(SWITCHING);
      throw new Error('late');
    };
    const texts = await run(() => {
      'use greenlet';
      const { key, cert } = createCertificate();
      const client = (server: HttpServer): string => {
        const socket = connect({ port: server.port ?? 0, host: 'localhost', tls: { ca: cert } });
        socket.write(ASK);
        return readAll(socket);
      };
      const refuse: UpgradeHandler = () => {
        throw new HttpError(401, 'no');
      };
      const options = { tls: { key, cert }, listen: { port: 0, host: 'localhost' } };
      return [upgraded(fail, client, options), answerOf(upgraded(refuse, client, options))];
    });
    restore();
    expect(texts).toEqual([SWITCHING, ['HTTP/1.1 401 Unauthorized', 'no']]);
    expect(errors).toEqual([new Error('late')]);
  });

  it('is given up if the hook takes too long', async () => {
    const log: string[] = [];
    const hang: UpgradeHandler = () => {
      'use greenlet';
      try {
        wait(new Promise(() => {}));
      } finally {
        log.push('cleaned up');
      }
    };
    const text = await ask(hang, { timeout: 20 });
    expect(answerOf(text)).toEqual(['HTTP/1.1 503 Service Unavailable', 'Service Unavailable']);
    expect(log).toEqual(['cleaned up']);
  });

  it('is given up if the handler of errors takes too long', async () => {
    const { errors, restore } = reported();
    const fail: UpgradeHandler = () => {
      throw new Error('first');
    };
    const onError = (): unknown => {
      'use greenlet';
      return wait(new Promise(() => {}));
    };
    const text = await ask(fail, { timeout: 20, onError });
    restore();
    expect(answerOf(text)[0]).toBe('HTTP/1.1 503 Service Unavailable');
    expect(errors).toEqual([new Error('first')]);
  });

  it('has all the time there is once the hook has switched the protocol', async () => {
    const text = await ask(
      (_request, stream) => {
        'use greenlet';
        stream.write(SWITCHING);
        sleep(60);
        stream.end('data');
      },
      { timeout: 20 },
    );
    expect(text).toBe(`${SWITCHING}data`);
  });

  it.each(['destroy', 'close'] as const)('interrupts the hook if its client leaves: %s', async (how) => {
    const { errors, restore } = reported();
    const log = await run(() => {
      'use greenlet';
      const [begun, ended] = [new Event(), new Event()];
      const log: unknown[] = [];
      const hang: UpgradeHandler = ({ signal }, stream) => {
        'use greenlet';
        begun.set();
        try {
          wait(new Promise(() => {}));
        } finally {
          sleep(0);
          log.push(signal.aborted);
          stream.on('close', () => ended.set());
        }
      };
      return upgraded(hang, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        begun.wait();
        socket[how]();
        ended.wait();
        return [...log, server.size];
      });
    });
    restore();
    expect(log).toEqual([true, 0]);
    expect(errors).toEqual([]);
  });

  it('tells the hook of the end like any other connection once the protocol has been switched', async () => {
    const log = await run(() => {
      'use greenlet';
      const [ended, log] = [new Event(), [] as unknown[]];
      const read: UpgradeHandler = ({ signal }, stream) => {
        'use greenlet';
        stream.write(SWITCHING);
        const socket = new Socket(stream);
        log.push(socket.readLine());
        socket.close();
        turnLoop();
        log.push(signal.aborted);
        ended.set();
      };
      return upgraded(read, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        readHead(socket);
        socket.close();
        ended.wait();
        return log;
      });
    });
    expect(log).toEqual([null, false]);
  });

  it('may become a WebSocket', async () => {
    const answer = await run(() => {
      'use greenlet';
      const sockets = new WebSocketServer({ noServer: true });
      const upgrade: UpgradeHandler = (request, stream, head) =>
        sockets.handleUpgrade(request.raw, stream, head, (socket) => {
          socket.on('message', (data) => socket.send(`${(data as Buffer).toString()}!`));
        });
      return upgraded(upgrade, (server) => {
        const socket = new WebSocket(`ws://127.0.0.1:${String(server.port)}/chat`);
        once(socket, 'open');
        socket.send('hello');
        const [data] = once<[Buffer]>(socket, 'message');
        socket.close();
        once(socket, 'close');
        return String(data);
      });
    });
    expect(answer).toBe('hello!');
  });

  it('is over when the server stops', async () => {
    const log = await run(() => {
      'use greenlet';
      const log: string[] = [];
      const hold: UpgradeHandler = () => {
        'use greenlet';
        try {
          wait(new Promise(() => {}));
        } finally {
          log.push('cleaned up');
        }
      };
      const text = upgraded(hold, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        while (server.size === 0) wait(new Promise(setImmediate));
        server.stop(0);
        return readAll(socket).split('\r\n')[0];
      });
      return [...log, text];
    });
    expect(log).toEqual(['cleaned up', 'HTTP/1.1 503 Service Unavailable']);
  });

  it('gets no answer into another protocol when the server stops', async () => {
    const text = await run(() => {
      'use greenlet';
      const hold: UpgradeHandler = (_request, stream) => {
        'use greenlet';
        stream.write(SWITCHING);
        wait(new Promise(() => {}));
      };
      return upgraded(hold, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        const head = readHead(socket);
        server.stop(0);
        return [head, readAll(socket)];
      });
    });
    expect(text).toEqual([SWITCHING, '']);
  });
});

describe('A connection that the hook has handed over', () => {
  /** What the client gets when the server stops, and the owner of the connection does `close`; after the size of the server. */
  function stopped(close: (stream: Stream) => void, timeout: number | null): Promise<unknown> {
    return run(() => {
      'use greenlet';
      const streams: Stream[] = [];
      const handOver: UpgradeHandler = (_request, stream) => {
        stream.write(SWITCHING);
        streams.push(stream);
      };
      return upgraded(handOver, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        readHead(socket);
        const size = server.size;
        const stopping = spawn(() => server.stop(timeout));
        sleep(0);
        for (const stream of streams) close(stream);
        const text = readAll(socket);
        socket.close();
        stopping.join();
        return [size, text];
      });
    });
  }

  it('may be closed by its new owner while the server stops', async () => {
    expect(await stopped((stream) => stream.end('farewell'), null)).toEqual([0, 'farewell']);
  });

  it('is closed by the server when the time to stop is over', async () => {
    expect(await stopped(() => {}, 20)).toEqual([0, '']);
  });
});
