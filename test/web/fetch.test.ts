import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { killAll, run, Semaphore, sleep, spawn, SwitchError, withTimeout, type Greenlet } from 'greenlets';
import { fetch as blockingFetch, implemented, type CooperativeResponse } from '../../runtime/web/fetch.ts';
import { serve, type TestServer } from './support/server.ts';

let server: TestServer;
let handle: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  server = await serve((request, response) => handle(request, response));
});

afterAll(() => server.close());

beforeEach(() => {
  handle = (request, response) => response.end(`${request.method} ${request.url}`);
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Resolves with the next request; it is not answered unless the caller does. */
function nextRequest(): Promise<{ request: IncomingMessage; response: ServerResponse }> {
  return new Promise((resolve) => {
    handle = (request, response) => resolve({ request, response });
  });
}

async function kill(greenlet: Greenlet): Promise<void> {
  await run(() => {
    'use greenlet';
    greenlet.kill();
  });
}

describe('fetch in marked code', () => {
  it('returns the response', async () => {
    const page = await run(() => {
      'use greenlet';
      const response = blockingFetch(server.url);
      return { status: response.status, ok: response.ok, text: response.text() };
    });
    expect(page).toEqual({ status: 200, ok: true, text: 'GET /' });
  });

  it('is what the global fetch stands for there', async () => {
    const text = await run(() => {
      'use greenlet';
      const response = fetch(new URL('a', server.url)) as unknown as CooperativeResponse;
      return response.text();
    });
    expect(text).toBe('GET /a');
    expect(implemented).toEqual(['fetch']);
  });

  it('lets other greenlets run meanwhile', async () => {
    const log: string[] = [];
    function load(name: string): void {
      'use greenlet';
      log.push(`${name} asks`);
      log.push(blockingFetch(server.url + name).text());
    }
    await Promise.all([run(load, 'a'), run(load, 'b')]);
    expect(log.slice(0, 2)).toEqual(['a asks', 'b asks']);
    expect(log.slice(2).sort()).toEqual(['GET /a', 'GET /b']);
  });

  it('passes method, headers and body on', async () => {
    handle = (request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        response.setHeader('x-answer', '42');
        response.end(`${request.method} ${String(request.headers['x-question'])} ${body}`);
      });
    };
    const answer = await run(() => {
      'use greenlet';
      const response = blockingFetch(server.url, { method: 'POST', headers: { 'x-question': 'why' }, body: 'b' });
      return [response.headers.get('x-answer'), response.text()];
    });
    expect(answer).toEqual(['42', 'POST why b']);
  });

  it('takes a Request, and a Request for the options', async () => {
    const request = new Request(`${server.url}r`, { method: 'PUT', body: 'x' });
    const texts = await run(() => {
      'use greenlet';
      return [blockingFetch(request.clone()).text(), blockingFetch(`${server.url}s`, request).text()];
    });
    expect(texts).toEqual(['PUT /r', 'PUT /s']);
  });

  it('can be awaited in marked async functions', async () => {
    async function load(): Promise<string> {
      'use greenlet';
      const response = await fetch(server.url);
      return await response.text();
    }
    expect(await load()).toBe('GET /');
  });

  it('throws what the original rejects with', async () => {
    const init = { method: 'not a method' };
    const error = await run(() => {
      'use greenlet';
      return blockingFetch(server.url, init);
    }).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'TypeError', message: "'not a method' is not a valid HTTP method." });
  });

  it('throws a SwitchError outside greenlets, and asks nobody', () => {
    const original = jest.spyOn(globalThis, 'fetch');
    function load(): void {
      'use greenlet';
      blockingFetch(server.url);
    }
    expect(load).toThrow(SwitchError);
    expect(load).toThrow('fetch() would block, but no greenlet is running: start one with run() or spawn()');
    expect(original).not.toHaveBeenCalled();
  });

  it('leaves the global fetch as it is', async () => {
    const response = await fetch(server.url);
    const text = response.text();
    expect(typeof text.then).toBe('function');
    expect(await text).toBe('GET /');
  });

  it('calls the fetch of the moment, so that a test can replace it', async () => {
    jest.spyOn(globalThis, 'fetch').mockResolvedValue({ json: async () => ({ fake: true }) } as unknown as Response);
    const value = await run(() => {
      'use greenlet';
      return blockingFetch('anywhere').json() as unknown;
    });
    expect(value).toEqual({ fake: true });
  });
});

