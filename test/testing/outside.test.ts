import { Event, joinAll, run, Semaphore, sleep, spawn, spawnLater, wait, waitFor } from 'greenlets';
import { explore, virtualTime } from 'greenlets/testing';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';
import { realTurn } from '../../runtime/testing/worlds/virtual-world.ts';

const UNDER_WAY = 'another virtualTime() or explore() is under way: wait until it has ended';

/** As many virtual seconds as one likes: real timers fire in the meantime. */
const realTime = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

async function lastingVirtualTime(): Promise<void> {
  await virtualTime(async () => {
    'use greenlet';
    for (let turn = 0; turn < 20; turn++) {
      sleep(1000);
      await Promise.resolve();
    }
  });
}

async function lastingExplore(): Promise<void> {
  await explore(
    () => {
      'use greenlet';
      wait(Promise.resolve());
      joinAll([spawn(() => sleep(0)), spawn(() => sleep(0))]);
    },
    { schedules: 50 },
  );
}

async function failingVirtualTime(): Promise<void> {
  const failing = virtualTime(() => {
    'use greenlet';
    sleep(1);
    throw new RangeError('broken');
  });
  await expect(failing).rejects.toThrow('broken');
}

async function failingExplore(): Promise<void> {
  const failing = explore(() => {
    'use greenlet';
    throw new RangeError('broken');
  });
  await expect(failing).rejects.toThrow('broken');
}

describe.each([lastingVirtualTime, lastingExplore, failingVirtualTime, failingExplore])(
  'greenlets outside during %p',
  (inVirtualTime) => {
    it('begin afterwards if they had not before', async () => {
      const before = run(() => {
        'use greenlet';
        sleep(10);
        return 'real';
      });
      const virtual = inVirtualTime();
      const beside = run(() => {
        'use greenlet';
        return 'beside';
      });
      await virtual;
      expect(await Promise.all([before, beside])).toEqual(['real', 'beside']);
    });

    it('sleep on, and start later', async () => {
      const order: string[] = [];
      const sleeper = run(() => {
        'use greenlet';
        sleep(5);
        order.push('woken');
      });
      const later = spawnLater(10, () => order.push('started'));
      await realTime(0);
      const virtual = inVirtualTime();
      await virtual;
      await sleeper;
      await later;
      expect(order.sort()).toEqual(['started', 'woken']);
    });

    it('are not run by what wakes them meanwhile, but after it', async () => {
      const event = new Event();
      const place = new Semaphore(1);
      const seen: boolean[] = [];
      const isVirtual = (): boolean => hub.aside !== null;
      const waiters = [
        run(() => {
          'use greenlet';
          seen.push(event.wait(5000) && isVirtual());
        }),
        run(() => {
          'use greenlet';
          place.acquire();
          wait(realTime(1));
          seen.push(isVirtual());
        }),
        run(async () => {
          'use greenlet';
          await realTime(1);
          seen.push(isVirtual());
        }),
      ];
      await realTime(0);
      setTimeout(() => event.set(), 0);
      await inVirtualTime();
      event.set();
      await Promise.all(waiters);
      expect(seen).toEqual([false, false, false]);
    });

    it('may be those that wait for it, whatever else they wait for before', async () => {
      const result = await run(async () => {
        'use greenlet';
        const virtual = inVirtualTime();
        sleep(5);
        await virtual;
        sleep(1);
        return 'goes on';
      });
      expect(result).toBe('goes on');
    });

    it('wait until all others have ended', async () => {
      const all = run(() => {
        'use greenlet';
        return waitFor();
      });
      const other = run(() => {
        'use greenlet';
        sleep(5);
        return 'done';
      });
      await realTime(0);
      await inVirtualTime();
      expect(await Promise.all([all, other])).toEqual([true, 'done']);
    });
  },
);

describe.each([virtualTime, explore])('two worlds, the first of %p', (enter) => {
  const second = (): string => 'second';
  const slow = (): void => {
    'use greenlet';
    wait(Promise.resolve());
    sleep(1000);
  };

  it('are refused at once', async () => {
    for (const other of [virtualTime, explore]) {
      const first = enter(slow);
      await expect(Promise.all([first, other(slow)])).rejects.toThrow(UNDER_WAY);
      await first;
      expect(await virtualTime(second)).toBe('second');
    }
  });

  it('are refused one in the other', async () => {
    const refused: string[] = [];
    await enter(async () => {
      'use greenlet';
      for (const other of [virtualTime, explore]) {
        try {
          await other(slow);
        } catch (error) {
          refused.push((error as Error).message);
        }
      }
    });
    expect([...new Set(refused)]).toEqual([UNDER_WAY]);
    expect(refused.length % 2).toBe(0);
  });

  it('leave a greenlet that catches the error where it was', async () => {
    const result = await run(async () => {
      'use greenlet';
      try {
        await Promise.all([enter(slow), enter(slow)]);
      } catch (error) {
        sleep(5);
        return (error as Error).message;
      }
      return 'no error';
    });
    expect(result).toBe(UNDER_WAY);
    await realTime(5);
  });
});

describe('greenlets that are started from outside into a virtual world', () => {
  it('are told if they have not ended when the world has', async () => {
    const virtual = lastingVirtualTime();
    while (hub.aside === null) await realTurn();
    const stranger = run(() => {
      'use greenlet';
      new Event().wait();
    });
    await virtual;
    await expect(stranger).rejects.toThrow('which has ended: await virtualTime() or explore() before you start others');
  });

  it('begin in reality if the test was faster', async () => {
    const kept: Promise<number>[] = [];
    const start = async (): Promise<void> => {
      for (let turn = 0; turn < 100; turn++) {
        await Promise.resolve();
        kept.push(run(() => turn));
      }
    };
    const starts: Promise<void>[] = [];
    await explore(
      () => {
        if (starts.length === 0) starts.push(start());
      },
      { schedules: 20 },
    );
    await Promise.all(starts);
    expect(await Promise.all(kept)).toEqual(Array.from({ length: 100 }, (_, turn) => turn));
  });
});

describe.each([virtualTime, explore])('a world that is given up, of %p', (enter) => {
  const endless = (): void => {
    'use greenlet';
    for (;;) sleep(1000);
  };
  const GIVEN_UP = 'another virtualTime() or explore() has begun before this one had ended, and after a second of it';

  it.each([virtualTime, explore])('ends when %p comes upon it after a second', async (next) => {
    const clock = jest.spyOn(defaultHost, 'now');
    const options = { maxSteps: Infinity, schedules: 2 };
    const ends = expect((enter as typeof explore)(endless, options)).rejects.toThrow(GIVEN_UP);
    while (hub.aside === null) await realTurn();
    const later = defaultHost.now() + 1000;
    clock.mockImplementation(() => later);
    await (next as typeof explore)(() => {
      'use greenlet';
      sleep(10);
    }, options);
    clock.mockRestore();
    await ends;
  });
});

describe('virtual time', () => {
  it('leaves turns to what is real, even if nobody in it ever sleeps', async () => {
    let isOver = false;
    const turns = virtualTime(() => {
      'use greenlet';
      while (!isOver) sleep(0);
      return 'over';
    });
    await realTime(1);
    isOver = true;
    expect(await turns).toBe('over');
  });
});
