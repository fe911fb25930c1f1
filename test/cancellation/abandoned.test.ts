import { EventEmitter, on } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { getCurrent, GreenletExit, kill, run, sleep, spawn, wait, withTimeout, type Greenlet } from 'greenlets';
import type { Greenlet as AnyGreenlet } from 'greenlets/core';
import { fetch } from 'greenlets/web/fetch';
import { hub } from '../../runtime/hub/index.ts';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { gatherReports } from '../support/gather-reports.ts';
import { runVirtually } from '../support/virtual-host.ts';
import { createLog, loadProgram, VARIANTS, type Log } from './support.ts';

interface Program {
  waysToIterate: Record<string, (iterable: AsyncIterable<unknown>, log: Log) => unknown>;
  marked: (log: Log, how: string) => AsyncGenerator<number>;
  ticking: (log: Log, how: string) => AsyncGenerator<number>;
  nested: Record<string, (failure: Error) => AsyncGenerator<number>>;
  forAwait: (iterable: AsyncIterable<unknown>, log: Log, started: (greenlet: AnyGreenlet) => void) => Promise<void>;
}

interface State {
  closed: number;
}

interface MereWaits {
  mereWaits: Record<string, (never: Promise<void>, state: State) => AsyncGenerator>;
  iterate: (values: AsyncIterable<unknown>) => void;
  iterateAsync: (values: AsyncIterable<unknown>) => Promise<void>;
}

interface Clauses {
  source: (log: Log, kind: string) => AsyncIterable<number>;
}

async function* native(log: Log): AsyncGenerator<number> {
  'use no greenlet';
  try {
    yield 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield 2;
  } finally {
    log('closed');
  }
}

/** Kills a greenlet that waits in `body`; how it ended. */
function killed<Args extends unknown[]>(
  body: ((...args: Args) => unknown) | undefined,
  ...args: Args
): Promise<unknown[]> {
  return runVirtually(() => {
    'use greenlet';
    const victim: Greenlet = spawn(body as (...args: Args) => unknown, ...args);
    sleep(5);
    victim.kill();
    return [victim.value];
  });
}

