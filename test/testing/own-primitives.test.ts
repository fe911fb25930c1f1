'use greenlet';

import {
  Channel,
  Condition,
  Empty,
  Event,
  Full,
  joinAll,
  Pool,
  Queue,
  RLock,
  Semaphore,
  sleep,
  spawn,
  taskGroup,
} from 'greenlets';
import { explore, type Exploration, type ExploreOptions } from 'greenlets/testing';

const pause = (): void => sleep(0);

function all(test: () => void, options: ExploreOptions = {}): Promise<Exploration> {
  return explore(test, { strategy: 'exhaustive', schedules: 20_000, leaks: true, ...options });
}

/** In every order in which two or three greenlets can go on. */
describe('whatever the order,', () => {
  it.each<[string, () => void, ExploreOptions]>([
    [
      'a Queue hands each item to one getter, and those of one putter in their order',
      () => {
        const queue = new Queue<number>(1);
        const got: number[] = [];
        const get = (): void => {
          got.push(queue.get());
        };
        const put = spawn(() => {
          queue.put(1);
          queue.put(2);
        });
        joinAll([spawn(get), put, spawn(get)]);
        expect(got.sort()).toEqual([1, 2]);
        expect(queue.size).toBe(0);
      },
      {},
    ],
    [
      'a Queue loses no item to a getter whose time is over',
      () => {
        const queue = new Queue<number>();
        let timedOut = 0;
        const get = (): number => {
          try {
            return queue.get(5);
          } catch (error) {
            if (!(error instanceof Empty)) throw error;
            timedOut++;
            return 0;
          }
        };
        const [a, b] = [spawn(get), spawn(get)];
        const put = spawn(() => {
          sleep(5);
          queue.put(1);
        });
        joinAll([a, b, put]);
        expect(a.get() + b.get() + queue.size).toBe(1);
        expect(timedOut + (queue.size === 0 ? 1 : 0)).toBe(2);
      },
      { faults: { timeouts: true } },
    ],
    [
      'a Semaphore has never more than its units out, and all of them back in the end',
      () => {
        const semaphore = new Semaphore(1);
        let inside = 0;
        const work = (): void =>
          semaphore.with(() => {
            expect(++inside).toBe(1);
            pause();
            inside--;
          });
        joinAll([spawn(work), spawn(work), spawn(work)]);
        expect(semaphore.count).toBe(1);
      },
      {},
    ],
    [
      'a Semaphore loses no unit to a greenlet that is killed',
      () => {
        const semaphore = new Semaphore(1);
        const work = (): void => semaphore.with(pause);
        joinAll([spawn(work), spawn(work)]);
        expect(semaphore.count).toBe(1);
      },
      { faults: { kills: 1 } },
    ],
    [
      'an RLock has one owner, who may acquire it again',
      () => {
        const lock = new RLock();
        let owners = 0;
        const work = (): void =>
          lock.with(() =>
            lock.with(() => {
              expect(++owners).toBe(1);
              pause();
              owners--;
            }),
          );
        joinAll([spawn(work), spawn(work)]);
        expect(lock.locked()).toBe(false);
      },
      { faults: { kills: 1 } },
    ],
    [
      'a Condition wakes one for each notification, with the lock',
      () => {
        const condition = new Condition();
        let items = 0;
        const take = (): void =>
          condition.with(() => {
            while (items === 0) condition.wait();
            items--;
          });
        const put = (): void =>
          condition.with(() => {
            items++;
            condition.notify();
          });
        joinAll([spawn(take), spawn(put), spawn(take), spawn(put)]);
        expect(items).toBe(0);
      },
      {},
    ],
    [
      'a Channel hands each item over, in the order in which they are put',
      () => {
        const channel = new Channel<number>();
        const got: number[] = [];
        const get = spawn(() => {
          got.push(channel.get(), channel.get());
        });
        const put = spawn(() => {
          channel.put(1);
          channel.put(2);
        });
        joinAll([get, put]);
        expect(got).toEqual([1, 2]);
      },
      {},
    ],
    [
      'a Channel hands an item over or says that nobody takes it, but not both',
      () => {
        const channel = new Channel<number>();
        let got = 0;
        let refused = 0;
        const get = spawn(() => {
          try {
            got = channel.get(5);
          } catch (error) {
            if (!(error instanceof Empty)) throw error;
          }
        });
        const put = spawn(() => {
          try {
            channel.put(1, 5);
          } catch (error) {
            if (!(error instanceof Full)) throw error;
            refused++;
          }
        });
        joinAll([get, put]);
        expect(got + refused).toBe(1);
      },
      { faults: { timeouts: true } },
    ],
    [
      'an Event wakes all that wait',
      () => {
        const event = new Event();
        const wait = (): boolean => event.wait();
        const [a, b] = [spawn(wait), spawn(wait)];
        spawn(() => event.set());
        expect([a.get(), b.get()]).toEqual([true, true]);
      },
      {},
    ],
    [
      'a Pool has never more members than it may, and runs everything',
      () => {
        const pool = new Pool(1);
        let running = 0;
        let most = 0;
        let done = 0;
        const work = (): void => {
          most = Math.max(most, ++running);
          pause();
          running--;
          done++;
        };
        const other = spawn(() => pool.spawn(work));
        pool.spawn(work);
        other.join();
        pool.join();
        expect([most, done, pool.freeCount()]).toEqual([1, 2, 1]);
      },
      {},
    ],
    [
      'no task outlives its TaskGroup, and one that fails ends the other',
      () => {
        let running = 0;
        const task = { failed: false };
        let message = '';
        const work = (): void => {
          running++;
          try {
            pause();
            pause();
          } finally {
            running--;
          }
        };
        try {
          taskGroup((group) => {
            group.spawn(work);
            group.spawn(() => {
              pause();
              task.failed = true;
              throw new Error('broken');
            });
          });
        } catch (error) {
          message = (error as Error).message;
        }
        expect([running, message]).toEqual([0, task.failed ? 'a task of the group failed: Error: broken' : '']);
      },
      { faults: { kills: 1 } },
    ],
  ])('%s', async (_, test, options) => {
    const { exhausted, schedules } = await all(test, options);
    expect(exhausted).toBe(true);
    expect(schedules).toBeGreaterThan(1);
  });
});
