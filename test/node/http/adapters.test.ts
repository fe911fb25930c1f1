import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import express, { type NextFunction, type Request as ExpressRequest, type Response as ExpressResponse } from 'express';
import fastify, { type FastifyRequest } from 'fastify';
import { Hono, type Context } from 'hono';
import Koa from 'koa';
import { Event, GreenletExit, kill, run, sleep, wait, getCurrent } from 'greenlets';
import { fetch, type CooperativeResponse } from 'greenlets/web/fetch';
import {
  expressHandler,
  fastifyHandler,
  fetchHandler,
  honoHandler,
  HttpError,
  koaHandler,
  reply,
  type HttpRequest,
} from '../../../runtime/node/http/index.ts';
import { once } from '../../../runtime/node/events/index.ts';
import { connect } from '../../../runtime/node/net/index.ts';
import { turnLoop } from '../net/support.ts';
import { withHttpServer } from './support.ts';

/** Answers by the path; in each framework. */
type Answer = (path: string) => unknown;

/** Frameworks whose handler is `answer`. An error is answered by its status and its message. */
const frameworks: Record<string, (answer: Answer) => Server | Promise<Server>> = {
  express: (answer) => {
    const app = express();
    app.use(
      expressHandler((request: ExpressRequest) => {
        'use greenlet';
        return answer(request.path);
      }),
    );
    app.use((error: HttpError, _request: ExpressRequest, response: ExpressResponse, next: NextFunction) => {
      if (response.headersSent) next(error);
      else response.status(error.status).send(error.message);
    });
    return createServer(app);
  },
  fastify: async (answer) => {
    const app = fastify({ forceCloseConnections: true });
    app.get(
      '/*',
      fastifyHandler((request: FastifyRequest) => {
        'use greenlet';
        return answer(request.url);
      }),
    );
    app.setErrorHandler((error: HttpError, _request, response) => response.code(error.status).send(error.message));
    await app.ready();
    return app.server;
  },
  koa: (answer) => {
    const app = new Koa();
    // Of connections that break in the middle of a body.
    app.on('error', () => {});
    app.use(async (context, next) => {
      try {
        await next();
      } catch (error) {
        context.status = (error as HttpError).status;
        context.body = (error as HttpError).message;
      }
    });
    app.use(
      koaHandler((context: Koa.Context) => {
        'use greenlet';
        return answer(context.path);
      }),
    );
    return createServer((request, response) => void app.callback()(request, response));
  },
  hono: (answer) => {
    const app = new Hono();
    app.get(
      '/*',
      honoHandler((context: Context) => {
        'use greenlet';
        return answer(context.req.path);
      }),
    );
    app.onError((error, context) => context.text(error.message, (error as HttpError).status as 500));
    return createServer((request, response) => void getRequestListener(app.fetch)(request, response));
  },
  'a runtime of fetch': (answer) => {
    const handle = fetchHandler((request) => {
      'use greenlet';
      return answer(new URL(request.url).pathname);
    });
    const guarded = (request: Request): Promise<Response> =>
      handle(request).catch((error: unknown) => {
        const { message, status } = error as HttpError;
        return new Response(message, { status });
      });
    return createServer((request, response) => void getRequestListener(guarded)(request, response));
  },
};

/** Runs `client` with the port of a framework whose handler is `answer`. */
function withFramework<T>(name: string, answer: Answer, client: (port: number) => T): Promise<T> {
  return run(() => {
    'use greenlet';
    const server = wait(Promise.resolve(frameworks[name]?.(answer))) as Server;
    server.listen(0, '127.0.0.1');
    once(server, 'listening');
    try {
      return client((server.address() as AddressInfo).port);
    } finally {
      server.close();
      server.closeAllConnections();
      once(server, 'close');
    }
  });
}

function* chunks(): Generator<string> {
  'use greenlet';
  for (const chunk of ['a', 'b', 'c']) {
    turnLoop();
    yield chunk;
  }
}

function values(path: string): unknown {
  'use greenlet';
  sleep(0);
  if (path === '/object') return { a: 1 };
  if (path === '/chunks') return chunks();
  if (path === '/reply')
    return reply(chunks(), { status: 201, headers: { 'x-name': 'value', 'set-cookie': ['a=1', 'b=2'] } });
  if (path === '/response') return new Response('response', { status: 202 });
  if (path === '/bytes') return reply(Buffer.from('bytes'));
  if (path === '/fail') throw new HttpError(418, 'tea');
  return 'text';
}

