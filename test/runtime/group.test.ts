import { getCurrent, Group, type Greenlet, GreenletExit, Pool, run, setErrorHandler, sleep, spawn } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

function fail(message: string, ms = 0): never {
  'use greenlet';
  sleep(ms);
  throw new RangeError(message);
}

describe('Group', () => {
  it('E92: knows its living members', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const group = new Group();
      const member = group.spawn(sleep, 10);
      const stranger = spawn(sleep, 10);
      const during = [group.size, group.has(member), group.has(stranger), [...group].length, group.full()];
      sleep(20);
      return [during, [group.size, group.has(member)], group.waitAvailable()];
    });
    expect(seen).toEqual([[1, true, false, 1, false], [0, false], true]);
  });

  it('takes in greenlets that exist, and lets them go', async () => {
    const sizes = await runVirtually(() => {
      'use greenlet';
      const a = spawn(sleep, 10);
      const group = new Group([a]);
      const b = spawn(sleep, 10);
      group.add(b);
      const sizes = [group.size];
      sizes.push(Number(group.discard(a)), Number(group.discard(a)), group.size);
      group.join();
      sizes.push(group.size);
      a.join();
      return sizes;
    });
    expect(sizes).toEqual([2, 1, 0, 1, 0]);
  });

  it('E98: join returns true when it is empty, false when the time is over', async () => {
    const joined = await runVirtually(() => {
      'use greenlet';
      const group = new Group();
      const joined = [group.join()];
      group.spawn(sleep, 50);
      joined.push(group.join(10), group.join());
      return joined;
    });
    expect(joined).toEqual([true, false, true]);
  });

  const ways: Record<string, Parameters<Group['join']>> = {
    'by name': [{ raiseError: true }],
    'as in gevent': [null, true],
  };
  it.each(Object.entries(ways))('E98: join can throw the error of a member: %s', async (_, args) => {
    const error = await runVirtually(() => {
      'use greenlet';
      const group = new Group();
      group.spawn(sleep, 50);
      group.spawn(fail, 'x');
      return errorOf(() => group.join(...args));
    });
    expect(error).toEqual(new RangeError('x'));
  });

  it('the errors of its members are reported like others', async () => {
    const report = jest.fn();
    const previous = setErrorHandler(report);
    const host = useVirtualHost();
    const group = new Group();
    const member = group.spawn(fail, 'x');
    await host.drain();
    setErrorHandler(previous);
    expect(report).toHaveBeenCalledWith(new RangeError('x'), member);
  });

  it('E98: kill raises the error once in each member, and waits until the group is empty', async () => {
    const log: string[] = [];
    function member(name: string): void {
      'use greenlet';
      try {
        sleep(1000);
      } catch (error) {
        if (error instanceof GreenletExit) log.push(`${name} killed`);
        sleep(10);
      }
    }
    await runVirtually(() => {
      'use greenlet';
      const group = new Group();
      group.spawn(member, 'a');
      group.spawn(member, 'b');
      sleep(0);
      group.kill();
      log.push(`left: ${String(group.size)}`);
    });
    expect(log).toEqual(['a killed', 'b killed', 'left: 0']);
  });

  it('kill returns when the time is over, and at once without block', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const group = new Group();
      group.spawn(() => {
        try {
          sleep(1000);
        } finally {
          sleep(100);
        }
      });
      sleep(0);
      group.kill(GreenletExit, { timeout: 10 });
      const other = new Group();
      const member = other.spawn(sleep, 1000);
      sleep(0);
      other.kill(RangeError, { block: false });
      return [host.now(), group.size, other.size, errorOf(() => member.get())];
    });
    expect(await settle(host, main)).toEqual([10, 1, 1, expect.any(RangeError)]);
  });

  it('killOne kills members only', async () => {
    const dead = await runVirtually(() => {
      'use greenlet';
      const group = new Group();
      const member = group.spawn(sleep, 1000);
      const stranger = spawn(sleep, 10);
      sleep(0);
      group.killOne(member);
      group.killOne(stranger);
      return [member.dead, stranger.dead];
    });
    expect(dead).toEqual([true, false]);
  });

  describe('map', () => {
    it('returns the results in the order of the items, all calls at the same time', async () => {
      const host = useVirtualHost();
      const main = spawn(() => {
        'use greenlet';
        const nap = (ms: number): number => {
          sleep(ms);
          return 2 * ms;
        };
        return [new Group().map(nap, new Set([30, 10, 20])), host.now()];
      });
      expect(await settle(host, main)).toEqual([[60, 20, 40], 30]);
    });

    it('throws the error of the first item that failed; the others are reported', async () => {
      const report = jest.fn();
      const previous = setErrorHandler(report);
      const host = useVirtualHost();
      const main = spawn(() => {
        'use greenlet';
        const group = new Group();
        const failLater = (ms: number): void => fail(`after ${String(ms)}`, ms);
        const error = errorOf(() => group.map(failLater, [20, 10]));
        group.join();
        return error;
      });
      expect(await settle(host, main)).toEqual(new RangeError('after 20'));
      await host.drain();
      setErrorHandler(previous);
      expect(report.mock.calls.map(([error]) => error as unknown)).toEqual([new RangeError('after 10')]);
    });

    it('E95: the error of the input reaches the caller', async () => {
      function* items(): Generator<number> {
        yield 1;
        throw new RangeError('input');
      }
      const error = await runVirtually(() => {
        'use greenlet';
        return errorOf(() => new Group().map((item) => item, items()));
      });
      expect(error).toEqual(new RangeError('input'));
    });

    it('mapAsync does the same in a greenlet', async () => {
      const host = useVirtualHost();
      const greenlet = new Group().mapAsync(async (item: number) => 2 * item, [1, 2]);
      expect(await settle(host, greenlet)).toEqual([2, 4]);
    });
  });

  describe('apply', () => {
    it('waits for a promise, also in a member', async () => {
      const results = await runVirtually(() => {
        'use greenlet';
        const group = new Group();
        const load = (value: string): Promise<string> => Promise.resolve(value);
        return [group.apply(load, 'outside'), group.apply(() => group.apply(load, 'inside').toUpperCase())];
      });
      expect(results).toEqual(['outside', 'INSIDE']);
    });

    it('calls the function in a member and returns its result', async () => {
      const sizes = await runVirtually(() => {
        'use greenlet';
        const group = new Group();
        return [group.apply((extra: number) => group.size + extra, 10), group.size];
      });
      expect(sizes).toEqual([11, 0]);
    });

    it('E97: applyAsync calls back after success only', async () => {
      const host = useVirtualHost();
      const group = new Group();
      const callback = jest.fn();
      const good = group.applyAsync((value: number) => 2 * value, [21], callback);
      const bad: Greenlet = group.applyAsync(fail, ['x'], callback);
      await expect(settle(host, bad)).rejects.toThrow('x');
      expect(await settle(host, good)).toBe(42);
      await host.drain();
      expect(callback.mock.calls).toEqual([[42]]);
    });
  });
});

