import { GreenletExit, iterate, joinAll, kill, Pool, sleep, spawn, SwitchError, Timeout, withTimeout } from 'greenlets';
import { memoize, rateLimit, retry, wrapErrors, zip } from 'greenlets/helpers';
import { hub } from '../../runtime/hub/index.ts';
import { runVirtually } from '../support/virtual-host.ts';

const now = (): number => hub.host.now();

/** What a call throws. */
function thrownBy(call: () => unknown): unknown {
  'use greenlet';
  try {
    call();
  } catch (error) {
    if (error instanceof Timeout) return error;
    return error;
  }
  return undefined;
}

describe('retry', () => {
  const backoff = { first: 10, factor: 3, jitter: 0 };

  it('calls until there is a result, with pauses that grow', async () => {
    const times: number[] = [];
    const result = await runVirtually(() => {
      'use greenlet';
      return retry(
        (attempt) => {
          times.push(now());
          if (attempt < 4) throw new Error('not yet');
          return `attempt ${String(attempt)}`;
        },
        { attempts: 5, backoff: { ...backoff, max: 50 } },
      );
    });
    expect(result).toBe('attempt 4');
    const [first = 0] = times;
    expect(times.map((time) => time - first)).toEqual([0, 10, 40, 90]);
  });

  it('throws the last error, after three attempts, or when it is not worth while', async () => {
    await runVirtually(() => {
      'use greenlet';
      const attempts: number[] = [];
      const fail = (attempt: number): never => {
        attempts.push(attempt);
        throw new Error(`failed ${String(attempt)}`);
      };
      expect(thrownBy(() => retry(fail, { backoff }))).toEqual(new Error('failed 3'));
      expect(
        thrownBy(() => retry(fail, { backoff, when: (error, attempt) => attempt < 2 && error instanceof Error })),
      ).toEqual(new Error('failed 2'));
      expect(attempts).toEqual([1, 2, 3, 1, 2]);
    });
  });

  it('makes a part of the pause random', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    await runVirtually(() => {
      'use greenlet';
      const start = now();
      retry((attempt) => (attempt === 1 ? Promise.reject(new Error('no')) : 1), {
        backoff: { first: 100, jitter: 0.4 },
      });
      expect(now() - start).toBe(80);
    });
    random.mockRestore();
  });

  it('never tries a cancellation again, in an attempt or between two', async () => {
    await runVirtually(() => {
      'use greenlet';
      let attempts = 0;
      const dawdle = spawn(() => retry(() => (attempts++, sleep(1000))));
      const pause = spawn(() =>
        retry(() => {
          attempts++;
          throw new Error('failed');
        }),
      );
      sleep(1);
      joinAll([dawdle, pause].map((greenlet) => (kill(greenlet), greenlet)));
      expect([attempts, dawdle.value, pause.value]).toEqual([2, expect.any(GreenletExit), expect.any(GreenletExit)]);
      expect(thrownBy(() => withTimeout(5, () => retry(() => (attempts++, sleep(1000)))))).toBeInstanceOf(Timeout);
      expect(attempts).toBe(3);
      expect(retry((attempt) => withTimeout(5, () => (attempt === 1 ? sleep(50) : 'own')))).toBe('own');
    });
  });

  it('waits for what decides whether to try again', async () => {
    let attempts = 0;
    await runVirtually(() => {
      'use greenlet';
      const fail = (): never => {
        attempts++;
        throw new Error('again');
      };
      thrownBy(() => retry(fail, { when: async () => await Promise.resolve(false) }));
      expect(attempts).toBe(1);
      const when = (): boolean => {
        'use greenlet';
        sleep(1);
        return attempts < 3;
      };
      thrownBy(() => retry(fail, { when, attempts: 9 }));
      expect(attempts).toBe(3);
    });
  });

  it('ends when its signal is aborted', async () => {
    await runVirtually(() => {
      'use greenlet';
      const controller = new AbortController();
      const greenlet = spawn(() =>
        retry(() => Promise.reject(new Error('no')), { attempts: Infinity, signal: controller.signal }),
      );
      sleep(1);
      controller.abort(new Error('enough'));
      expect(thrownBy(() => greenlet.get())).toEqual(new Error('enough'));
    });
  });

  it.each([
    [{ attempts: 0 }, 'expected a whole number of at least 1 as `attempts`, got `0` (number)'],
    [{ times: 1 }, 'got an unknown option `times`'],
    [{ backoff: { jitter: 2 } }, 'expected a number from 0 to 1 as `jitter`, got `2` (number)'],
    [{ backoff: { factor: 0 } }, 'expected a number of at least 1 as `factor`, got `0` (number)'],
    [{ backoff: { first: '1' } }, 'expected a number of at least 0 as `first`, got `"1"` (string)'],
    [{ backoff: { first: -1 } }, 'expected a number of at least 0 as `first`, got `-1` (number)'],
    [{ backoff: { max: -1 } }, 'expected a number of at least 0 as `max`, got `-1` (number)'],
    [{ when: 1 }, 'expected a function'],
  ])('refuses %j', (options: object, message) => {
    expect(() => retry(() => 1, options)).toThrow(message);
  });

  it('is refused outside greenlets, before it calls', () => {
    const f = jest.fn();
    expect(() => void retry(f)).toThrow(SwitchError);
    expect(f).not.toHaveBeenCalled();
  });
});

