import { AsyncResult, Channel, Empty, Event, Queue, Semaphore, ShutDown, sleep, spawn } from 'greenlets';
import { settle, useVirtualHost } from '../support/virtual-host.ts';

/* Nothing here is marked but what is said to be. */

async function collect<T>(items: AsyncIterable<T>, most = Infinity): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) {
    collected.push(item);
    if (collected.length === most) break;
  }
  return collected;
}

function produce(target: { put(item: number): void }, count: number): void {
  'use greenlet';
  for (let i = 0; i < count; i++) {
    sleep(10);
    target.put(i);
  }
}

describe('Code that is not compiled', () => {
  it('iterates over a queue with for await until it is shut down', async () => {
    const host = useVirtualHost();
    const queue = new Queue<number>();
    spawn(() => {
      'use greenlet';
      produce(queue, 3);
      queue.shutdown();
    });
    expect(await settle(host, collect(queue))).toEqual([0, 1, 2]);
  });

  it('iterates over a channel, and leaves the loop without taking more', async () => {
    const host = useVirtualHost();
    const channel = new Channel<number>();
    spawn(produce, channel, 3);
    expect(await settle(host, collect(channel, 2))).toEqual([0, 1]);
    expect(await settle(host, channel.async.get())).toBe(2);
  });

  it('waits in greenlets that are named after the methods', async () => {
    const host = useVirtualHost();
    const waiting = new Queue<number>().async.get();
    expect(await settle(host, waiting.catch(String))).toMatch(/get-\d+ waits for Queue\.get\(\)/);
  });

  it('takes nothing by a step that it has given up', async () => {
    const host = useVirtualHost();
    const queue = new Queue<number>();
    const items = queue[Symbol.asyncIterator]();
    const step = items.next();
    await settle(
      host,
      spawn(() => 0),
    );
    await items.return();
    queue.put(1);
    expect(await settle(host, step)).toEqual({ done: true, value: undefined });
    expect(await items.next()).toEqual({ done: true, value: undefined });
    expect(queue.size).toBe(1);
  });

  it('waits by promises of the same methods: of a queue', async () => {
    const host = useVirtualHost();
    const queue = new Queue<string>(1);
    const puts = [queue.async.put('a'), queue.async.put('b')];
    expect(await settle(host, queue.async.get())).toBe('a');
    expect(await settle(host, queue.async.get())).toBe('b');
    await settle(host, Promise.all(puts));
    await expect(settle(host, queue.async.get(10))).rejects.toThrow(Empty);
    queue.shutdown();
    await expect(settle(host, queue.async.get())).rejects.toThrow(ShutDown);
  });

  it('waits by promises of the same methods: of a semaphore, a result and an event', async () => {
    const host = useVirtualHost();
    const semaphore = new Semaphore(1);
    expect(await settle(host, semaphore.async.acquire())).toBe(true);
    expect(await settle(host, semaphore.async.acquire(5))).toBe(false);
    const result = new AsyncResult<number>();
    const value = result.async.get();
    result.set(5);
    expect(await settle(host, value)).toBe(5);
    const event = new Event();
    expect(await settle(host, event.async.wait(5))).toBe(false);
    event.set();
    expect(await settle(host, event.async.wait(5))).toBe(true);
  });

  it('awaits an event itself, which is not set yet', async () => {
    const host = useVirtualHost();
    const event = new Event();
    const waiting = (async () => [await event, host.now()])();
    spawn(() => {
      'use greenlet';
      sleep(30);
      event.set();
    });
    expect(await settle(host, waiting)).toEqual([true, 30]);
    expect(await settle(host, event)).toBe(true);
  });

  it('may await the form itself, which is no promise', async () => {
    const queue = new Queue();
    expect(await Promise.resolve(queue.async)).toBe(queue.async);
  });
});