describe('A group that is declared by using', () => {
  it('kills its members at the end of the block, and waits until they have ended', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      {
        using group = new Group();
        group.spawn(() => {
          try {
            sleep(1000);
          } finally {
            sleep(5);
            log.push('cleaned up');
          }
        });
        sleep(1);
        log.push(`has ${String(group.size)}`);
      }
      log.push('after the block');
    });
    expect(log).toEqual(['has 1', 'cleaned up', 'after the block']);
  });

  it('does so for code that is not compiled, by await using', async () => {
    const log: string[] = [];
    const host = useVirtualHost();
    const group = new Pool(2);
    await settle(
      host,
      run(() => {
        'use greenlet';
        group.spawn(() => {
          try {
            sleep(1000);
          } finally {
            sleep(5);
            log.push('cleaned up');
          }
        });
        sleep(1);
      }),
    );
    await settle(host, group[Symbol.asyncDispose]());
    log.push(`has ${String(group.size)}`);
    await settle(host, group[Symbol.asyncDispose]());
    expect(log).toEqual(['cleaned up', 'has 0']);
  });
});

describe('map', () => {
  it('refuses several iterables rather than ignore all but the first', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => new Group().map((item: number) => item, [1], ...([[2]] as never[])));
    });
    expect(error).toEqual(
      new TypeError('expected one iterable, such as `zip` makes of several, got an instance of `Array` (object)'),
    );
  });
});

describe('The callbacks of a group', () => {
  it('name the greenlets that call them', async () => {
    const names = await runVirtually(() => {
      'use greenlet';
      const seen: string[] = [];
      const group = new Group();
      group.applyAsync(
        () => 1,
        [],
        function store() {
          seen.push(String((getCurrent() as { name?: unknown }).name));
        },
      );
      group.applyAsync(fail, ['x'], undefined, () => seen.push(String((getCurrent() as { name?: unknown }).name)));
      group.join();
      return seen.map((name) => name.replace(/\d+$/, 'N'));
    });
    expect(names).toEqual(['store-N', 'greenlet-N']);
  });

  it('are named after the function where there are none', async () => {
    const name = await runVirtually(() => {
      'use greenlet';
      return new Group().mapAsync(Math.abs, [1]).name.replace(/\d+$/, 'N');
    });
    expect(name).toBe('abs-N');
  });

  it('are called with the results of mapAsync, or with the error', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const group = new Group();
      const callbacks = [(result: unknown) => log.push(result), (error: unknown) => log.push(String(error))] as const;
      const good = group.mapAsync((item: number) => 2 * item, [1, 2], ...callbacks);
      const bad = group.mapAsync((item: string) => fail(item), ['x'], ...callbacks);
      good.join();
      bad.join();
      sleep(1);
    });
    expect(log).toEqual([[2, 4], 'RangeError: x']);
  });

  it('of applyAsync may be one for errors, which are not reported then', async () => {
    const log: unknown[] = [];
    const previous = setErrorHandler((error) => log.push(`reported ${String(error)}`));
    try {
      await runVirtually(() => {
        'use greenlet';
        const call = (): never => fail('x');
        new Group().applyAsync(call, [], undefined, (error) => log.push(String(error))).join();
        sleep(1);
      });
    } finally {
      setErrorHandler(previous);
    }
    expect(log).toEqual(['RangeError: x']);
  });

  it('may block', async () => {
    const log: unknown[] = [];
    const slowly = (value: unknown): void => {
      'use greenlet';
      sleep(1);
      log.push(String(value));
    };
    await runVirtually(() => {
      'use greenlet';
      const group = new Group();
      group.applyAsync(() => 1, [], slowly);
      group.applyAsync(() => fail('x'), [], undefined, slowly);
      group.mapAsync(String, [2, 3], slowly);
      group.mapAsync(fail, ['y'], undefined, slowly);
      sleep(5);
    });
    expect(log).toEqual(['1', 'RangeError: x', '2,3', 'RangeError: y']);
  });

  it('are refused at once if they are no functions', () => {
    const group = new Group();
    const refused = 'expected a function, got `3` (number)';
    expect(() => group.mapAsync(String, [], 3 as never)).toThrow(refused);
    expect(() => group.mapAsync(String, [], undefined, 3 as never)).toThrow(refused);
    expect(() => group.applyAsync(String, [], undefined, 3 as never)).toThrow(refused);
    expect(group.size).toBe(0);
  });
});