describe('rateLimit', () => {
  it('starts so many calls in any interval, in order', async () => {
    await runVirtually(() => {
      'use greenlet';
      const start = now();
      const limited = rateLimit((id: number) => [id, now() - start], { limit: 2, interval: 100 });
      const greenlets = [1, 2, 3, 4, 5].map((id) => spawn(limited, id));
      expect(greenlets.map((greenlet) => greenlet.get())).toEqual([
        [1, 0],
        [2, 0],
        [3, 100],
        [4, 100],
        [5, 200],
      ]);
      sleep(1000);
      expect(limited(6)).toEqual([6, 1200]);
    });
  });

  it('does not count a call that is given up before it starts', async () => {
    await runVirtually(() => {
      'use greenlet';
      const start = now();
      const limited = rateLimit(() => now() - start, { limit: 1, interval: 100 });
      limited();
      const head = spawn(limited);
      const second = spawn(limited);
      const third = spawn(limited);
      sleep(50);
      second.kill();
      head.kill();
      expect(third.get()).toBe(100);
    });
  });

  it('passes this on, and works outside greenlets as long as it need not wait', () => {
    const object = {
      id: 1,
      call: rateLimit(
        function (this: { id: number }) {
          return this.id;
        },
        { limit: 1, interval: 1000 },
      ),
    };
    expect(object.call()).toBe(1);
    expect(() => object.call()).toThrow(SwitchError);
  });

  it.each([
    [{ limit: 0, interval: 1 }, 'expected a whole number of at least 1 as `limit`'],
    [{ limit: 1 }, 'expected a number of at least 0 as `interval`, got `undefined`'],
    [{ limit: 1, interval: -1 }, 'expected a number of at least 0 as `interval`, got `-1` (number)'],
    [{ limit: 1, interval: 1, burst: 1 }, 'got an unknown option `burst`'],
  ])('refuses %j', (options: object, message) => {
    expect(() => rateLimit(() => 1, options as never)).toThrow(message);
  });
});

