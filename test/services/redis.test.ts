import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import * as redis from 'redis';
import { run, sleep, spawn, SwitchError, wait, withTimeout } from 'greenlets';
import { green } from 'greenlets/adapters/redis';
import { describeWith } from './support/servers.ts';
import { countDescriptors, eventually, soak } from './support/soak.ts';

/** What TypeScript does not see of the commands that are collected. */
interface Multi {
  set(key: string, value: string): Multi;
  get(key: string): Multi;
  exec(): unknown[];
}

describeWith('REDIS', 'greenlets/adapters/redis', (url) => {
  const { createClient, createClientPool } = green(redis);
  type GreenPool = ReturnType<typeof createClientPool>;
  const key = `greenlets:redis:${String(process.pid)}`;
  const outside = redis.createClient({ url });

  beforeAll(async () => {
    await outside.connect();
  });
  afterAll(async () => {
    await outside.del(key);
    await outside.close();
  });

  it('sends commands without await, typed', async () => {
    await run(() => {
      'use greenlet';
      const client = createClient({ url });
      client.connect();
      client.set(key, '1');
      expect([client.get(key), client.incr(key), client.del(key)]).toEqual(['1', 2, 1]);
      const transaction = client.multi() as Multi;
      expect(transaction.set(key, 'a').get(key).exec()).toEqual(['OK', 'a']);
      for (const keys of client.scanIterator({ MATCH: 'greenlets:nobody' })) expect(keys).toEqual([]);
      client.close();
    });
  });

  it('throws the errors of the server, and is refused outside greenlets', async () => {
    const client = createClient({ url });
    expect(() => client.connect()).toThrow(SwitchError);
    const failing = run(() => {
      'use greenlet';
      client.connect();
      client.set(key, 'a');
      client.incr(key);
    });
    await expect(failing).rejects.toThrow('not an integer');
    client.async.destroy();
  });

  it('is closed if it is killed while it connects to a server that never answers', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => {
      sockets.add(socket);
      // It reads, or it would not hear of the end.
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      socket.resume();
    }).listen(0);
    const { port } = silent.address() as AddressInfo;
    const client = createClient({ url: `redis://127.0.0.1:${String(port)}` });
    const onceConnected = once(silent, 'connection');
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => client.connect());
      wait(onceConnected);
      greenlet.kill();
    });
    await eventually(() => sockets.size === 0 && !client.async.isOpen);
    silent.close();
  });

  it('hears messages in greenlets', async () => {
    await run(() => {
      'use greenlet';
      const heard: unknown[] = [];
      const client = createClient({ url });
      client.connect();
      const subscriber = client.duplicate();
      subscriber.connect();
      subscriber.subscribe(key, (text) => {
        'use greenlet';
        client.set(key, text);
        heard.push(client.get(key));
      });
      client.publish(key, 'hello');
      while (heard.length === 0) sleep(1);
      expect(heard).toEqual(['hello']);
      subscriber.close();
      client.close();
    });
  });

  it('takes nothing more when a blocking command is given up', async () => {
    await outside.del(key);
    await run(() => {
      'use greenlet';
      const client = createClient({ url });
      client.connect();
      expect(withTimeout(30, () => client.blPop(key, 0), { timeoutValue: 'late' })).toBe('late');
      expect(client.isOpen).toBe(false);
    });
    expect(await outside.rPush(key, 'item')).toBe(1);
    expect(await outside.lPop(key)).toBe('item');
  });

  it('takes nothing more when a blocking command is given up that was sent by sendCommand', async () => {
    await outside.del(key);
    await run(() => {
      'use greenlet';
      const client = createClient({ url });
      client.connect();
      const send = (): unknown => client.sendCommand(['blpop', key, '0']);
      expect(withTimeout(30, send, { timeoutValue: 'late' })).toBe('late');
      expect(client.isOpen).toBe(false);
      client.connect();
      expect(client.ping()).toBe('PONG');
      client.close();
    });
    expect(await outside.rPush(key, 'item')).toBe(1);
    expect(await outside.lPop(key)).toBe('item');
  });

  it.each<[string, (pool: GreenPool) => unknown]>([
    [
      'blPop',
      (pool) => {
        'use greenlet';
        return pool.blPop(key, 0);
      },
    ],
    [
      'sendCommand',
      (pool) => {
        'use greenlet';
        return pool.sendCommand(['BLPOP', key, '0']);
      },
    ],
  ])('opens the client of a pool again whose %s is given up, and leaves the others alone', async (_name, send) => {
    const other = `${key}:other`;
    await outside.del([key, other]);
    await run(() => {
      'use greenlet';
      const pool = createClientPool({ url }, { minimum: 1, maximum: 2 });
      pool.connect();
      const waiting = spawn(() => pool.blPop(other, 0));
      for (let round = 0; round < 3; round++)
        expect(withTimeout(30, () => send(pool), { timeoutValue: 'late' })).toBe('late');
      expect(pool.ping()).toBe('PONG');
      expect(pool.totalClients).toBe(2);
      pool.rPush(other, 'item');
      expect(waiting.get()).toEqual({ key: other, element: 'item' });
      expect(pool.rPush(key, 'item')).toBe(1);
      expect(pool.blPop(key, 1)).toEqual({ key, element: 'item' });
      pool.close();
    });
  });

  it('does not send a command to a pool that is given up while it waits for a client', async () => {
    await outside.del(key);
    await run(() => {
      'use greenlet';
      const pool = createClientPool({ url }, { minimum: 1, maximum: 1 });
      pool.connect();
      const first = spawn(() => pool.blPop(key, 0));
      const second = spawn(() => pool.blPop(key, 0));
      sleep(0);
      second.kill();
      wait(outside.rPush(key, ['a', 'b']));
      expect(first.get()).toEqual({ key, element: 'a' });
      expect(pool.lPop(key)).toBe('b');
      pool.close();
    });
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    await outside.del(key);
    const clients = async (): Promise<number> =>
      Number(/connected_clients:(\d+)/.exec(await outside.info('clients'))?.[1]);
    const [before, descriptors] = [await clients(), countDescriptors()];
    await soak(60, 20, (round) => {
      'use greenlet';
      const own = createClient({ url });
      own.connect();
      try {
        if (round % 2 === 0) own.blPop(key, 0);
        else for (;;) own.get(key);
      } finally {
        if (own.isOpen) own.destroy();
      }
    });
    await eventually(async () => (await clients()) <= before);
    expect(countDescriptors()).toBeLessThanOrEqual(descriptors);
    expect(await outside.rPush(key, 'left')).toBe(1);
  });
});