describe.each(VARIANTS)('%s: what is abandoned while it owes a value', (_, stress) => {
  const { waysToIterate, marked, ticking } = loadProgram('iterations.js', stress) as Program;
  const ways = Object.keys(waysToIterate);
  const everything = ways.flatMap((way) => ['call', 'await', 'inner'].map((how): [string, string] => [way, how]));

  const { mereWaits, iterate, iterateAsync } = loadProgram('mere-waits.js', stress) as MereWaits;
  const merely = Object.keys(mereWaits).flatMap((name) => [iterate, iterateAsync].map((way) => [name, way] as const));

  it.each(merely)('an async generator without calls is interrupted in its %s (%p)', async (name, way) => {
    const state = { closed: 0 };
    const generator = mereWaits[name]?.(new Promise(() => {}), state);
    const [exit] = await killed(way as (values: unknown) => unknown, generator);
    expect(exit).toBeInstanceOf(GreenletExit);
    expect(state.closed).toBe(1);
  });

  it.each(everything)('%s: a compiled async generator is interrupted in its %s', async (way, how) => {
    const { lines, log } = createLog();
    const reports = gatherReports();
    const [exit] = await killed(waysToIterate[way], marked(log, how), log);
    const expected = how === 'inner' ? ['inner finally', 'finally'] : ['finally'];
    expect(lines.filter((line) => line !== 'got 1')).toEqual([...expected, 'left']);
    expect(exit).toBeInstanceOf(GreenletExit);
    expect(reports).toEqual([]);
  });

  it.each(ways.flatMap((way) => ['call', 'await'].map((how): [string, string] => [way, how])))(
    '%s: a compiled async generator has cleaned up also if it is interrupted when its %s has just ended',
    async (way, how) => {
      const { lines, log } = createLog();
      const reports = gatherReports();
      await killed(waysToIterate[way], ticking(log, how), log);
      expect(lines.filter((line) => line !== 'got 1')).toEqual(['cleaned up', 'left']);
      expect(reports).toEqual([]);
    },
  );

  it.each(ways)('%s: an iterator is told to return', async (way) => {
    const { lines, log } = createLog();
    const iterator = {
      next: () => new Promise<never>(() => undefined),
      return: () => {
        log('closed');
        return Promise.resolve({ done: true as const, value: undefined });
      },
    };
    const iterable = { [Symbol.asyncIterator]: () => iterator };
    await killed(waysToIterate[way], iterable, log);
    expect(lines).toEqual(['closed', 'left']);
  });

  it.each(ways)('%s: a Node stream is destroyed', async (way) => {
    const { lines, log } = createLog();
    const stream = new Readable({ read: () => undefined, objectMode: true });
    stream.push(1);
    await killed(waysToIterate[way], stream, log);
    expect(stream.destroyed).toBe(true);
    expect(lines.at(-1)).toBe('left');
  });

  it.each(ways)('%s: a web stream is cancelled', async (way) => {
    const { lines, log } = createLog();
    const cancel = jest.fn();
    const stream = new ReadableStream({ start: (controller) => controller.enqueue(1), cancel });
    await killed(waysToIterate[way], stream as unknown as AsyncIterable<unknown>, log);
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(lines.at(-1)).toBe('left');
  });

  it.each(ways)('%s: listening for events ends', async (way) => {
    const emitter = new EventEmitter();
    await killed(waysToIterate[way], on(emitter, 'x'), () => undefined);
    expect(emitter.listenerCount('x')).toBe(0);
  });

  it.each(ways)('%s: a timeout closes as well', async (way) => {
    const { lines, log } = createLog();
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(5, () => waysToIterate[way]?.(marked(log, 'call'), log), { timeoutValue: 'late' });
    });
    expect(lines.filter((line) => line !== 'got 1')).toEqual(['finally', 'left']);
    expect(result).toBe('late');
  });

  it('waits until the clean-up of a generator has ended, and reports its error', async () => {
    const { lines, log } = createLog();
    const reports = gatherReports();
    await killed(waysToIterate.forOf, marked(log, 'slow clean-up'), log);
    expect(lines).toEqual(['got 1', 'finally', 'left']);
    expect(reports).toEqual([new Error('clean-up failed')]);
  });

  it.each([
    ['throw', ['got 1', 'entered', 'finally', 'left']],
    ['return', ['got 1', 'entered', 'finally', 'left']],
    ['skip', ['got 1', 'finally', 'left']],
  ])('runs the clauses of an async generator that clean up: %s', async (kind, expected) => {
    const { source } = loadProgram('clauses.js', stress) as Clauses;
    const { lines, log } = createLog();
    await killed(waysToIterate.forOf, source(log, kind), log);
    expect(lines).toEqual(expected);
  });
});