describe('memoize', () => {
  it('forgets a call that is under way, for those who ask from then on', async () => {
    await runVirtually(() => {
      'use greenlet';
      let version = 1;
      const load = memoize((id: number) => {
        const read = version;
        sleep(10 * id);
        return read;
      });
      for (const forget of [() => load.delete(1), () => load.clear()]) {
        const old = version;
        const early = [spawn(load, 1), spawn(load, 1)];
        sleep(1);
        version += 1;
        forget();
        const late = spawn(load, 1);
        expect(early.map((greenlet) => greenlet.get())).toEqual([old, old]);
        expect(late.get()).toBe(version);
        expect(load(1)).toBe(version);
        load.clear();
      }
    });
  });

  it('calls once for each key, also while the first call is under way', async () => {
    await runVirtually(() => {
      'use greenlet';
      const calls: number[] = [];
      const load = memoize((id: number) => {
        sleep(10);
        calls.push(id);
        return { id };
      });
      const greenlets = [1, 2, 1, 1].map((id) => spawn(load, id));
      const results = greenlets.map((greenlet) => greenlet.get());
      expect(results[0]).toBe(results[2]);
      expect(results[0]).toBe(results[3]);
      expect(load(1)).toBe(results[0]);
      expect(calls).toEqual([1, 2]);
      expect([load.delete(1), load.delete(7)]).toEqual([true, false]);
      expect(load(1)).not.toBe(results[0]);
      load.clear();
      load(2);
      expect(calls).toEqual([1, 2, 1, 2]);
    });
  });

  it('gives an error to all who wait, and does not keep it', async () => {
    await runVirtually(() => {
      'use greenlet';
      let calls = 0;
      const load = memoize(() => {
        sleep(10);
        if (++calls === 1) throw new Error('down');
        return calls;
      });
      const greenlets = [spawn(load), spawn(load)];
      expect(greenlets.map((greenlet) => thrownBy(() => greenlet.get()))).toEqual([
        new Error('down'),
        new Error('down'),
      ]);
      expect(load()).toBe(2);
    });
  });

  it('throws if a call needs its own result, and forgets it', async () => {
    let depth = 0;
    const endless: (key: number) => number = memoize((key: number): number => {
      'use greenlet';
      sleep(0);
      return depth++ === 0 ? endless(key) : key;
    });
    const fall: (key: number) => number = memoize((key: number): number => {
      'use greenlet';
      return key === 0 ? 0 : fall(key - 1) + 1;
    });
    await runVirtually(() => {
      'use greenlet';
      expect(thrownBy(() => endless(1))).toEqual(
        new Error('a memoized function has called itself with the same key: it would wait for its own result'),
      );
      expect(endless(1)).toBe(1);
      expect(fall(5)).toBe(5);
    });
  });

  it('hands the call on when the greenlet that makes it is killed or times out', async () => {
    await runVirtually(() => {
      'use greenlet';
      let calls = 0;
      const load = memoize(() => {
        const call = ++calls;
        sleep(10);
        return call;
      });
      const leader = spawn(load);
      const late = spawn(() => withTimeout(12, load, { timeoutValue: 0 }));
      const followers = [spawn(load), spawn(load)];
      sleep(5);
      leader.kill();
      expect(leader.value).toBeInstanceOf(GreenletExit);
      sleep(0);
      expect(calls).toBe(2);
      expect(late.get()).toBe(0);
      expect(followers.map((greenlet) => greenlet.get())).toEqual([3, 3]);
    });
  });

  it('keeps results for a time, and only so many', async () => {
    await runVirtually(() => {
      'use greenlet';
      let calls = 0;
      const timed = memoize((id: string) => `${id}${String(++calls)}`, { ttl: 100 });
      expect([timed('a'), timed('a')]).toEqual(['a1', 'a1']);
      sleep(100);
      expect(timed('a')).toBe('a2');
      const few = memoize((id: string) => `${id}${String(++calls)}`, { max: 2 });
      expect([few('a'), few('b'), few('a'), few('c'), few('a'), few('b')]).toEqual([
        'a3',
        'b4',
        'a3',
        'c5',
        'a3',
        'b6',
      ]);
    });
  });

  it('tells calls apart by their key', () => {
    let calls = 0;
    const count = memoize((...args: unknown[]) => ++calls + 0 * args.length);
    expect([count(), count(), count('a'), count('a', 1), count('a', 1), count('["a",1]')]).toEqual([1, 1, 2, 3, 3, 4]);
    const object = {};
    expect([count(object), count(object), count({})]).toEqual([5, 5, 6]);
    const byLength = memoize((text: string) => text, { key: (text) => text.length });
    expect([byLength('ab'), byLength('cd'), byLength('e')]).toEqual(['ab', 'ab', 'e']);
  });

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);

  it.each([
    [new Map([['k', 1]]), new Map([['k', 2]])],
    [(x: number) => x, (x: number) => x],
    [NaN, null],
    [NaN, Infinity],
    [undefined, null],
    [[undefined], [null]],
    [new Date(0), new Date(0).toISOString()],
    [1n, 1],
    ['1', 1],
    [Symbol('a'), Symbol('a')],
    [{ [Symbol('a')]: 1 }, { [Symbol('a')]: 1 }],
    [{ toJSON: () => 1 }, 1],
    [cyclic, [cyclic]],
  ])('takes %p and %p for two things, also among several arguments', (one: unknown, other: unknown) => {
    const memoized = memoize((value: unknown, other: number) => [value, other]);
    expect(memoized(one, 0)[0]).toBe(one);
    expect(memoized(other, 0)[0]).toBe(other);
    expect(memoized(one, 0)[0]).toBe(one);
  });

  it('takes what looks the same for one thing among several arguments', () => {
    let calls = 0;
    const count = memoize((page: object, other: number) => ++calls + 0 * (Object.keys(page).length + other));
    const options = () => ({ page: 1, tags: ['a', null, { deep: 2n }] });
    expect([count(options(), 0), count(options(), 0), count({ ...options(), page: 2 }, 0)]).toEqual([1, 1, 2]);
  });

  it.each([
    [{ max: 0 }, 'expected a whole number of at least 1 as `max`'],
    [{ ttl: 'x' }, 'expected a number of at least 0 as `ttl`'],
    [{ ttl: -1 }, 'expected a number of at least 0 as `ttl`, got `-1` (number)'],
    [{ key: 1 }, 'expected a function'],
    [{ size: 1 }, 'got an unknown option `size`'],
  ])('refuses %j', (options: object, message) => {
    expect(() => memoize(() => 1, options)).toThrow(message);
  });
});

