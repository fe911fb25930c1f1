'use greenlet';

import {
  AsyncResult,
  Barrier,
  BrokenBarrierError,
  Channel,
  Condition,
  Empty,
  Event,
  iwait,
  joinAll,
  Pool,
  PriorityQueue,
  putting,
  Queue,
  RLock,
  select,
  Semaphore,
  ShutDown,
  sleep,
  spawn,
  waitFor,
} from 'greenlets';
import { explore, type ExploreOptions } from 'greenlets/testing';

const pause = (): void => sleep(0);

/** Every order of two or three greenlets, one of which may be killed anywhere, or whose time may be over. */
describe('whatever the order, and whoever is killed or gives up,', () => {
  it.each<[string, () => void, ExploreOptions]>([
    [
      'select takes an item from one queue, and leaves those of the other',
      () => {
        const queues = [new Queue<number>(), new Queue<number>()] as const;
        let got = 0;
        const take = spawn(() => {
          select(queues);
          got++;
        });
        const put = spawn(() => {
          queues[0].put(1);
          pause();
          queues[1].put(2);
        });
        joinAll([take, put]);
        const left = queues[0].size + queues[1].size;
        expect(take.killed ? got : 1).toBe(got);
        expect(put.killed || got + left === 2).toBe(true);
      },
      { faults: { kills: 1 } },
    ],
    [
      'select puts an item once, or not at all',
      () => {
        const [queue, channel] = [new Queue<number>(1, [0]), new Channel<number>()];
        const put = spawn(() => select([putting(queue, 1), putting(channel, 1)]).index);
        const got: number[] = [];
        const take = spawn(() => {
          got.push(queue.get());
          try {
            got.push(channel.get(5));
          } catch (error) {
            if (!(error instanceof Empty)) throw error;
          }
        });
        joinAll([put, take]);
        const times = got.filter((item) => item === 1).length + (queue.size === 1 && got.includes(0) ? 1 : 0);
        expect(times).toBeLessThanOrEqual(1);
        if (!put.killed && !take.killed) expect(times).toBe(1);
        expect(channel.balance).toBe(0);
      },
      { faults: { kills: 1, timeouts: true } },
    ],
    [
      'select leaves no lock and no unit behind',
      () => {
        const [lock, semaphore] = [new RLock(), new Semaphore(1)];
        const work = (): void => {
          const { index } = select([lock, semaphore], 5) ?? {};
          try {
            pause();
          } finally {
            if (index === 0) lock.release();
            if (index === 1) semaphore.release();
          }
        };
        joinAll([spawn(work), spawn(work), spawn(work)]);
        expect([lock.locked(), semaphore.count]).toEqual([false, 1]);
      },
      { faults: { timeouts: true } },
    ],
    [
      'select gives back what one that is killed was about to acquire',
      () => {
        const [lock, semaphore] = [new RLock(), new Semaphore(0)];
        const work = (): void => {
          const { index } = select([semaphore, lock]);
          if (index === 0) semaphore.release();
          else lock.release();
        };
        const workers = [spawn(work), spawn(work)];
        semaphore.release();
        joinAll(workers);
        expect([lock.locked(), semaphore.count]).toEqual([false, 1]);
      },
      { faults: { kills: 1 } },
    ],
    [
      'a Barrier lets all through, each with a number of its own, or nobody',
      () => {
        const barrier = new Barrier(3);
        const outcomes: unknown[] = [];
        const come = (): void => {
          try {
            outcomes.push(barrier.wait());
          } catch (error) {
            if (!(error instanceof BrokenBarrierError)) throw error;
            outcomes.push('broken');
          }
        };
        const all = [spawn(come), spawn(come), spawn(come)];
        joinAll(all);
        const killed = all.filter((greenlet) => greenlet.killed).length;
        if (outcomes.includes('broken')) expect([outcomes, killed]).toEqual([['broken', 'broken'], 1]);
        else expect(outcomes.sort()).toEqual(killed === 0 ? [0, 1, 2] : expect.any(Array));
        expect(barrier.waiting).toBe(0);
      },
      { faults: { kills: 1 } },
    ],
    [
      'a Barrier that one gives up breaks, and works again when it is reset',
      () => {
        const barrier = new Barrier(2);
        const come = (limit?: number): unknown => {
          try {
            return barrier.wait(limit);
          } catch (error) {
            if (!(error instanceof BrokenBarrierError)) throw error;
            return 'broken';
          }
        };
        const outcomes = [spawn(come, 5), spawn(come, 5)].map((greenlet) => greenlet.get());
        expect(['broken,broken', '0,1', '1,0']).toContain(outcomes.join());
        barrier.reset();
        const again = [spawn(come), spawn(come)].map((greenlet) => greenlet.get());
        expect(again.sort()).toEqual([0, 1]);
      },
      { faults: { timeouts: true } },
    ],
    [
      'a Queue loses no item, and hands none to two',
      () => {
        const queue = new Queue<number>(1);
        const got: number[] = [];
        const get = (): void => {
          got.push(queue.get());
        };
        const put = spawn(() => queue.put(1));
        const getters = [spawn(get), spawn(get)];
        put.join();
        queue.shutdown();
        for (const getter of getters) {
          getter.join();
          getter.observe();
        }
        expect(got.length + queue.size).toBe(put.killed ? got.length + queue.size : 1);
        expect(
          getters
            .filter((getter) => getter.failure !== undefined)
            .every((getter) => getter.failure instanceof ShutDown),
        ).toBe(true);
      },
      { faults: { kills: 1 } },
    ],
    [
      'a PriorityQueue gives the smallest of what is there, and nothing is lost',
      () => {
        const queue = new PriorityQueue<number>();
        const got: number[] = [];
        const get = (): void => {
          got.push(queue.get());
        };
        const getter = spawn(get);
        const put = spawn(() => {
          queue.put(2);
          queue.put(1);
        });
        joinAll([getter, put]);
        expect([...got, ...Array.from({ length: queue.size }, () => queue.getNowait())].sort()).toEqual([1, 2]);
        if (got.length > 0) expect(got).toEqual([1]);
      },
      { faults: { kills: 1 } },
    ],
    [
      'whoever peeks takes nothing',
      () => {
        const queue = new Queue<number>(1);
        const seen: number[] = [];
        const peek = spawn(() => {
          seen.push(queue.peek());
        });
        const get = spawn(() => {
          seen.push(queue.get());
        });
        queue.put(1);
        joinAll([get]);
        if (get.killed) expect(queue.size).toBe(1);
        else queue.put(2);
        peek.join();
        expect(queue.size).toBe(1);
      },
      { faults: { kills: 1 } },
    ],
    [
      'a Channel hands an item over, or keeps nothing of it',
      () => {
        const channel = new Channel<number>();
        let got = 0;
        let sent = 0;
        const get = spawn(() => {
          got += channel.get();
        });
        const put = spawn(() => {
          channel.put(1);
          sent++;
        });
        const first = waitFor([get, put], { count: 1 });
        channel.shutdown();
        for (const greenlet of [get, put]) {
          greenlet.join();
          greenlet.observe();
        }
        expect(first.length).toBe(1);
        if (!get.killed && !put.killed) expect([got, sent]).toEqual([1, 1]);
        expect(sent === 0 || got === 1 || get.killed).toBe(true);
        expect(channel.balance).toBe(0);
      },
      { faults: { kills: 1 } },
    ],
    [
      'a Condition loses no notification to one that has gone, and its lock is free in the end',
      () => {
        const condition = new Condition();
        let items = 0;
        const take = (): void =>
          condition.with(() => {
            if (condition.waitFor(() => items > 0, 5)) items--;
          });
        const put = (): void =>
          condition.with(() => {
            items++;
            condition.notify();
          });
        const takers = [spawn(take), spawn(take)];
        joinAll([...takers, spawn(put)]);
        expect(items).toBeGreaterThanOrEqual(0);
        expect(condition.lock.locked()).toBe(false);
      },
      { faults: { kills: 1, timeouts: true } },
    ],
    [
      'an Event wakes the others',
      () => {
        const event = new Event();
        const waits = [spawn(() => event.wait()), spawn(() => event.wait(5))];
        const set = spawn(() => {
          pause();
          event.set();
        });
        joinAll([set]);
        if (set.killed) event.set();
        for (const wait of waits) expect(wait.get()).toEqual(expect.anything());
      },
      { faults: { kills: 1, timeouts: true } },
    ],
    [
      'an AsyncResult is the same for all who ask',
      () => {
        const result = new AsyncResult<number>();
        const getters = [spawn(() => result.get()), spawn(() => result.wait(5))];
        const set = spawn(() => {
          pause();
          result.set(1);
        });
        joinAll([set]);
        if (set.killed) result.set(1);
        const values = getters.map((getter) => (getter.join(), getter.killed ? 1 : getter.get()));
        expect(values[0]).toBe(1);
        expect([1, undefined]).toContain(values[1]);
      },
      { faults: { kills: 1, timeouts: true } },
    ],
    [
      'a Pool has all its places in the end',
      () => {
        const pool = new Pool(1);
        const work = (): void => pause();
        const other = spawn(() => {
          pool.spawn(work);
        });
        pool.spawn(work);
        other.join();
        pool.join();
        expect([pool.size, pool.freeCount()]).toEqual([0, 1]);
      },
      { faults: { kills: 1 } },
    ],
    [
      'iwait yields each of what becomes ready once, and leaves no link',
      () => {
        const [event, semaphore] = [new Event(), new Semaphore(0)];
        const seen: unknown[] = [];
        const reader = spawn(() => {
          for (const object of iwait([event, semaphore, 5])) seen.push(object);
        });
        const maker = spawn(() => {
          event.set();
          pause();
          semaphore.release();
        });
        joinAll([maker]);
        if (maker.killed) {
          event.set();
          if (semaphore.count === 0) semaphore.release();
        }
        reader.join();
        if (!reader.killed) expect(new Set(seen)).toEqual(new Set([event, semaphore, 5]));
        expect(new Set(seen).size).toBe(seen.length);
      },
      { faults: { kills: 1, timeouts: true } },
    ],
  ])('%s', async (_, test, options) => {
    const exploration = await explore(test, { strategy: 'exhaustive', schedules: 20_000, leaks: true, ...options });
    expect(exploration.exhausted).toBe(true);
    expect(exploration.schedules).toBeGreaterThan(2);
  });
});