describe('A compiled async generator that has to go on before it can be closed', () => {
  async function* numbers(log: unknown[]): AsyncGenerator<number> {
    'use greenlet';
    try {
      sleep(5);
      yield 1;
    } finally {
      sleep(10);
      log.push('not killed');
    }
  }

  async function* lines(log: unknown[], how: string): AsyncGenerator<string> {
    'use greenlet';
    try {
      yield 'header';
      yield 'line';
      if (how === 'await') await new Promise(() => undefined);
      else if (how === 'call') sleep(1000);
      else {
        const inner = lines(log, 'await');
        await inner.next();
        yield* inner;
      }
    } finally {
      log.push('closed');
    }
  }

  it.each([
    ['await', 1, 1],
    ['await', 2, 1],
    ['call', 1, 1],
    ['call', 2, 1],
    ['yield*', 1, 2],
    ['yield*', 0, 2],
  ])('is closed in its %s also if its first %i values were asked for by hand', async (how, byHand, closed) => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const reader = spawn(async () => {
        'use greenlet';
        const iterator = lines(log, how);
        for (let i = 0; i < byHand; i++) await iterator.next();
        for await (const line of iterator) if (line === '') return;
      });
      sleep(5);
      kill(reader);
      sleep(0);
    });
    expect(log).toEqual(Array(closed).fill('closed'));
  });

  it('may kill itself in its clean-up, of which nobody hears', async () => {
    async function* killsItself(): AsyncGenerator<number> {
      'use greenlet';
      try {
        yield 1;
      } finally {
        kill(getCurrent());
        sleep(10);
      }
    }
    const reports = gatherReports();
    await runVirtually(() => {
      'use greenlet';
      const reader = spawn(() => {
        'use greenlet';
        for (const value of killsItself() as object as Iterable<number>) sleep(10 * value);
      });
      sleep(5);
      kill(reader);
      sleep(20);
    });
    expect(reports).toEqual([]);
  });

  it('may be killed in its clean-up, of which nobody hears', async () => {
    const log: unknown[] = [];
    const reports = gatherReports();
    await runVirtually(() => {
      'use greenlet';
      const reader: Greenlet = spawn(() => {
        'use greenlet';
        for (const value of numbers(log) as object as Iterable<number>) log.push(value);
      });
      spawn(() => {
        // The generator has just been given what it waited for.
        sleep(5);
        kill(reader);
      });
      sleep(6);
      for (const greenlet of hub.live) if (greenlet !== getCurrent()) kill(greenlet);
      sleep(20);
    });
    expect(log).toEqual([]);
    expect(reports).toEqual([]);
  });
});

describe.each(VARIANTS)('%s: for await in an async function', (_, stress) => {
  const { forAwait, marked } = loadProgram('iterations.js', stress) as Program;

  it.each(['call', 'await', 'inner'])(
    'interrupts a compiled async generator in its %s when it is killed',
    async (how) => {
      const { lines, log } = createLog();
      const outcome = await runVirtually(() => {
        'use greenlet';
        const greenlets: AnyGreenlet[] = [];
        const promise = forAwait(marked(log, how), log, (greenlet) => void greenlets.push(greenlet));
        sleep(5);
        kill(greenlets[0] as AnyGreenlet);
        try {
          return wait(promise);
        } catch (error) {
          return (error as Error).name;
        }
      });
      expect(lines).toEqual(['got 1', ...(how === 'inner' ? ['inner finally'] : []), 'finally', 'left']);
      expect(outcome).toBe('GreenletExit');
    },
  );
});

describe('A native async generator', () => {
  it('gets return(), and ends when it has what it waits for', async () => {
    const { lines, log } = createLog();
    hub.useHost(defaultHost);
    await run(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        for (const x of native(log) as unknown as Iterable<number>) log('got', x);
      });
      sleep(1);
      victim.kill();
      log('killed');
      sleep(40);
    });
    expect(lines).toEqual(['got 1', 'killed', 'closed']);
  });
});

