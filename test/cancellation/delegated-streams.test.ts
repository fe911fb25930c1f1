import { Readable } from 'node:stream';
import { run, sleep, spawn } from 'greenlets';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';

/** What a generator that is not asynchronous delegates to, although it is only asynchronously iterable. */
type Source = Iterable<number>;
type Numbers = (source: Source) => Iterable<number>;

/** Yields 0, 1 and 2, and then nothing more. */
function stream(log: string[]): Source {
  let count = 0;
  const readable = new Readable({
    objectMode: true,
    read() {
      if (count < 3) this.push(count++);
    },
    destroy(_, callback) {
      log.push('destroyed');
      callback(null);
    },
  });
  return readable as unknown as Source;
}

function generators(): [string, Numbers][] {
  'use greenlet';
  return [
    [
      'yield*',
      function* delegate(source) {
        yield* source;
      },
    ],
    [
      'for...of',
      function* loop(source) {
        for (const item of source) yield item;
      },
    ],
    [
      'for...of with a finally block that waits',
      function* cleanUp(source) {
        try {
          for (const item of source) yield item;
        } finally {
          sleep(1);
        }
      },
    ],
    [
      'yield* in yield*',
      function* outer(source) {
        yield* (function* inner() {
          yield* source;
        })();
      },
    ],
  ];
}

beforeEach(() => hub.useHost(defaultHost));

describe.each(generators())('A generator that reads a stream by %s', (_, generator) => {
  it('destroys the stream when the greenlet is killed that waits for it', async () => {
    const log: string[] = [];
    const items: number[] = [];
    await run(() => {
      'use greenlet';
      const reader = spawn(() => {
        for (const item of generator(stream(log))) items.push(item);
      });
      while (items.length < 3) sleep(1);
      reader.kill();
      sleep(1);
    });
    expect(items).toEqual([0, 1, 2]);
    expect(log).toEqual(['destroyed']);
  });

  it('destroys the stream when the loop over it is left', async () => {
    const log: string[] = [];
    const items: number[] = [];
    await run(() => {
      'use greenlet';
      for (const item of generator(stream(log))) {
        items.push(item);
        if (item === 1) break;
      }
      sleep(1);
    });
    expect(items).toEqual([0, 1]);
    expect(log).toEqual(['destroyed']);
  });
});

describe('yield* of an async generator in one that is not', () => {
  it('passes on values, errors and results in both directions', async () => {
    const log: unknown[] = [];
    const steps = await run(() => {
      'use greenlet';
      async function* inner(): AsyncGenerator<string, string, unknown> {
        'use no greenlet';
        try {
          await Promise.resolve();
          log.push(yield 'first');
        } catch (error) {
          log.push((error as Error).message);
        }
        try {
          yield 'second';
        } finally {
          log.push('closed');
        }
        return 'result';
      }
      function* outer(): Generator<string, string, unknown> {
        return yield* inner() as unknown as Generator<string, string, unknown>;
      }
      const [first, second, third] = [outer(), outer(), outer()];
      return [
        [first.next(), first.next('value'), first.next()],
        [second.next(), second.throw(new Error('thrown')), second.return('early')],
        [third.next(), third.return('early')],
      ];
    });
    const step = (value: unknown, done = false): object => ({ value, done });
    expect(steps).toEqual([
      [step('first'), step('second'), step('result', true)],
      [step('first'), step('second'), step('early', true)],
      [step('first'), step('early', true)],
    ]);
    expect(log).toEqual(['value', 'closed', 'thrown', 'closed']);
  });

  it('still refuses what is not iterable at all', async () => {
    const failure = run(() => {
      'use greenlet';
      function* outer(): Generator {
        yield* {} as unknown as Iterable<unknown>;
      }
      return outer().next();
    });
    await expect(failure).rejects.toThrow('object is not iterable');
  });
});
