import { readFileSync } from 'node:fs';
import { Event, Queue, run, select, sleep, spawn, wait } from 'greenlets';
import { explore, virtualTime } from 'greenlets/testing';

describe('virtualTime', () => {
  it('lets an hour pass in no time', async () => {
    const result = await virtualTime(() => {
      'use greenlet';
      sleep(3_600_000);
      return 'an hour later';
    });
    expect(result).toBe('an hour later');
  });

  it('throws what the test throws, and a LoopExit for what is stuck', async () => {
    await expect(
      virtualTime(() => {
        'use greenlet';
        sleep(1);
        throw new RangeError('broken');
      }),
    ).rejects.toThrow('broken');
    await expect(
      virtualTime(() => {
        'use greenlet';
        new Event().wait();
      }),
    ).rejects.toThrow('would block forever');
  });

  it('ends what waits for ever, and what waits for a very long time', async () => {
    const stuck = (name: string, body: () => void): Promise<void> =>
      expect(virtualTime(body)).rejects.toThrow(new RegExp(`would block forever:\\n +\\S+ waits for ${name}`));
    await stuck('sleep\\(Infinity\\)', () => {
      'use greenlet';
      sleep(Infinity);
    });
    await stuck('Event\\.wait\\(\\)', () => {
      'use greenlet';
      new Event().wait(Infinity);
    });
    const woken = await virtualTime(() => {
      'use greenlet';
      const event = new Event();
      spawn(() => {
        'use greenlet';
        sleep(1e300);
        event.set();
      });
      return event.wait(Infinity);
    });
    expect(woken).toBe(true);
  });

  it('says of what comes from outside that nobody waits for it, and of nothing else', async () => {
    const messageOf = async (body: () => unknown): Promise<string> => {
      const error: unknown = await virtualTime(body).catch((reason: unknown) => reason);
      return (error as Error).message;
    };
    const remark = /\nTime is virtual here: nobody waits for real I\/O, nor for timers of the platform\.$/;
    expect(
      await messageOf(() => {
        'use greenlet';
        readFileSync(__filename);
      }),
    ).toMatch(remark);
    expect(
      await messageOf(() => {
        'use greenlet';
        wait(new Promise(() => undefined), Infinity);
      }),
    ).toMatch(remark);
    expect(
      await messageOf(() => {
        'use greenlet';
        select([new Event(), new Queue()]);
      }),
    ).not.toMatch(remark);
    for (const limit of [undefined, Infinity])
      expect(
        await messageOf(() => {
          'use greenlet';
          new Event().wait(limit);
        }),
      ).not.toMatch(remark);
    expect(
      await messageOf(() => {
        'use greenlet';
        sleep(Infinity);
      }),
    ).not.toMatch(remark);
  });

  it('can be awaited in a greenlet', async () => {
    const result = await run(async () => {
      'use greenlet';
      sleep(0);
      return await virtualTime(() => {
        'use greenlet';
        sleep(1000);
        return 'a second later';
      });
    });
    expect(result).toBe('a second later');
  });

  it.each(['virtualTime', 'explore'] as const)('is refused while %s is under way', async (name) => {
    const first = { virtualTime, explore }[name](() => {
      'use greenlet';
      sleep(1000);
    });
    const second = virtualTime(() => 'second');
    await expect(second).rejects.toThrow('another virtualTime() or explore() is under way: wait until it has ended');
    await first;
    expect(await virtualTime(() => 'third')).toBe('third');
  });

  it('refuses what is no function', async () => {
    await expect(virtualTime(3 as never)).rejects.toThrow('expected a function');
  });
});
