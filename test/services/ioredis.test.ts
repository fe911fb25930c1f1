import { createServer, type AddressInfo } from 'node:net';
import { Command, Redis } from 'ioredis';
import { run, sleep, spawn, SwitchError, Timeout, withTimeout } from 'greenlets';
import { green, type GreenRedis } from 'greenlets/adapters/ioredis';
import { describeWith } from './support/servers.ts';
import { countDescriptors, eventually, soak } from './support/soak.ts';

describeWith('REDIS', 'greenlets/adapters/ioredis', (address) => {
  const GreenClient = green(Redis);
  const key = `greenlets:ioredis:${String(process.pid)}`;
  const outside = new Redis(address);
  let redis: GreenRedis;

  beforeEach(() => {
    redis = new GreenClient(address);
  });
  afterEach(() => redis.disconnect());
  afterAll(async () => {
    await outside.del(key);
    await outside.quit();
  });

  it('sends commands without await, typed', async () => {
    await run(() => {
      'use greenlet';
      const set: 'OK' = redis.set(key, '1');
      const value: string | null = redis.get(key);
      expect([set, value, redis.incr(key), redis.del(key)]).toEqual(['OK', '1', 2, 1]);
      expect(redis.pipeline().set(key, 'a').get(key).exec()).toEqual([
        [null, 'OK'],
        [null, 'a'],
      ]);
      expect(redis.multi().get(key).del(key).exec()).toEqual([
        [null, 'a'],
        [null, 1],
      ]);
      for (const keys of redis.scanStream({ match: 'greenlets:nobody' })) expect(keys).toEqual([]);
    });
  });

  it('throws the errors of the server, and is refused outside greenlets', async () => {
    const failing = run(() => {
      'use greenlet';
      redis.set(key, 'a');
      redis.incr(key);
    });
    await expect(failing).rejects.toThrow('not an integer');
    expect(() => redis.get(key)).toThrow(SwitchError);
  });

  it('hears messages in greenlets', async () => {
    await run(() => {
      'use greenlet';
      const heard: unknown[] = [];
      const subscriber = new GreenClient(address);
      subscriber.on('message', (_channel: string, text: string) => {
        'use greenlet';
        redis.set(key, text);
        heard.push(redis.get(key));
      });
      subscriber.subscribe(key);
      redis.publish(key, 'hello');
      while (heard.length === 0) sleep(1);
      expect(heard).toEqual(['hello']);
      subscriber.disconnect();
    });
  });

  it('takes nothing more when a blocking command is given up, and connects again for the next one', async () => {
    await outside.del(key);
    await run(() => {
      'use greenlet';
      expect(withTimeout(30, () => redis.blpop(key, 0), { timeoutValue: 'late' })).toBe('late');
      sleep(20);
      expect(redis.rpush(key, 'item')).toBe(1);
      expect(redis.blpop(key, 1)).toEqual([key, 'item']);
    });
  });

  it.each<[string, (client: GreenRedis) => unknown]>([
    [
      'call',
      (client) => {
        'use greenlet';
        return client.call('BLPOP', key, 0);
      },
    ],
    [
      'callBuffer',
      (client) => {
        'use greenlet';
        return client.callBuffer('blpop', [key, 0]);
      },
    ],
    [
      'sendCommand',
      (client) => {
        'use greenlet';
        return client.sendCommand(new Command('BLPOP', [key, '0']));
      },
    ],
    [
      'a pipeline',
      (client) => {
        'use greenlet';
        return client.pipeline().ping().blpop(key, 0).ping().exec();
      },
    ],
    [
      'a pipeline of an array',
      (client) => {
        'use greenlet';
        return client.pipeline([['blpop', key, 0]]).exec();
      },
    ],
    [
      'blpop, seen in a pipeline first',
      (client) => {
        'use greenlet';
        return [client.pipeline().blpop(key, 0), client.blpop(key, 0)];
      },
    ],
  ])('takes nothing more when a blocking command is given up that was sent by %s', async (_by, send) => {
    await outside.del(key);
    await run(() => {
      'use greenlet';
      expect(withTimeout(30, () => send(redis), { timeoutValue: 'late' })).toBe('late');
      expect(redis.ping()).toBe('PONG');
      sleep(20);
      expect(redis.rpush(key, 'item')).toBe(1);
      expect(redis.lpop(key)).toBe('item');
    });
  });

  it('does not close the connection of a transaction that is given up', async () => {
    await run(() => {
      'use greenlet';
      const id = redis.client('ID');
      const greenlet = spawn(() => redis.multi().blpop(key, 0).exec());
      sleep(0);
      greenlet.kill();
      expect(redis.client('ID')).toBe(id);
    });
  });

  /** Kills the greenlet of a call as soon as its answer has come, before it goes on. */
  async function killedAtAnswer(
    client: Redis,
    name: 'blpop' | 'brpopBuffer' | 'blmpop' | 'bzpopmin' | 'bzmpop',
    args: unknown[],
  ): Promise<void> {
    const send = client[name].bind(client) as (...args: unknown[]) => Promise<unknown>;
    const view = green(client) as unknown as Record<string, (...args: unknown[]) => unknown>;
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => view[name]?.(...args));
      Object.assign(client, {
        [name]: (...given: unknown[]) => {
          const answer = send(...given);
          void answer.then(() => greenlet.kill(undefined, { block: false }));
          return answer;
        },
      });
      greenlet.join();
    });
    // What is sent now is answered after what was put back.
    await client.ping();
  }

  it.each(['', 'greenlets:'])(
    'puts items back that have come for a greenlet which is killed, with the prefix %j',
    async (keyPrefix) => {
      const client = new Redis(address, { keyPrefix });
      const [list, sorted] = [`${key}:list`, `${key}:sorted`];
      await client.rpush(list, 'a', 'b', 'c');
      await client.zadd(sorted, '1', 'one', '2', 'two');
      await killedAtAnswer(client, 'blpop', [list, 0]);
      await killedAtAnswer(client, 'brpopBuffer', [list, 0]);
      await killedAtAnswer(client, 'bzpopmin', [sorted, 0]);
      for (const end of ['LEFT', 'right']) await killedAtAnswer(client, 'blmpop', [0, 1, list, end, 'COUNT', 2]);
      await killedAtAnswer(client, 'bzmpop', [0, 1, [sorted], 'MAX', 'COUNT', 2]);
      expect(await client.lrange(list, 0, -1)).toEqual(['a', 'b', 'c']);
      expect(await client.zrange(sorted, 0, '-1', 'WITHSCORES')).toEqual(['one', '1', 'two', '2']);
      await client.del(list, sorted);
      client.disconnect();
    },
  );

  it('ignores an answer to a blocking command that comes when it has been given up', async () => {
    const server = createServer((socket) => {
      let answer = '';
      socket.on('data', (data) => {
        const commands = String(data).split(/^\*\d/m).slice(1);
        const waiting = commands.filter((command) => command.includes('blpop'));
        if (waiting.length > 0) answer = '*2\r\n$1\r\nk\r\n$1\r\nv\r\n';
        socket.write('+PONG\r\n'.repeat(commands.length - waiting.length));
      });
      // The answer crosses the end of the connection.
      socket.on('end', () => socket.end(answer));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = new GreenClient(port, '127.0.0.1', { enableReadyCheck: false, disableClientInfo: true });
    const errors: unknown[] = [];
    client.on('error', (error: unknown) => errors.push(error));
    await run(() => {
      'use greenlet';
      expect(client.ping()).toBe('PONG');
      expect(withTimeout(20, () => client.blpop('k', 0), { timeoutValue: 'late' })).toBe('late');
      expect(client.ping()).toBe('PONG');
    });
    expect(errors).toEqual([]);
    client.disconnect();
    server.close();
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    await outside.del(key);
    await run(() => {
      'use greenlet';
      redis.ping();
    });
    const clients = async (): Promise<number> =>
      Number(/connected_clients:(\d+)/.exec(await outside.info('clients'))?.[1]);
    const [before, descriptors] = [await clients(), countDescriptors()];
    await soak(60, 20, (round) => {
      'use greenlet';
      const own = new GreenClient(address);
      try {
        if (round % 2 === 0) own.blpop(key, 0);
        else for (;;) own.get(key);
      } finally {
        own.disconnect();
      }
    });
    await eventually(async () => (await clients()) <= before);
    expect(countDescriptors()).toBeLessThanOrEqual(descriptors);
    expect(await outside.rpush(key, 'left')).toBe(1);
    expect(await outside.lpop(key)).toBe('left');
  });

  it('is limited like anything else that blocks', async () => {
    const failing = run(() => {
      'use greenlet';
      withTimeout(20, () => redis.blpop(key, 0));
    });
    await expect(failing).rejects.toThrow(Timeout);
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => redis.ping());
      expect(greenlet.get()).toBe('PONG');
    });
  });
});
