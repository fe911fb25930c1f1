import { GreenletExit } from '../../runtime/core/errors/errors.ts';
import { LifoQueue } from '../../runtime/queues/lifo-queue.ts';
import { PriorityQueue } from '../../runtime/queues/priority-queue.ts';
import { Queue } from '../../runtime/queues/queue.ts';
import { Channel } from '../../runtime/queues/channel.ts';
import { Semaphore } from '../../runtime/sync/semaphore.ts';
import { spawn } from '../../runtime/greenlets/spawning/spawn.ts';
import { sleep } from '../../runtime/time/sleep.ts';
import { runVirtually } from '../support/virtual-host.ts';

/** A greenlet that has been woken by an item may run after others who come later. */
describe('who waits for an item', () => {
  describe.each<[string, () => Queue<string>, string, string]>([
    ['Queue', () => new Queue<string>(), 'A', 'B'],
    ['LifoQueue', () => new LifoQueue<string>(), 'B', 'A'],
    ['PriorityQueue', () => new PriorityQueue<string>(), 'A', 'B'],
  ])('of a %s', (_, create, best, other) => {
    const served = (second: (queue: Queue<string>, log: string[]) => void): Promise<string[]> =>
      runVirtually(() => {
        'use greenlet';
        const queue = create();
        const log: string[] = [];
        spawn(() => log.push(`first ${queue.get()}`));
        sleep(0);
        second(queue, log);
        sleep(1);
        return log.sort();
      });

    it('is served before a greenlet that was ready already', async () => {
      const log = await served((queue, log) => {
        'use greenlet';
        spawn(() => log.push(`second ${queue.get()}`));
        queue.put('A');
        queue.put('B');
      });
      expect(log).toEqual([`first ${best}`, `second ${other}`]);
    });

    it('is served before the one that puts takes an item itself', async () => {
      const log = await served((queue, log) => {
        queue.putNowait('A');
        queue.putNowait('B');
        log.push(`second ${queue.getNowait()}`);
      });
      expect(log).toEqual([`first ${best}`, `second ${other}`]);
    });

    it('is served before somebody looks', async () => {
      const log = await served((queue, log) => {
        queue.putNowait('A');
        queue.putNowait('B');
        log.push(`second ${queue.peekNowait()}`);
      });
      expect(log).toEqual([`first ${best}`, `second ${other}`]);
    });
  });

  it('is served before who comes later, if it only looks', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>(3);
      const peeker = spawn(() => queue.peek());
      const getter = spawn(() => queue.get());
      sleep(0);
      for (const item of [1, 2, 3]) queue.put(item);
      const third = queue.getNowait();
      const sizes = [queue.size, queue.full()];
      return [third, ...sizes, peeker.get(), getter.get(), queue.size, queue.get()];
    });
    expect(result).toEqual([2, 0, false, 1, 1, 1, 3]);
  });

  it('gets what it was given although it is killed then', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>();
      const got: unknown[] = [];
      const getter = spawn(() => {
        got.push(queue.get());
        got.push(queue.get());
      });
      sleep(0);
      queue.put(1);
      queue.put(2);
      const second = queue.getNowait();
      getter.kill();
      return [second, got, (getter.get() as unknown) instanceof GreenletExit];
    });
    expect(result).toEqual([2, [1], true]);
  });

  it('keeps what it was given when the rest is thrown away', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new LifoQueue<number>();
      const getter = spawn(() => queue.get());
      sleep(0);
      queue.put(1);
      queue.put(2);
      const taken = queue.getNowait();
      getter.kill(undefined, { block: false });
      queue.shutdown(true);
      return [taken, getter.get(), queue.unfinishedTasks];
    });
    expect(result).toEqual([1, 2, 2]);
  });

  it('leaves its item to the next if items cannot be compared', async () => {
    let isBroken = false;
    const compare = (a: number, b: number): number => {
      if (isBroken) throw new Error('broken');
      return a - b;
    };
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new PriorityQueue<number>(null, [], compare);
      const first = spawn(() => {
        try {
          return queue.get();
        } catch (error) {
          isBroken = false;
          return (error as Error).message;
        }
      });
      const second = spawn(() => queue.get());
      const third = spawn(() => queue.get());
      sleep(0);
      for (const item of [3, 1, 2, 4]) queue.put(item);
      isBroken = true;
      return [first.get(), second.get(), third.get(), queue.size, queue.get(), queue.get()];
    });
    expect(result).toEqual(['broken', 1, 2, 2, 3, 4]);
  });

  it('of a channel is handed the very item', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<string>();
      const log: string[] = [];
      spawn(() => log.push(`first ${channel.get()}`));
      sleep(0);
      spawn(() => log.push(`second ${channel.get()}`));
      channel.putNowait('A');
      channel.put('B');
      sleep(1);
      return log.sort();
    });
    expect(result).toEqual(['first A', 'second B']);
  });

  it('of a semaphore is handed the unit', async () => {
    const log = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const log: string[] = [];
      const acquire = (name: string): void => {
        'use greenlet';
        semaphore.acquire();
        log.push(name);
      };
      spawn(acquire, 'first');
      sleep(0);
      spawn(acquire, 'second');
      semaphore.release();
      const isFree = semaphore.tryAcquire();
      sleep(1);
      return [isFree, ...log];
    });
    expect(log).toEqual([false, 'first']);
  });

  it('to put is let in before who comes later', async () => {
    const log = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>(1, ['0']);
      spawn(() => queue.put('first'));
      sleep(0);
      spawn(() => queue.put('second'));
      const log = [queue.getNowait(), queue.full()];
      expect(() => queue.putNowait('third')).toThrow('the queue is full');
      return [...log, queue.get(), queue.get()];
    });
    expect(log).toEqual(['0', true, 'first', 'second']);
  });
});
