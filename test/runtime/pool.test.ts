import { Full, Pool, PoolFull, sleep, spawn, Greenlet } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('Pool', () => {
  it('E91: spawn blocks the caller while the pool is full', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const pool = new Pool(2);
      const times: number[] = [];
      for (let i = 0; i < 4; i++) {
        pool.spawn(sleep, 10);
        times.push(host.now());
      }
      pool.join();
      return [...times, host.now()];
    });
    expect(await settle(host, main)).toEqual([0, 0, 10, 10, 20]);
  });

  it('E91: add throws PoolFull if it must not block, or when the time is over', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      pool.spawn(sleep, 100);
      const late = new Greenlet(() => 0);
      const errors = [errorOf(() => pool.add(late, { block: false })), errorOf(() => pool.add(late, { timeout: 10 }))];
      return [...errors, pool.has(late)];
    });
    expect(result).toEqual([expect.any(PoolFull), expect.any(PoolFull), false]);
    expect(result[0]).toBeInstanceOf(Full);
  });

  it('E92: says how full it is', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(2);
      const state = (): unknown[] => [pool.full(), pool.freeCount(), pool.size];
      const seen = [state()];
      pool.spawn(sleep, 10);
      seen.push(state());
      pool.spawn(sleep, 10);
      seen.push(state());
      pool.join();
      return [...seen, state()];
    });
    expect(seen).toEqual([
      [false, 2, 0],
      [false, 1, 1],
      [true, 0, 2],
      [false, 2, 0],
    ]);
  });

  it('E92: none fits into Pool(0), any number into Pool(); a negative size is refused', () => {
    expect(new Pool(0).full()).toBe(true);
    expect(new Pool().freeCount()).toBe(1);
    expect(new Pool(null).full()).toBe(false);
    expect(() => new Pool(-1)).toThrow('expected a whole number of at least 0 as `maxSize`, got `-1` (number)');
    expect(() => new Pool('2' as never)).toThrow(TypeError);
  });

  it('waitAvailable blocks until there is room', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const pool = new Pool(1);
      pool.spawn(sleep, 30);
      return [pool.waitAvailable(10), pool.waitAvailable(), host.now(), new Pool().waitAvailable()];
    });
    expect(await settle(host, main)).toEqual([false, true, 30, true]);
  });

  it('a member that is let go makes room, once', async () => {
    const free = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      const member = pool.spawn(sleep, 10);
      pool.discard(member);
      pool.discard(member);
      const free = [pool.freeCount()];
      member.join();
      return [...free, pool.freeCount()];
    });
    expect(free).toEqual([1, 1]);
  });

  it('a spawner that is killed while it waits has spawned nothing', async () => {
    const body = jest.fn();
    const free = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      pool.spawn(sleep, 10);
      const spawner = spawn(() => pool.spawn(body));
      sleep(0);
      spawner.kill();
      pool.join();
      return pool.freeCount();
    });
    expect(body).not.toHaveBeenCalled();
    expect(free).toBe(1);
  });

  it('E98: kill releases a spawner that is blocked; what it spawns does not run', async () => {
    const body = jest.fn();
    const result = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      pool.spawn(sleep, 1000);
      const spawner = spawn(() => pool.spawn(body));
      sleep(0);
      pool.kill();
      spawner.join();
      return [pool.size, pool.freeCount()];
    });
    expect(result).toEqual([0, 1]);
    expect(body).not.toHaveBeenCalled();
  });

  it('map keeps to the size', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      let running = 0;
      let most = 0;
      const task = (item: number): number => {
        most = Math.max(most, ++running);
        sleep(10);
        running--;
        return item;
      };
      return [new Pool(2).map(task, [1, 2, 3, 4, 5]), most, host.now()];
    });
    expect(await settle(host, main)).toEqual([[1, 2, 3, 4, 5], 2, 30]);
  });

  it('apply in a member does not wait for a place of its own', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      return pool.apply(() => pool.apply(() => 'inner'));
    });
    expect(result).toBe('inner');
  });

  it('E97: applyAsync on a full pool does not block', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      pool.spawn(sleep, 10);
      const greenlet = pool.applyAsync(() => 'later', []);
      return [greenlet.ready(), greenlet.get()];
    });
    expect(result).toEqual([false, 'later']);
  });

  it('join waits for all that applyAsync was given, also if there was no room', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const pool = new Pool(2);
      const log: number[] = [];
      for (let i = 0; i < 8; i++) pool.applyAsync(nap, [10, i], (result) => log.push(result));
      const full = [pool.size, pool.freeCount()];
      const inTime = pool.join(5);
      return [full, inTime, pool.join(), host.now(), log];
    });
    expect(await settle(host, main)).toEqual([[2, 0], false, true, 40, [0, 1, 2, 3, 4, 5, 6, 7]]);
  });

  function nap<T>(ms: number, result: T): T {
    'use greenlet';
    sleep(ms);
    return result;
  }

  it('kill reaches what applyAsync was given', async () => {
    const body = jest.fn();
    const ready = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      const greenlets = [pool.applyAsync(sleep, [1000]), pool.applyAsync(body), pool.applyAsync(body)];
      sleep(1);
      pool.kill();
      return greenlets.map((greenlet) => greenlet.ready());
    });
    expect(ready).toEqual([true, true, true]);
    expect(body).not.toHaveBeenCalled();
  });

  it('applyAsync needs no arguments, and refuses at once what it cannot use', () => {
    const pool = new Pool(1);
    const greenlet = pool.applyAsync(function named() {
      return 5;
    });
    expect(greenlet.name).toMatch(/^named-/);
    const waiting = pool.applyAsync(function waiting() {
      return 5;
    });
    expect(waiting.name).toMatch(/^waiting-/);
    expect(() => pool.applyAsync(42 as never)).toThrow('expected a function, got `42` (number)');
    expect(() => pool.applyAsync(() => 1, 'args' as never)).toThrow('expected an array, got `"args"` (string)');
    expect(() => pool.applyAsync(() => 1, [], 42 as never)).toThrow('expected a function, got `42` (number)');
    expect(() => pool.mapAsync(() => 1, 42 as never)).toThrow('expected an iterable, got `42` (number)');
    expect(() => pool.imap(undefined as never, [])).toThrow('expected a function, got `undefined`');
    expect(() => pool.imapUnordered(() => 1, null as never)).toThrow('expected an iterable, got `null`');
    expect(() => pool.add({} as never)).toThrow('expected a greenlet, got an instance of `Object` (object)');
  });

  it('a member that is added again takes no second place', async () => {
    const free = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(2);
      const greenlet = new Greenlet(() => 0);
      pool.add(greenlet);
      pool.start(greenlet);
      const free = [pool.freeCount()];
      pool.join();
      return [...free, pool.freeCount()];
    });
    expect(free).toEqual([1, 2]);
  });

  it('one that two add at a time takes one place', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(2);
      const blockers = [pool.spawn(sleep, 10), pool.spawn(sleep, 10)];
      const greenlet = new Greenlet(sleep, 100);
      const adders = [spawn(() => pool.add(greenlet)), spawn(() => pool.add(greenlet))];
      for (const each of [...adders, ...blockers]) each.join();
      return [pool.size, pool.freeCount()];
    });
    expect(seen).toEqual([1, 1]);
  });

  it('links of members have run when join returns', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(2);
      pool.spawn(() => 'value').linkValue((greenlet) => log.push(greenlet.value));
      pool.applyAsync(
        () => 'async',
        [],
        (value) => log.push(value),
      );
      pool.join();
      log.push('joined');
    });
    expect(log).toEqual(['value', 'async', 'joined']);
  });
});