describe('the response', () => {
  function load(): CooperativeResponse {
    'use greenlet';
    return blockingFetch(server.url);
  }

  it('is a Response like any other', async () => {
    const response = await run(load);
    expect(response).toBeInstanceOf(Response);
    expect(Object.keys(response)).toEqual([]);
    expect(Object.prototype.toString.call(response)).toBe('[object Response]');
    expect(new Response(response.body, response as object).status).toBe(200);
  });

  it('blocks in every method that reads the body', async () => {
    handle = (_request, response) => {
      response.setHeader('content-type', 'application/x-www-form-urlencoded');
      response.end('7');
    };
    const bodies = await run(() => {
      'use greenlet';
      return {
        text: load().text(),
        json: load().json(),
        bytes: load().bytes(),
        arrayBuffer: load().arrayBuffer().byteLength,
        blob: load().blob().size,
        formData: load().formData().get('7'),
      };
    });
    expect(bodies).toEqual({ text: '7', json: 7, bytes: new Uint8Array([55]), arrayBuffer: 1, blob: 1, formData: '' });
  });

  it('throws what the reading rejects with', async () => {
    const failed = run(() => {
      'use greenlet';
      return load().json() as unknown;
    });
    await expect(failed).rejects.toMatchObject({ name: 'SyntaxError' });
  });

  it('has a clone that blocks as well', async () => {
    const texts = await run(() => {
      'use greenlet';
      const response = load();
      const clone = response.clone();
      return [response.text(), clone.text(), clone.bodyUsed];
    });
    expect(texts).toEqual(['GET /', 'GET /', true]);
  });

  it('gives promises to unmarked code, in a greenlet or not', async () => {
    async function unmarked(response: Response): Promise<string> {
      return (await response.text()).toLowerCase();
    }
    const promise = await run(() => {
      'use greenlet';
      return [unmarked(load() as object as Response)];
    });
    expect(await promise[0]).toBe('get /');
    expect(await unmarked((await run(load)) as object as Response)).toBe('get /');
  });

  it('refuses to block where marked code runs outside greenlets', async () => {
    const response = await run(load);
    function read(): string {
      'use greenlet';
      return response.text();
    }
    expect(read).toThrow('response.text() would block');
    expect(response.bodyUsed).toBe(false);
  });
});

function load(): CooperativeResponse {
  'use greenlet';
  return blockingFetch(server.url);
}

async function readPlainly(response: Response): Promise<string> {
  return response.text();
}