describe.each(VARIANTS)('%s: the error of what is closed by a kill', (_, stress) => {
  const { waysToIterate, nested } = loadProgram('iterations.js', stress) as Program;

  /** What is reported when a greenlet is killed that waits for the next value. */
  async function reportedFor(iterable: unknown, killer?: Error): Promise<unknown[]> {
    const reports = gatherReports();
    await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(
        waysToIterate.forOf as (iterable: unknown, log: Log) => unknown,
        iterable,
        () => undefined,
      );
      sleep(5);
      victim.kill(killer);
      sleep(5);
    });
    return reports;
  }

  const failure = new Error('closing failed');

  const stream = (error: Error): Readable => new Readable({ read: () => undefined, destroy: (_, done) => done(error) });

  it.each([
    [
      'a generator',
      function* () {
        try {
          yield 1;
        } finally {
          // eslint-disable-next-line no-unsafe-finally -- that is what is tested
          throw failure;
        }
      },
    ],
    [
      'an iterator of its own',
      () => ({
        [Symbol.iterator]: () => ({
          next: () => ({ done: false, value: 1 }),
          return: () => {
            throw failure;
          },
        }),
      }),
    ],
  ])('is reported for %s whose loop waits in its body', async (_, create: () => Iterable<number>) => {
    const reports = gatherReports();
    await runVirtually(() => {
      'use greenlet';
      const victim = spawn(() => {
        'use greenlet';
        for (const ms of create()) sleep(ms * 1000);
      });
      sleep(5);
      victim.kill();
    });
    expect(reports).toEqual([failure]);
  });

  it.each(Object.keys(nested))('is reported once for a generator in one that %s', async (name) => {
    expect(await reportedFor(nested[name]?.(failure))).toEqual([failure]);
  });

  it('is reported for a web stream', async () => {
    expect(await reportedFor(new ReadableStream({ cancel: () => Promise.reject(failure) }))).toEqual([failure]);
  });

  it('is reported for a Node stream, once', async () => {
    expect(await reportedFor(stream(failure))).toEqual([failure]);
  });

  it('is left to those who listen for errors of a Node stream', async () => {
    const source = stream(failure);
    const heard = jest.fn();
    source.on('error', heard);
    expect(await reportedFor(source)).toEqual([]);
    expect(heard.mock.calls).toEqual([[failure]]);
  });

  it.each([
    ['by the code of Node', Object.assign(new Error('read failed'), { code: 'ECONNRESET' })],
    ['by the code of undici', Object.assign(new Error('closed'), { code: 'UND_ERR_ABORTED' })],
    ['by the name', Object.assign(new Error('closed'), { name: 'AbortError' })],
    ['in words', new Error('Request aborted')],
  ])('is not reported if it only says that the stream was given up: %s', async (_, end) => {
    expect(await reportedFor(stream(end))).toEqual([]);
  });

  it('is not reported if it is what the greenlet was killed with', async () => {
    const killer = new Error('killer');
    const web = new ReadableStream({ cancel: () => Promise.reject(killer) });
    expect(await reportedFor(web, killer)).toEqual([]);
    expect(await reportedFor(stream(killer), killer)).toEqual([]);
  });
});

describe('wait', () => {
  it('calls onAbandon when its promise is given up, and only then', async () => {
    const abandoned = jest.fn();
    const exit = new GreenletExit();
    await runVirtually(() => {
      'use greenlet';
      const pending = new Promise(() => undefined);
      const victim: Greenlet = spawn(() => wait(pending, { onAbandon: abandoned }));
      sleep(0);
      victim.kill(exit);
      wait(Promise.resolve(1), { onAbandon: abandoned });
      try {
        wait(Promise.reject(new Error('x')), { onAbandon: abandoned });
      } catch {
        return;
      }
    });
    expect(abandoned.mock.calls).toEqual([[exit]]);
  });
});

describe('The body of a response', () => {
  let server: Server;
  let closed: Promise<void>;

  beforeEach(async () => {
    hub.useHost(defaultHost);
    let close: () => void;
    closed = new Promise((resolve) => {
      close = resolve;
    });
    server = createServer((_request, response) => {
      response.write('first');
      response.on('close', () => close());
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => new Promise((resolve) => void server.close(resolve)));

  it('is given up when the greenlet that iterates over it is killed: the request is aborted', async () => {
    const { port } = server.address() as AddressInfo;
    const chunks: unknown[] = [];
    await run(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        const response = fetch(`http://127.0.0.1:${String(port)}/`);
        for (const chunk of response.body as unknown as Iterable<Uint8Array>)
          chunks.push(Buffer.from(chunk).toString());
      });
      while (chunks.length === 0) sleep(5);
      victim.kill();
      wait(closed);
    });
    expect(chunks).toEqual(['first']);
  });
});