describe.each(Object.keys(frameworks))('A handler of a marked function for %s', (name) => {
  it.each<[string, unknown[]]>([
    ['/text', [200, 'text']],
    ['/object', [200, '{"a":1}']],
    ['/chunks', [200, 'abc']],
    ['/response', [202, 'response']],
    ['/bytes', [200, 'bytes']],
    ['/fail', [418, 'tea']],
  ])('may block, and return or throw: %s', async (path, expected) => {
    const answer = await withFramework(name, values, (port) => {
      'use greenlet';
      const response = fetch(`http://127.0.0.1:${String(port)}${path}`);
      return [response.status, response.text()];
    });
    expect(answer).toEqual(expected);
  });

  it('may return a status and headers with it', async () => {
    const answer = await withFramework(name, values, (port) => {
      'use greenlet';
      const response = fetch(`http://127.0.0.1:${String(port)}/reply`);
      return [response.status, response.headers.get('x-name'), response.headers.getSetCookie(), response.text()];
    });
    expect(answer).toEqual([201, 'value', ['a=1', 'b=2'], 'abc']);
  });

  it('is interrupted when the client disconnects', async () => {
    const [begun, ended] = [new Event(), new Event()];
    const log: string[] = [];
    const hang = (): unknown => {
      'use greenlet';
      begun.set();
      try {
        return wait(new Promise(() => {}));
      } finally {
        sleep(0);
        log.push('cleaned up');
        ended.set();
      }
    };
    await withFramework(name, hang, (port) => {
      'use greenlet';
      const socket = connect({ port, host: '127.0.0.1' });
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      begun.wait();
      socket.destroy();
      ended.wait();
      turnLoop();
    });
    expect(log).toEqual(['cleaned up']);
  });

  it('closes its iterable when the client disconnects', async () => {
    const closed = new Event();
    function* forever(): Generator<string> {
      'use greenlet';
      try {
        for (;;) {
          turnLoop();
          yield 'x'.repeat(100_000);
        }
      } finally {
        closed.set();
      }
    }
    await withFramework(name, forever, (port) => {
      'use greenlet';
      const socket = connect({ port, host: '127.0.0.1' });
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      socket.readUntil('\r\n\r\n');
      socket.destroy();
      closed.wait();
    });
    expect(closed.isSet()).toBe(true);
  });

  it('answers by status 503 if somebody kills it', async () => {
    const suicide = (): unknown => {
      'use greenlet';
      kill(getCurrent(), GreenletExit);
      sleep(0);
      return 'never';
    };
    const answer = await withFramework(name, suicide, (port) => {
      'use greenlet';
      const response = fetch(`http://127.0.0.1:${String(port)}/`);
      return [response.status, response.text()];
    });
    expect(answer).toEqual([503, 'Service Unavailable']);
  });

  it('refuses what is no function', () => {
    for (const adapt of [expressHandler, fastifyHandler, koaHandler, honoHandler, fetchHandler])
      expect(() => (adapt as (handle: unknown) => unknown)(1)).toThrow('expected a function, got `1` (number)');
  });
});

describe('A handler of a marked function', () => {
  it('may set the status and the type of what it returns', async () => {
    const answers: unknown[] = [];
    for (const value of ['<b>', ['<b>'].values(), reply('text', { status: 203 })]) {
      const app = express();
      app.use(
        expressHandler((_request: ExpressRequest, response: ExpressResponse) => {
          'use greenlet';
          response.status(202).type('html');
          return value;
        }),
      );
      answers.push(await askOnce(createServer(app), ({ status, headers }) => [status, headers.get('content-type')]));
    }
    const html = [202, 'text/html; charset=utf-8'];
    expect(answers).toEqual([html, html, [203, 'text/plain; charset=utf-8']]);
  });

  it('may send the response itself, and call what comes next', async () => {
    const app = express();
    app.use(
      expressHandler((_request: ExpressRequest, response: ExpressResponse, next) => {
        'use greenlet';
        sleep(0);
        response.setHeader('x-name', 'value');
        next();
      }),
      expressHandler((_request: ExpressRequest, response: ExpressResponse) => {
        'use greenlet';
        sleep(0);
        response.json({ a: 1 });
      }),
    );
    expect(await askOnce(createServer(app))).toEqual(['value', '{"a":1}']);
  });

  it('waits for the middlewares of Koa that follow', async () => {
    const app = new Koa();
    app.use(
      koaHandler((context: Koa.Context, next) => {
        'use greenlet';
        next();
        context.set('x-name', String(context.body));
      }),
    );
    app.use(
      koaHandler(() => {
        'use greenlet';
        sleep(0);
        return 'body';
      }),
    );
    const server = createServer((request, response) => void app.callback()(request, response));
    expect(await askOnce(server)).toEqual(['body', 'body']);
  });

  it('waits for the handlers of Hono that follow', async () => {
    const app = new Hono();
    app.use(
      honoHandler((context: Context, next) => {
        'use greenlet';
        next();
        context.header('x-name', 'value');
      }),
    );
    app.get('/', (context) => context.text('body'));
    const server = createServer((request, response) => void getRequestListener(app.fetch)(request, response));
    expect(await askOnce(server)).toEqual(['value', 'body']);
  });

  it('may be that of an app which takes requests of the platform', async () => {
    const app = new Hono();
    app.post('/echo', async (context) => context.text(`${await context.req.text()}!`, 201));
    const answer = await run(() => {
      'use greenlet';
      const handle = (request: HttpRequest): unknown => app.fetch(request.toRequest());
      return withHttpServer(handle, (url) => {
        const response = fetch(`${url}/echo`, { method: 'POST', body: 'body' });
        return [response.status, response.text()];
      });
    });
    expect(answer).toEqual([201, 'body!']);
  });

  it('reads the body of a request in blocking style', async () => {
    const handle = fetchHandler((request, suffix: string) => {
      'use greenlet';
      return `${request.text()}${suffix}`;
    });
    const request = new Request('http://a/', { method: 'POST', body: 'body' });
    expect(await (await handle(request, '!')).text()).toBe('body!');
  });
});

/** The header `x-name`, and the body. */
function askOnce(server: Server, read = bodyAndName): Promise<unknown[]> {
  return run(() => {
    'use greenlet';
    server.listen(0, '127.0.0.1');
    once(server, 'listening');
    const response = fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    const answer = read(response);
    server.close();
    server.closeAllConnections();
    return answer;
  });
}

function bodyAndName(response: CooperativeResponse): unknown[] {
  'use greenlet';
  return [response.headers.get('x-name'), response.text()];
}