describe('ending a request early', () => {
  it('happens when the greenlet that waits for the response is killed', async () => {
    const asked = nextRequest();
    const greenlet = spawn(() => {
      'use greenlet';
      blockingFetch(server.url);
    });
    const { response } = await asked;
    const closed = once(response, 'close');
    await kill(greenlet);
    await closed;
    expect(response.writableFinished).toBe(false);
  });

  it('happens when the greenlet that waits for the body is killed', async () => {
    const asked = nextRequest();
    const greenlet = spawn(() => {
      'use greenlet';
      blockingFetch(server.url).text();
    });
    const { response } = await asked;
    response.write('half of');
    const closed = once(response, 'close');
    await kill(greenlet);
    await closed;
    expect(response.writableFinished).toBe(false);
  });

  it('does not happen to the body that a clone shares', async () => {
    const asked = nextRequest();
    let handOver: (clone: CooperativeResponse) => void;
    const handedOver = new Promise<CooperativeResponse>((resolve) => (handOver = resolve));
    const greenlet = spawn(() => {
      'use greenlet';
      const response = blockingFetch(server.url);
      handOver(response.clone());
      response.text();
    });
    const { response } = await asked;
    response.write('half of ');
    const clone = await handedOver;
    await kill(greenlet);
    response.end('it');
    const text = await run(() => {
      'use greenlet';
      return clone.text();
    });
    expect(text).toBe('half of it');
  });

  it('happens when greenlets are killed that have a response, but have not read its body', async () => {
    const responses: ServerResponse[] = [];
    const open = (): number => responses.filter(({ closed }) => !closed).length;
    handle = (_request, response) => {
      responses.push(response);
      response.write('half of');
    };
    const answered = await run(() => {
      'use greenlet';
      const answered = new Semaphore(0);
      const killed: Greenlet[] = [];
      for (let index = 0; index < 20; index++) {
        killed.push(
          spawn(() => {
            const response = blockingFetch(server.url);
            const clone = index % 2 === 0 ? null : response.clone();
            answered.release();
            sleep(60_000);
            return [response, clone];
          }),
        );
      }
      for (let index = 0; index < 20; index++) answered.acquire();
      const before = open();
      killAll(killed);
      return before;
    });
    expect(answered).toBe(20);
    await Promise.all(responses.filter(({ closed }) => !closed).map((response) => once(response, 'close')));
    expect(open()).toBe(0);
  });

  it('happens when both of a response and its clone are being read', async () => {
    const asked = nextRequest();
    const readers: Greenlet[] = [];
    const greenlet = spawn(() => {
      'use greenlet';
      const response = blockingFetch(server.url);
      const clone = response.clone();
      readers.push(spawn(() => clone.text()));
      response.text();
    });
    const { response } = await asked;
    response.write('half of');
    const closed = once(response, 'close');
    await run(() => {
      'use greenlet';
      while (readers.length === 0) sleep(1);
      sleep(0);
    });
    await kill(greenlet);
    expect(response.closed).toBe(false);
    await kill(readers[0] as Greenlet);
    await closed;
  });

  it('happens while the request is being redirected', async () => {
    let redirected: ServerResponse | undefined;
    const asked = new Promise<void>((resolve) => {
      handle = (request, response) => {
        if (request.url === '/') {
          response.writeHead(302, { location: '/elsewhere' }).end();
        } else {
          redirected = response;
          resolve();
        }
      };
    });
    const greenlet = spawn(() => {
      'use greenlet';
      blockingFetch(server.url);
    });
    await asked;
    const closed = once(redirected as ServerResponse, 'close');
    await kill(greenlet);
    await closed;
  });

  it('happens when the time for reading the body is over', async () => {
    const asked = nextRequest();
    const greenlet = spawn(() => {
      'use greenlet';
      const response = blockingFetch(server.url);
      return withTimeout(1, () => response.text(), { timeoutValue: 'late' });
    });
    const { response } = await asked;
    response.write('half of');
    const closed = once(response, 'close');
    expect(await greenlet).toBe('late');
    await closed;
  });

  it('does not happen when the greenlet returns the response', async () => {
    const response = await run(load);
    expect(await (response as object as Response).text()).toBe('GET /');
  });

  it('does not happen to a body that somebody else has begun to read', async () => {
    const asked = nextRequest();
    let text: Promise<string> | undefined;
    const greenlet = spawn(() => {
      'use greenlet';
      text = readPlainly(blockingFetch(server.url) as object as Response);
      sleep(60_000);
    });
    const { response } = await asked;
    response.write('half of ');
    await run(() => {
      'use greenlet';
      while (text === undefined) sleep(1);
    });
    await kill(greenlet);
    response.end('it');
    expect(await text).toBe('half of it');
  });

  it.each(['init', 'Request'])('happens when the signal of the %s fires', async (kind) => {
    const asked = nextRequest();
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = run(() => {
      'use greenlet';
      if (kind === 'init') blockingFetch(server.url, { signal });
      else blockingFetch(new Request(server.url, { signal }));
    });
    await asked;
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
