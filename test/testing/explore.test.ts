import { Event, joinAll, putting, Queue, select, sleep, spawn, wait } from 'greenlets';
import { explore, ExplorationError, InjectedFault, type ExploreOptions, virtualTime } from 'greenlets/testing';
import { VirtualWorld } from '../../runtime/testing/worlds/virtual-world.ts';
import { races } from './races.ts';

async function failureOf(test: () => unknown, options: ExploreOptions = {}): Promise<ExplorationError> {
  const error: unknown = await explore(test, options).then(
    () => new Error('no schedule failed'),
    (reason: unknown) => reason,
  );
  if (error instanceof ExplorationError) return error;
  throw error;
}

describe('explore', () => {
  it('plants twenty races', () => {
    expect(Object.keys(races)).toHaveLength(20);
  });

  it.each(Object.entries(races))('does not see %s without another order', async (_, race) => {
    await expect(virtualTime(race)).resolves.toBeUndefined();
  });

  describe.each(['random', 'pct', 'exhaustive'] as const)('with the strategy %s', (strategy) => {
    it.each(Object.entries(races))('finds %s, and tells it in at most ten lines', async (_, race) => {
      const error = await failureOf(race, { strategy, seconds: 10 });
      expect(error.story.length).toBeLessThanOrEqual(10);
      const again = await failureOf(race, { schedule: error.schedule });
      expect([again.story, again.schedule]).toEqual([error.story, error.schedule]);
    });
  });

  describe('where select can do several of its cases', () => {
    const works = (): void => {
      'use greenlet';
      const [jobs, stop] = [new Queue<string>(), new Event()];
      jobs.put('job');
      stop.set();
      if (select([jobs, stop]).index === 1) throw new Error('a job was left');
    };

    it.each(['random', 'pct', 'exhaustive'] as const)('tries each with the strategy %s', async (strategy) => {
      const error = await failureOf(works, { strategy });
      expect(error.story).toEqual(['the test begins, takes case 1 of select(), ends with Error: a job was left']);
      await expect(failureOf(works, { schedule: error.schedule })).resolves.toMatchObject({ story: error.story });
    });

    it('tries none that is impossible', async () => {
      const seen = new Set<number>();
      const test = (): void => {
        'use greenlet';
        const [empty, full, ready] = [new Queue(), new Queue(1, ['item']), new Event()];
        ready.set();
        seen.add(select([empty, ready, full, putting(full, 'more'), putting(empty, 'item')]).index);
      };
      const { schedules, exhausted } = await explore(test, { strategy: 'exhaustive' });
      expect([schedules, exhausted, [...seen]]).toEqual([3, true, [1, 2, 4]]);
    });
  });

  describe('where promises answer', () => {
    const request = async (): Promise<string> => {
      await Promise.resolve();
      return 'answer';
    };
    const used = (pause: () => unknown) => (): void => {
      'use greenlet';
      let isClosed = false;
      const closing = spawn(() => {
        pause();
        pause();
        isClosed = true;
      });
      const using = spawn(() => {
        pause();
        if (isClosed) throw new Error('used after it was closed');
      });
      joinAll([closing, using]);
    };

    it.each(['random', 'pct', 'exhaustive'] as const)('tries all orders of answers with %s', async (strategy) => {
      const error = await failureOf(
        used(() => {
          'use greenlet';
          return wait(request());
        }),
        { strategy },
      );
      expect((error.cause as Error).message).toBe('used after it was closed');
      expect(error.story).toContain('promises answer');
      expect(error.story.length).toBeLessThanOrEqual(10);
    });

    it('tries as many as for pauses that are no promises', async () => {
      const orders = async (pause: () => unknown): Promise<string[]> => {
        const seen = new Set<string>();
        const test = (): void => {
          'use greenlet';
          let order = '';
          const pausing = (name: string, times: number) => (): void => {
            for (let i = 0; i < times; i++) pause();
            order += name;
          };
          joinAll([spawn(pausing('a', 2)), spawn(pausing('b', 1)), spawn(pausing('c', 1))]);
          seen.add(order);
        };
        expect(await explore(test, { strategy: 'exhaustive', schedules: 100_000 })).toMatchObject({ exhausted: true });
        return [...seen].sort();
      };
      const promised = await orders(() => {
        'use greenlet';
        return wait(request());
      });
      expect(promised).toEqual(
        await orders(() => {
          'use greenlet';
          return sleep(0);
        }),
      );
      expect(promised).toHaveLength(6);
    });
  });

  it('makes a schedule as short as can be, whatever it began with', async () => {
    const test = (): void => {
      'use greenlet';
      let order = '';
      const add = (letter: string) => (): void => {
        sleep(0);
        order += letter;
      };
      joinAll(['d', 'c', 'b', 'a'].map((letter) => spawn(add(letter))));
      if (order === 'abcd') throw new Error(order);
    };
    const found = new Set<string>();
    for (let seed = 1; seed <= 10; seed++) found.add((await failureOf(test, { seed })).schedule);
    expect([...found]).toEqual(['3.2.1']);
  });

  it('finds by pct what takes many turns of two greenlets', async () => {
    const error = await failureOf(
      () => {
        'use greenlet';
        let turn = 0;
        const take = (wanted: number): void => {
          sleep(0);
          if (turn === wanted) turn++;
        };
        const first = (): void => [0, 2, 4].forEach(take);
        const second = (): void => [1, 3, 5].forEach(take);
        joinAll([spawn(first), spawn(second)]);
        if (turn === 6) throw new Error('all turns were taken');
      },
      { strategy: 'pct', schedules: 5000 },
    );
    expect((error.cause as Error).message).toBe('all turns were taken');
  });

  it('tells where everybody goes on and waits, in the sources', async () => {
    const error = await failureOf(races['check-then-act'] as () => void);
    expect(error.message).toMatch(/^Error: the room was booked twice\n\nIt fails like this:\n {2}1\. the test begins/);
    expect(error.message).toMatch(/book-\d goes on after sleep\(\) at races\.ts:\d+/);
    expect(error.message).toMatch(/To run this once more: explore\(test, \{ schedule: '[\d.]+' \}\)$/);
    expect((error.cause as Error).message).toBe('the room was booked twice');
  });

  it('tells where the calls stand that wait for others, and never names a file of the library', async () => {
    const { story } = await failureOf(() => {
      'use greenlet';
      let count = 0;
      const add = async (): Promise<void> => {
        const before = count;
        await Promise.resolve();
        count = before + 1;
      };
      joinAll([spawn(add), spawn(add)], { raiseError: true });
      if (count !== 2) throw new Error('lost');
    });
    expect(story[0]).toMatch(/^the test begins, waits in joinAll\(\) at explore\.test\.ts:\d+$/);
    expect(story.filter((line) => line.includes('story.ts'))).toEqual([]);
  });

  it('tells each wait in async functions as a step of theirs', async () => {
    const { story } = await failureOf(async () => {
      'use greenlet';
      let count = 0;
      const now = async (): Promise<number> => count;
      const load = async (): Promise<number> => {
        await Promise.resolve();
        return now();
      };
      const add = async (): Promise<void> => {
        const before = await load();
        count = before + 1;
      };
      await Promise.all([spawn(add), add()]);
      if (count !== 2) throw new Error('lost');
    });
    expect(story.map((line) => line.replaceAll(/ at explore\.test\.ts:\d+/g, ''))).toEqual([
      'the test begins, waits in await',
      'add-1 begins in the middle of that, waits in await',
      'load-2 begins in the middle of that, waits in await',
      'add-3 begins, waits in await',
      'load-4 begins in the middle of that, waits in await',
      'load-2 goes on after await, ends',
      'load-4 goes on after await, ends',
      'add-1 goes on after await, ends',
      'add-3 goes on after await, ends',
      'the test goes on after await, ends with Error: lost',
    ]);
  });

  it('tries every order in which what was awaited may come', async () => {
    const orders = new Set<string>();
    await explore(
      () => {
        'use greenlet';
        const order: number[] = [];
        const begun: number[] = [];
        const task = async (name: number): Promise<void> => {
          begun.push(name);
          await Promise.resolve();
          order.push(name);
        };
        joinAll([spawn(task, 0), spawn(task, 1)]);
        orders.add(`${begun.join('')} ${order.join('')}`);
      },
      { strategy: 'exhaustive' },
    );
    expect([...orders].sort()).toEqual(['01 01', '01 10', '10 01', '10 10']);
  });

  it('tries every order of three greenlets once', async () => {
    const orders = new Set<string>();
    const result = await explore(
      () => {
        'use greenlet';
        const order: number[] = [];
        joinAll([0, 1, 2].map((name) => spawn(() => order.push(name))));
        orders.add(order.join(''));
      },
      { strategy: 'exhaustive' },
    );
    expect([...orders].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    expect(result.exhausted).toBe(true);
    expect(result.schedules).toBeGreaterThanOrEqual(6);
  });

  it('takes the same schedules for the same seed', async () => {
    const ordersOf = async (seed: number): Promise<string[]> => {
      const orders: string[] = [];
      const test = (): void => {
        'use greenlet';
        const order: number[] = [];
        joinAll([0, 1, 2].map((name) => spawn(() => order.push(name))));
        orders.push(order.join(''));
      };
      await explore(test, { seed, schedules: 20 });
      return orders;
    };
    expect(await ordersOf(5)).toEqual(await ordersOf(5));
    expect(await ordersOf(5)).not.toEqual(await ordersOf(6));
  });

  it('finds errors that nobody asks for, deadlocks, endless tests and, if wanted, what is left', async () => {
    const failing = await failureOf(() => {
      'use greenlet';
      spawn(() => {
        throw new RangeError('unasked');
      });
      sleep(1);
    });
    const stuck = await failureOf(() => {
      'use greenlet';
      new Event().wait();
    });
    const endless = await failureOf(
      () => {
        'use greenlet';
        for (;;) sleep(0);
      },
      { maxSteps: 100 },
    );
    const leaking = (): void => {
      'use greenlet';
      spawn(function reader() {
        'use greenlet';
        new Queue().get();
      });
      sleep(1);
    };
    const left = await failureOf(leaking, { leaks: true });
    expect([failing, stuck, endless, left].map(({ cause }) => (cause as Error).message)).toEqual([
      'unasked',
      expect.stringMatching(/would block forever:\n {2}the test waits for Event\.wait\(\)/),
      'the test takes more than 100 steps',
      expect.stringMatching(/^greenlets are left when the test has ended: reader-\d+$/),
    ]);
    expect((await explore(leaking)).schedules).toBe(1000);
  });

  it('lets timeouts come early, kills arrive and promises fail on request only', async () => {
    const timing = (): void => {
      'use greenlet';
      const event = new Event();
      spawn(() => {
        'use greenlet';
        sleep(0);
        event.set();
      });
      if (!event.wait(1000)) throw new Error('too late');
    };
    const killing = (): void => {
      'use greenlet';
      const queue = new Queue();
      spawn(() => {
        'use greenlet';
        sleep(1);
        queue.put(1);
      });
      queue.get();
    };
    const promising = (): void => {
      'use greenlet';
      wait(Promise.resolve());
      const other = spawn(() => {
        'use greenlet';
        wait(Promise.resolve(1));
      });
      sleep(0);
      other.get();
    };
    const alone = (): void => {
      'use greenlet';
      wait(Promise.resolve());
    };
    const abandoning = (): void => {
      'use greenlet';
      const done = [];
      spawn(() => {
        'use greenlet';
        wait(Promise.resolve());
        done.push(1);
      }).join();
      if (done.length === 0) throw new Error('not done');
    };
    for (const test of [timing, killing, promising, alone, abandoning]) await explore(test, { schedules: 50 });
    expect((await failureOf(timing, { faults: { timeouts: true } })).message).toMatch(/too late/);
    expect((await failureOf(killing, { faults: { kills: 1 } })).message).toMatch(/would block forever/);
    for (const test of [promising, alone])
      expect((await failureOf(test, { faults: { failures: 1 } })).cause).toBeInstanceOf(InjectedFault);
    expect((await failureOf(abandoning, { faults: { kills: 1 } })).message).toMatch(/not done/);
  });

  it('refuses what it does not understand', async () => {
    const refused = async (test: unknown, options: unknown): Promise<string> =>
      (explore as (...args: unknown[]) => Promise<unknown>)(test, options).then(
        () => 'not refused',
        (error: unknown) => (error as Error).message,
      );
    const test = (): void => undefined;
    expect(await refused(3, {})).toMatch(/^expected a function/);
    expect(await refused(test, { sead: 1 })).toMatch(/unknown option `sead`/);
    expect(await refused(test, { strategy: 'best' })).toMatch(
      /^expected 'random', 'pct' or 'exhaustive' as the strategy/,
    );
    const asked = 'expected a schedule such as "0.1.2 kills=1"';
    expect(await refused(test, { schedule: 'abc' })).toBe(`${asked}, got \`"abc"\` (string)`);
    expect(await refused(test, { schedule: 5 })).toBe(`${asked}, got \`5\` (number)`);
    expect(await refused(test, { faults: { kill: 1 } })).toMatch(/unknown option `kill`/);
    expect(await refused(test, { faults: { kills: '1' } })).toMatch(
      /^expected a whole number of at least 0 as `kills`/,
    );
    expect(await refused(test, { seed: NaN })).toBe('expected a number as the seed, got `NaN` (number)');
    expect(await refused(test, { leaks: 1 })).toMatch(/^expected true or false as `leaks`/);
    for (const option of ['schedules', 'seconds', 'maxSteps'])
      for (const value of [0, -1, NaN, 'many'])
        expect(await refused(test, { [option]: value })).toMatch(`expected a number above 0 as \`${option}\``);
  });

  it('runs the test at least once, however little time there is', async () => {
    expect(await explore(() => 1, { seconds: Number.MIN_VALUE })).toMatchObject({ schedules: 1 });
  });

  it('leaves the world as it was', async () => {
    await explore(() => 1, { schedules: 3 });
    const woken = await new Promise((resolve) => {
      spawn(() => {
        'use greenlet';
        sleep(1);
        resolve('in reality');
      });
    });
    expect(woken).toBe('in reality');
  });

  it('waits for nothing real in a small test, so that there are a hundred thousand schedules a minute', async () => {
    const turns = jest.spyOn(VirtualWorld.prototype, 'runJobs');
    const { schedules } = await explore(
      () => {
        'use greenlet';
        joinAll([1, 2, 3].map(() => spawn(() => sleep(0))));
      },
      { schedules: 100 },
    );
    expect(turns.mock.calls).toHaveLength(schedules);
    turns.mockRestore();
  });
});
