import { inspect } from 'node:util';
import { Queue, RLock, sleep, spawn } from 'greenlets';
import { getCurrent, Greenlet } from 'greenlets/core';
import { dumpGreenlets, explainDeadlocks, trace } from 'greenlets/observe';
import { runVirtually } from '../support/virtual-host.ts';

const jobs = new Queue<unknown>();

async function crawl(url: number): Promise<unknown> {
  'use greenlet';
  jobs.get();
  return crawl(url + 1);
}

const retry = async (times: number): Promise<void> => {
  'use greenlet';
  jobs.get();
  if (times > 0) await retry(times - 1);
};

class Shop {
  async order(order: number): Promise<unknown> {
    'use greenlet';
    jobs.get();
    return order;
  }

  async *items(): AsyncGenerator {
    'use greenlet';
    yield jobs.get();
  }
}

async function* pages(): AsyncGenerator {
  'use greenlet';
  yield jobs.get();
}

async function lockBoth(first: RLock, second: RLock): Promise<void> {
  'use greenlet';
  first.acquire();
  sleep(1);
  second.acquire();
}

async function lockBothLater(first: RLock, second: RLock): Promise<void> {
  'use greenlet';
  await lockBoth(first, second);
}

function named<G extends { name: string }>(greenlet: G, name: string): G {
  greenlet.name = name;
  return greenlet;
}

/** The names of those that `start` has started, without their numbers, and the functions in which they wait. */
async function namesAfter(start: () => unknown): Promise<[name: string, functions: string[]][]> {
  return runVirtually(() => {
    'use greenlet';
    start();
    sleep(1);
    const others = dumpGreenlets().filter(({ state }) => state === 'waiting');
    return others.map(({ name, stack }) => [name.replace(/-\d+/, ''), stack.map((line) => line.functionName)]);
  });
}

describe('Reports call a greenlet', () => {
  it.each<[what: string, start: () => unknown, name: string]>([
    ['the body of an async function that calls itself', () => crawl(1), 'crawl'],
    ['the body of an async arrow that calls itself', () => retry(1), 'retry'],
    ['the body of an async method whose parameter has its name', () => new Shop().order(1), 'order'],
  ])('%s after its function, and its frames, too', async (_, start, name) => {
    expect(await namesAfter(start)).toEqual([[name, [name]]]);
  });

  it.each<[what: string, start: () => unknown, name: string]>([
    ['an async generator', () => pages().next(), 'pages'],
    ['a method that is one', () => new Shop().items().next(), 'items'],
  ])('that makes the calls of %s after the generator, and its frame, too', async (_, start, name) => {
    expect(await namesAfter(start)).toEqual([[name, [name]]]);
  });

  it('that runs an async function also by the name of the greenlet that has called it', async () => {
    const [spawned, body] = await namesAfter(() => named(spawn(crawl, 1), 'bot'));
    expect(spawned?.[0]).toBe('bot');
    expect(body?.[0]).toBe('crawl (called by bot)');
  });

  it('that was made by `new Greenlet` of the core after its function', async () => {
    const message = await runVirtually(() => {
      'use greenlet';
      const lock = new RLock({ name: 'lock' });
      const raw = new Greenlet(function holder() {
        lock.acquire();
        getCurrent().parent?.switch();
      });
      raw.switch();
      return inspect(lock);
    });
    expect(message).toBe('[RLock "lock": held by holder]');
  });
});

describe('The name that a greenlet was given', () => {
  it('is told where a deadlock is one of async functions that it has called', async () => {
    const text = await runVirtually(() => {
      'use greenlet';
      const [first, second] = [new RLock({ name: 'first' }), new RLock({ name: 'second' })];
      named(spawn(lockBoth, first, second), 'a');
      named(spawn(lockBothLater, second, first), 'b');
      sleep(5);
      return explainDeadlocks();
    });
    expect(text.replaceAll(/-\d+| \(\S+\.ts:\d+\)/g, '')).toBe(
      'Deadlock:\n' +
        '  lockBoth (called by a) waits for RLock "second", held by lockBoth (called by b),\n' +
        '  which waits for RLock "first", held by lockBoth (called by a)',
    );
  });

  it('is that of the lane of an async function in a trace', async () => {
    const chunks: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const end = trace({ write: (chunk) => void chunks.push(chunk) });
      named(spawn(crawl, 1), 'bot');
      sleep(1);
      end();
    });
    expect(chunks.join('')).toMatch(/"crawl-\d+ \(called by bot\)"/);
  });
});
