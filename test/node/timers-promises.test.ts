import timers, { setTimeout as pause } from 'node:timers/promises';
import { run, spawn, SwitchError } from 'greenlets';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';
import blocking, { implemented } from '../../runtime/node/timers-promises/index.ts';

/** How many timers of Node are pending; those of the hub do not count. */
function pendingTimers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

async function inGreenlet<T>(body: () => T): Promise<T> {
  return run(body);
}

describe('greenlets/node/timers-promises', () => {
  it('implements everything that the module exports', () => {
    expect([...implemented].sort()).toEqual(Object.keys(timers).sort());
    expect(Object.keys(blocking).sort()).toEqual(Object.keys(timers).sort());
  });

  it('blocks and returns the value of setTimeout and setImmediate', async () => {
    const values = await inGreenlet(() => {
      'use greenlet';
      return [blocking.setTimeout(1, 'a'), blocking.setImmediate('b'), blocking.setTimeout(0)];
    });
    expect(values).toEqual(['a', 'b', undefined]);
  });

  it('is what node:timers/promises stands for in marked code', async () => {
    const value = await inGreenlet(() => {
      'use greenlet';
      return [pause(1, 'a'), timers.setTimeout(1, 'b')];
    });
    expect(value).toEqual(['a', 'b']);
  });

  it('needs no further turn of the event loop when the time of the hub is over, for there has been one', async () => {
    let turns = 0;
    const { switchInterval } = hub;
    hub.useHost({ ...defaultHost, setImmediate: (callback) => (turns++, defaultHost.setImmediate(callback)) });
    hub.switchInterval = 0;
    const added = await inGreenlet(() => {
      'use greenlet';
      blocking.setTimeout(1);
      const before = turns;
      for (let i = 0; i < 3; i++) blocking.setTimeout(1);
      for (let i = 0; i < 3; i++) blocking.setImmediate();
      return turns - before;
    });
    hub.switchInterval = switchInterval;
    hub.useHost(defaultHost);
    expect(added).toBe(0);
  });

  it('lets other greenlets run meanwhile', async () => {
    const log: string[] = [];
    function step(name: string): void {
      'use greenlet';
      log.push(`${name} begins`);
      blocking.setTimeout(1);
      log.push(`${name} ends`);
    }
    await Promise.all([run(step, 'a'), run(step, 'b')]);
    expect(log).toEqual(['a begins', 'b begins', 'a ends', 'b ends']);
  });

  it('has a blocking scheduler', async () => {
    const order = await inGreenlet(() => {
      'use greenlet';
      const log: string[] = [];
      const other = spawn(() => log.push('other'));
      blocking.scheduler.yield();
      log.push('yielded');
      blocking.scheduler.wait(1);
      other.join();
      return log;
    });
    expect(order).toEqual(['other', 'yielded']);
  });

  it('can be awaited in marked async functions', async () => {
    async function twice(): Promise<string> {
      'use greenlet';
      return `${await pause(1, 'a')}${await pause(1, 'b')}`;
    }
    expect(await twice()).toBe('ab');
  });

  it('leaves unmarked functions with the promises', async () => {
    expect(await pause(1, 'promised')).toBe('promised');
  });

  it('throws a SwitchError outside greenlets, without a timer', () => {
    const before = pendingTimers();
    function sleepPlainly(): void {
      'use greenlet';
      blocking.setTimeout(100_000);
    }
    expect(sleepPlainly).toThrow(SwitchError);
    expect(sleepPlainly).toThrow('setTimeout() would block, but no greenlet is running');
    expect(pendingTimers()).toBe(before);
  });

  it('throws what the original rejects with', async () => {
    const error = await inGreenlet(() => {
      'use greenlet';
      return blocking.setTimeout('soon' as unknown as number);
    }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });

  it.each([null, { signal: null }, { signal: 'x' }, { ref: 'x' }])(
    'complains about the options %p',
    async (options) => {
      const error = await inGreenlet(() => {
        'use greenlet';
        return blocking.setTimeout(1, 'a', options as object);
      }).catch((error: unknown) => error);
      expect(error).toEqual(await timers.setTimeout(1, 'a', options as object).catch((error: unknown) => error));
      expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    },
  );

  it('throws an AbortError when the signal fires', async () => {
    const controller = new AbortController();
    const waiting = inGreenlet(() => {
      'use greenlet';
      setImmediate(() => controller.abort('enough'));
      blocking.setTimeout(100_000, null, { signal: controller.signal });
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
  });

  it('cancels the timer of a greenlet that is killed', async () => {
    const before = pendingTimers();
    const greenlet = spawn(() => {
      'use greenlet';
      blocking.setTimeout(100_000);
    });
    const during = await inGreenlet(() => {
      'use greenlet';
      blocking.setImmediate();
      const count = pendingTimers();
      greenlet.kill();
      return count;
    });
    expect(during).toBe(before + 1);
    expect(pendingTimers()).toBe(before);
  });
});

describe('setInterval in marked code', () => {
  it('is an iterable whose steps block', async () => {
    const ticks = await inGreenlet(() => {
      'use greenlet';
      const values: string[] = [];
      for (const value of blocking.setInterval(1, 'tick')) {
        values.push(value);
        if (values.length === 3) break;
      }
      return values;
    });
    expect(ticks).toEqual(['tick', 'tick', 'tick']);
  });

  it('ends when the loop is left', async () => {
    const before = pendingTimers();
    await inGreenlet(() => {
      'use greenlet';
      for (const value of blocking.setInterval(1, 'tick')) if (value === 'tick') break;
    });
    expect(pendingTimers()).toBe(before);
  });

  it('ends when its greenlet is killed', async () => {
    const before = pendingTimers();
    const greenlet = spawn(() => {
      'use greenlet';
      for (const value of blocking.setInterval(100_000, 'tick')) throw new Error(value);
    });
    const during = await inGreenlet(() => {
      'use greenlet';
      blocking.setImmediate();
      const count = pendingTimers();
      greenlet.kill();
      return count;
    });
    expect(during).toBe(before + 1);
    expect(pendingTimers()).toBe(before);
  });

  it('is done once it has been returned', async () => {
    const result = await inGreenlet(() => {
      'use greenlet';
      const ticks = blocking.setInterval(1, 'tick');
      return [ticks.next(), ticks.return(), ticks.next()];
    });
    expect(result).toEqual([
      { done: false, value: 'tick' },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('can be iterated asynchronously by unmarked code', async () => {
    const interval = blocking.setInterval(1, 'tick');
    const ticks: string[] = [];
    for await (const value of { [Symbol.asyncIterator]: () => interval[Symbol.asyncIterator]() }) {
      ticks.push(value);
      if (ticks.length === 2) break;
    }
    expect(ticks).toEqual(['tick', 'tick']);
  });
});
