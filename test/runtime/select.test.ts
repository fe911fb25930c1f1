'use greenlet';

import {
  Channel,
  Event,
  iwait,
  joinAll,
  PriorityQueue,
  putting,
  Queue,
  RLock,
  run,
  select,
  Semaphore,
  ShutDown,
  sleep,
  spawn,
  waitFor,
} from 'greenlets';
import { explore } from 'greenlets/testing';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

function shutDownQueue(): Queue {
  const queue = new Queue();
  queue.shutdown();
  return queue;
}

describe('select', () => {
  it('takes an item from the queue that has one first, and leaves the others alone', async () => {
    const seen = await runVirtually(() => {
      const [a, b] = [new Queue<string>(), new Queue<string>()];
      const selecting = spawn(() => select([a, b]));
      sleep(1);
      b.put('from b');
      a.put('from a');
      const { index, source, value } = selecting.get();
      return [index, source === b, value, a.size, b.size];
    });
    expect(seen).toEqual([1, true, 'from b', 1, 0]);
  });

  it('does at once what is possible', async () => {
    const seen = await runVirtually(() => {
      const [queue, full, semaphore] = [new Queue(null, ['x']), new Queue(1, ['y']), new Semaphore(1)];
      return [select([full, new Event()]), select([queue]), select([semaphore]), semaphore.count].map((one) =>
        typeof one === 'number' ? one : one.value,
      );
    });
    expect(seen).toEqual(['y', 'x', true, 0]);
  });

  it('puts an item where there is room first', async () => {
    const seen = await runVirtually(() => {
      const [queue, channel] = [new Queue(1, ['full']), new Channel<string>()];
      const first = spawn(() => select([putting(queue, 'new'), putting(channel, 'sent')]));
      sleep(1);
      const got = channel.get();
      const second = spawn(() => select([putting(queue, 'new'), putting(channel, 'sent')]));
      sleep(1);
      const taken = queue.get();
      return [first.get().index, got, second.get().index, taken, queue.get(), channel.balance];
    });
    expect(seen).toEqual([1, 'sent', 0, 'full', 'new', 0]);
  });

  it('receives from a channel, and from what is put by another select', async () => {
    const seen = await runVirtually(() => {
      const [a, b] = [new Channel<string>(), new Channel<string>()];
      const receiver = spawn(() => select([a, b]));
      const sender = spawn(() => select([putting(b, 'hello')]));
      return [receiver.get().value, sender.get().index, a.balance, b.balance];
    });
    expect(seen).toEqual(['hello', 0, 0, 0]);
  });

  it('waits for events and greenlets, which it gives back', async () => {
    const seen = await runVirtually(() => {
      const [event, greenlet] = [new Event(), spawn(() => sleep(5))];
      const first = select([event, greenlet]);
      event.set();
      const second = select([event, new Queue()]);
      return [first.value === greenlet, second.value === event];
    });
    expect(seen).toEqual([true, true]);
  });

  it('acquires a unit of a semaphore only if that is the case that comes true', async () => {
    const seen = await runVirtually(() => {
      const [semaphore, event] = [new Semaphore(1), new Event()];
      semaphore.acquire();
      const selecting = spawn(() => select([semaphore, event]));
      sleep(1);
      event.set();
      const first = selecting.get().index;
      semaphore.release();
      return [first, semaphore.count];
    });
    expect(seen).toEqual([1, 1]);
  });

  it('ends when its time is over, and has done nothing then', async () => {
    const seen = await runVirtually(() => {
      const [queue, full, semaphore] = [new Queue<number>(), new Queue(1, [0]), new Semaphore(0)];
      const selected = select([queue, putting(full, 1), semaphore, new Event()], 50);
      queue.put(1);
      full.get();
      semaphore.release();
      return [selected, queue.size, full.size, semaphore.count];
    });
    expect(seen).toEqual([null, 1, 0, 1]);
  });

  it('loses nothing if it is killed', async () => {
    const seen = await runVirtually(() => {
      const [queue, channel] = [new Queue<number>(), new Channel<number>()];
      const killed = spawn(() => select([queue, channel]));
      sleep(1);
      killed.kill();
      queue.put(1);
      return [queue.size, channel.balance];
    });
    expect(seen).toEqual([1, 0]);
  });

  it('gives each of several that are possible the same odds', async () => {
    const counts = await runVirtually(() => {
      const queues = [1, 2, 3].map(
        () =>
          new Queue(
            null,
            Array.from({ length: 3000 }, (_, i) => i),
          ),
      );
      const counts = [0, 0, 0];
      for (let i = 0; i < 3000; i++) {
        const index = select(queues).index;
        counts[index] = (counts[index] ?? 0) + 1;
      }
      return counts;
    });
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100);
  });

  it('starves no case where others select in between', async () => {
    const counts = await runVirtually(() => {
      const counts = { a: 0, b: 0, c: 0, d: 0 };
      const taking = (first: 'a' | 'b' | 'c' | 'd', second: 'a' | 'b' | 'c' | 'd') => () => {
        const events = [new Event(), new Event()];
        for (const event of events) event.set();
        for (let i = 0; i < 100; i++) {
          counts[select(events).index === 0 ? first : second]++;
          sleep(0);
        }
      };
      joinAll([spawn(taking('a', 'b')), spawn(taking('c', 'd'))]);
      return counts;
    });
    for (const count of Object.values(counts)) expect(Math.abs(count - 50)).toBeLessThan(20);
  });

  it('refuses an item that a full queue would refuse as well', async () => {
    const messages = await runVirtually(() => {
      const queue = new PriorityQueue<unknown>(1, [1]);
      const cases = [putting(queue, {}), new Event()];
      const waiting = errorOf(() => select(cases));
      queue.get();
      return [waiting.message, errorOf(() => select(cases)).message, queue.size];
    });
    expect(messages).toEqual([expect.stringContaining('to compare'), expect.stringContaining('to compare'), 0]);
  });

  it('stands in line with others that wait', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      const queue = new Queue<number>();
      spawn(() => log.push(`first ${String(queue.get())}`));
      spawn(() => log.push(`select ${String(select([queue, new Event()]).value)}`));
      spawn(() => log.push(`third ${String(queue.get())}`));
      sleep(1);
      for (let i = 0; i < 3; i++) queue.put(i);
      sleep(1);
    });
    expect(log).toEqual(['first 0', 'select 1', 'third 2']);
  });

  it('throws what a queue throws that is shut down', async () => {
    const errors = await runVirtually(() => {
      const [queue, channel, other] = [new Queue(), new Channel(), new Channel()];
      const selecting = [queue, channel].map((source) => spawn(() => errorOf(() => select([source, new Event()]))));
      const putter = spawn(() => errorOf(() => select([putting(other, 1), new Event()])));
      sleep(1);
      queue.shutdown();
      channel.shutdown();
      other.shutdown();
      return [...selecting, putter].map((greenlet) => greenlet.get() instanceof ShutDown);
    });
    expect(errors).toEqual([true, true, true]);
  });

  it('acquires a lock that becomes free', async () => {
    const seen = await runVirtually(() => {
      const lock = new RLock();
      lock.acquire();
      const selecting = spawn(() => [select([new Event(), lock]).source === lock, lock.owned()]);
      sleep(1);
      lock.release();
      return selecting.get();
    });
    expect(seen).toEqual([true, true]);
  });

  it('leaves a lock to the next in the line where another case was first', async () => {
    const seen = await runVirtually(() => {
      const [lock, semaphore] = [new RLock(), new Semaphore(0)];
      lock.acquire();
      const first = spawn(() => select([lock, semaphore]).index);
      const next = spawn(() => {
        const { index } = select([lock]);
        const owned = lock.owned();
        lock.release();
        return [index, owned];
      });
      sleep(1);
      semaphore.release();
      lock.release();
      return [first.get(), next.get(), lock.locked()];
    });
    expect(seen).toEqual([1, [0, true], false]);
  });

  it('acquires a lock at once, once more if it is its own', async () => {
    const seen = await runVirtually(() => {
      const lock = new RLock();
      select([lock]);
      select([lock]);
      lock.release();
      return [lock.owned(), (lock.release(), lock.owned())];
    });
    expect(seen).toEqual([true, false]);
  });

  it('waits for promises: their values, and their errors', async () => {
    const seen = await runVirtually(() => {
      const never = new Promise(() => {});
      const { index, value } = select([never, Promise.resolve('value')]);
      const error = errorOf(() => select([never, Promise.reject(new Error('rejected'))]));
      return [index, value, error.message];
    });
    expect(seen).toEqual([1, 'value', 'rejected']);
  });

  it.each<[string, (promise: Promise<unknown>) => unknown]>([
    ['another case is possible at once', (promise) => select([promise, new Semaphore(1)])],
    ['it has waited for another one', (promise) => select([promise, 5])],
    ['its time is over', (promise) => select([promise, new Queue()], 5)],
    ['a queue is shut down', (promise) => errorOf(() => select([promise, shutDownQueue()]))],
    ['it is asked for none', (promise) => waitFor([promise], { count: 0 })],
  ])('handles the later rejection of a promise that it leaves where %s', async (_case, leave) => {
    const host = useVirtualHost();
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    let reject!: (error: Error) => void;
    const promise = new Promise((_resolve, fail) => (reject = fail));
    const left = run(() => {
      leave(promise);
    });
    await settle(host, left);
    reject(new Error('late'));
    await new Promise(setImmediate);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('refuses a negative time', async () => {
    const errors = await runVirtually(() => {
      return [
        errorOf(() => select([new Event(), -1])),
        errorOf(() => waitFor([new Event(), -1])),
        errorOf(() => spawn(() => iwait([-1])).get()),
      ];
    });
    for (const error of errors)
      expect(error).toEqual(new RangeError('expected a timeout of at least 0 ms, got `-1` (number)'));
  });

  it('waits for a time, like any other case', async () => {
    const host = useVirtualHost();
    const selecting = run(() => {
      const queue = new Queue();
      const { index, source, value } = select([queue, 20, 10]);
      return [index, source, value, host.now(), host.awaitsTimer, queue.size];
    });
    expect(await settle(host, selecting)).toEqual([2, 10, undefined, 10, false, 0]);
  });

  it('loses no item in any order of two that select and two that put', async () => {
    const { schedules } = await explore(
      () => {
        const [a, b] = [new Queue<number>(1), new Channel<number>()];
        const takers = [1, 2].map(() => spawn(() => select([a, b]).value));
        const putters = [1, 2].map((item) => spawn(() => select([putting(a, item), putting(b, item)])));
        for (const putter of putters) putter.get();
        expect(takers.map((taker) => taker.get()).sort()).toEqual([1, 2]);
        expect([a.size, b.balance]).toEqual([0, 0]);
      },
      { schedules: 300 },
    );
    expect(schedules).toBeGreaterThan(10);
  });

  it.each<[unknown, string]>([
    [[], 'expected an array of what to wait for, got `[]` (object)'],
    [3, 'expected an array of what to wait for, got `3` (number)'],
    [
      ['x'],
      'expected a queue, a channel, a semaphore, a lock, putting(...), whatever becomes ready, a promise, or a number of ms, got `"x"` (string)',
    ],
  ])('refuses %p', async (sources, message) => {
    expect(await runVirtually(() => errorOf(() => select(sources as never)).message)).toBe(message);
    expect(errorOf(() => putting(3 as never, 1)).message).toBe('expected a queue or a channel, got `3` (number)');
  });
});