describe('zip', () => {
  it('iterates over several iterables at once, until the shortest ends, and closes the others', () => {
    const closed: string[] = [];
    function* count(name: string): Generator<number> {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed.push(name);
      }
    }
    expect([...zip(count('first'), ['a', 'b'], count('last'))]).toEqual([
      [0, 'a', 0],
      [1, 'b', 1],
    ]);
    expect(closed).toEqual(['last', 'first']);
  });

  it('lets pools call functions of several arguments, whose items may block', async () => {
    const sums = await runVirtually(() => {
      'use greenlet';
      const slow = function* (): Generator<number> {
        'use greenlet';
        for (const item of [1, 2, 3]) {
          sleep(1);
          yield item;
        }
      };
      const pool = new Pool(2);
      return [
        pool.map(([a, b]) => a + b, zip(slow(), [10, 20, 30])),
        [...pool.imap(([a, b]) => `${b}${String(a)}`, zip([1, 2], ['x', 'y']))],
      ];
    });
    expect(sums).toEqual([
      [11, 22, 33],
      ['x1', 'y2'],
    ]);
  });

  it('waits for the items of what is only asynchronously iterable, and closes it', async () => {
    const closed = jest.fn();
    async function* letters(): AsyncGenerator<string> {
      try {
        yield* ['a', 'b', 'c'];
      } finally {
        closed();
      }
    }
    const pairs = await runVirtually(() => {
      'use greenlet';
      return [...zip([1, 2], iterate(letters()))];
    });
    expect(pairs).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('closes those that are open when one fails, but not that one', () => {
    const closed = jest.fn();
    const open = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return: closed }) } as never;
    const failing = {
      [Symbol.iterator]: () => ({
        next: () => {
          throw new Error('no item');
        },
        return: () => void closed('the one that failed'),
      }),
    } as never;
    expect(() => [...zip(open, failing)]).toThrow('no item');
    expect(closed.mock.calls).toEqual([[]]);
  });

  it('refuses what is not iterable', () => {
    expect(() => zip()).toThrow('expected at least one iterable');
    expect(() => zip([1], 2 as never)).toThrow('expected an iterable, got `2` (number)');
  });
});

describe('wrapErrors', () => {
  it('returns errors of some classes, and throws all others', async () => {
    const results = await runVirtually(() => {
      'use greenlet';
      const check = wrapErrors([RangeError, TypeError], (value: number) => {
        'use greenlet';
        sleep(1);
        if (value > 2) throw new RangeError('too large');
        if (value < 0) throw new SyntaxError('negative');
        return value;
      });
      return [check(1), check(3), thrownBy(() => check(-1))];
    });
    expect(results).toEqual([1, new RangeError('too large'), new SyntaxError('negative')]);
  });

  it('passes `this` on, and takes one class as well', () => {
    const object = {
      limit: 2,
      check: wrapErrors(RangeError, function (this: { limit: number }): number {
        if (this.limit === 2) throw new RangeError('two');
        return this.limit;
      }),
    };
    expect(object.check()).toEqual(new RangeError('two'));
  });

  it('waits for promises', async () => {
    const results = await runVirtually(() => {
      'use greenlet';
      const check = wrapErrors(TypeError, async (value: number) => {
        if (value > 2) throw new TypeError('too large');
        if (value < 0) throw new SyntaxError('negative');
        return value;
      });
      const greenlet = spawn(check, 3);
      return [check(1), greenlet.get(), thrownBy(() => check(-1))];
    });
    expect(results).toEqual([1, new TypeError('too large'), new SyntaxError('negative')]);
  });

  it('never returns a cancellation', async () => {
    const killed = await runVirtually(() => {
      'use greenlet';
      const victim = spawn(wrapErrors(Error, () => sleep(100)));
      sleep(1);
      victim.kill();
      return victim.killed;
    });
    expect(killed).toBe(true);
  });

  it('refuses what is no class, and no function', () => {
    expect(() => wrapErrors('Error' as never, () => 1)).toThrow(
      'expected a class of errors, or an array, got `"Error"`',
    );
    expect(() => wrapErrors(Error, 3 as never)).toThrow('expected a function, got `3` (number)');
  });
});
