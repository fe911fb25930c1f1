import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as undici from 'undici';
import { run, sleep, spawn, SwitchError, withTimeout } from 'greenlets';
import { green } from 'greenlets/adapters/undici';

describe('greenlets/adapters/undici', () => {
  const { request, Pool, fetch } = green(undici);
  let server: Server;
  let origin: string;
  let aborted = 0;

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      response.on('close', () => {
        if (!response.writableFinished) aborted++;
      });
      if (incoming.url === '/never') return;
      response.write('{"path":');
      if (incoming.url !== '/half') response.end(`"${String(incoming.url)}"}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  beforeEach(() => {
    aborted = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('makes requests and reads bodies without await', async () => {
    await run(() => {
      'use greenlet';
      const { statusCode, body } = request(`${origin}/a`);
      expect([statusCode, body.json()]).toEqual([200, { path: '/a' }]);
      let text = '';
      for (const chunk of request(new URL('/b', origin)).body) text += String(chunk);
      expect(text).toBe('{"path":"/b"}');
      expect(fetch(`${origin}/c`).text()).toBe('{"path":"/c"}');
      const pool = new Pool(origin, { connections: 2 });
      expect(pool.request({ path: '/d', method: 'GET' }).body.text()).toBe('{"path":"/d"}');
      pool.close();
    });
    expect(() => request(origin)).toThrow(SwitchError);
  });

  it('aborts what is given up: requests, and the reading of bodies', async () => {
    const own = new AbortController();
    await run(() => {
      'use greenlet';
      const limit = <T>(call: () => T): T | string => withTimeout(20, call, { timeoutValue: 'late' });
      expect(limit(() => request(`${origin}/never`, { signal: own.signal }).statusCode)).toBe('late');
      expect(limit(() => request(`${origin}/half`).body.text())).toBe('late');
      expect(limit(() => fetch(`${origin}/never`).status)).toBe('late');
      while (aborted < 3) sleep(1);
      const greenlet = spawn(() => request(`${origin}/never`, { signal: own.signal }));
      sleep(5);
      own.abort(new Error('by hand'));
      let caught: unknown;
      try {
        greenlet.get();
      } catch (error) {
        caught = error;
      }
      expect(String(caught)).toContain('by hand');
      while (aborted < 4) sleep(1);
    });
  });

  it.each(['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const)(
    'aborts a fetch when its %s() is given up, by a timeout or a kill',
    async (method) => {
      await run(() => {
        'use greenlet';
        const response = fetch(`${origin}/half`);
        expect(withTimeout(1, () => response[method](), { timeoutValue: 'late' })).toBe('late');
        while (aborted < 1) sleep(1);
        const other = fetch(new undici.Request(`${origin}/half`));
        const reading = spawn(() => other[method]());
        sleep(0);
        reading.kill();
        while (aborted < 2) sleep(1);
      });
    },
  );

  it('lets the transfer of a body go on until its clones are given up, too', async () => {
    await run(() => {
      'use greenlet';
      const response = fetch(`${origin}/half`);
      const clone = response.clone();
      const readings = [response, clone, clone.clone()].map((each) => spawn(() => each.text()));
      sleep(0);
      readings[0]?.kill();
      readings[2]?.kill();
      expect(fetch(`${origin}/a`).text()).toBe('{"path":"/a"}');
      expect(aborted).toBe(0);
      readings[1]?.kill();
      while (aborted < 1) sleep(1);
    });
  });

  it('keeps the signal of a request that is fetched', async () => {
    const own = new AbortController();
    await run(() => {
      'use greenlet';
      const fetching = spawn(() => fetch(new undici.Request(`${origin}/never`, { signal: own.signal })));
      sleep(0);
      own.abort(new Error('by hand'));
      let caught: unknown;
      try {
        fetching.get();
      } catch (error) {
        caught = error;
      }
      expect(String(caught)).toContain('by hand');
    });
  });

  it('leaves no connection behind when greenlets are killed at random moments', async () => {
    const agent = new undici.Agent();
    await run(() => {
      'use greenlet';
      for (let round = 0; round < 40; round++) {
        const greenlet = spawn(() => {
          for (;;) request(`${origin}/${round % 2 === 0 ? 'a' : 'half'}`, { dispatcher: agent }).body.text();
        });
        sleep(round % 7);
        greenlet.kill();
      }
    });
    await agent.close();
  });
});
