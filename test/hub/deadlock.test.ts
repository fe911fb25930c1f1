import {
  AsyncResult,
  Event,
  type Greenlet,
  LoopExit,
  Queue,
  RLock,
  run,
  Semaphore,
  sleep,
  spawn,
  wait,
} from 'greenlets';
import { Greenlet as RawGreenlet, getCurrent } from 'greenlets/core';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { topLevel } from '../../runtime/greenlets/top-level.ts';
import { errorOf } from '../runtime/support/error-of.ts';

describe('when nothing can run any more', () => {
  function blockingCalls(): [string, () => unknown][] {
    'use greenlet';
    return [
      ['Event.wait()', () => new Event().wait()],
      ['Queue.get()', () => new Queue().get()],
      ['Semaphore.acquire()', () => new Semaphore(0).acquire()],
      ['AsyncResult.get()', () => new AsyncResult().get()],
      ['Greenlet.join()', () => spawn(stuckForever).join()],
      ['wait()', () => wait(new Promise(() => {}))],
    ];
  }

  it.each(blockingCalls())('E50: %s is left by a LoopExit', async (reason, block) => {
    const error: unknown = await runVirtually(errorOf, block);
    expect(error).toBeInstanceOf(LoopExit);
    expect((error as LoopExit).message).toContain(`waits for ${reason}`);
    expect((error as LoopExit).message).not.toMatch(/[ \t]$/m);
  });

  it('shows where its greenlet waits, once, and not where the host was idle', async () => {
    const { stack, message } = (await runVirtually(stuckForever).catch((error: unknown) => error)) as LoopExit;
    expect(stack).toContain(message);
    expect(stack?.match(/at stuckForever/g)).toHaveLength(1);
    expect(stack).not.toContain('virtual-host');
    const nameless = await runVirtually(() => {
      'use greenlet';
      new Event().wait();
    }).catch((error: unknown) => error);
    expect((nameless as LoopExit).stack?.match(/deadlock\.test\.ts:\d+/g)).toHaveLength(1);
  });

  it('E50: each that gets one is told so, and its stack shows the calls of no other greenlet', async () => {
    const host = useVirtualHost();
    const runs = [run(outer, stuckForever), run(outer, stuckToo)];
    const errors = await settle(host, Promise.all(runs.map((one) => one.catch((error: unknown) => error as LoopExit))));
    const ends = errors.map((error) => {
      const { message, stack = '' } = error as LoopExit;
      expect(stack).toContain(message);
      return stack
        .slice(stack.indexOf(message) + message.length)
        .replaceAll(/ \(.*\)/g, '')
        .trim();
    });
    expect(ends).toEqual([
      expect.stringMatching(/^at stuckForever\n +at outer$/),
      expect.stringMatching(/^at stuckToo\n +at outer$/),
    ]);
    const [{ stuck, message }] = errors as [LoopExit];
    expect(message).toMatch(`\nThis is raised in ${(stuck[0]?.greenlet as Greenlet).name}.`);
  });

  it('E50: code outside of greenlets that waits is told no calls of anybody', async () => {
    const host = useVirtualHost();
    const error = await settle(
      host,
      new Event().then(undefined, (reason: unknown) => reason as LoopExit),
    );
    const { message, stack } = error as LoopExit;
    expect(message).toMatch(/code outside greenlets waits for Event$/);
    expect(stack).toBe(`LoopExit: ${message}`);
  });

  function outer(block: () => void): void {
    'use greenlet';
    block();
  }

  function stuckToo(): void {
    'use greenlet';
    new Queue().get();
  }

  function waitFor(event: Event, timeout?: number): boolean {
    'use greenlet';
    return event.wait(timeout);
  }

  function stuckForever(): void {
    'use greenlet';
    new Event().wait();
  }

  it('E50: if nobody catches it, run() is rejected with every stuck greenlet and what it waits for', async () => {
    const queue = new Queue(1);
    function main(): void {
      'use greenlet';
      spawn(producer).name = 'producer';
      spawn(stuckForever).name = 'listener';
      sleep(5);
      new Semaphore(0).acquire();
    }
    function producer(): void {
      'use greenlet';
      for (;;) queue.put('item');
    }
    const rejected = runVirtually(main).catch((error: unknown) => error as LoopExit);
    const { stuck, message } = (await rejected) as LoopExit;
    expect(message).toContain('this operation would block forever');
    expect(message).toMatch(
      /\n {2}producer waits for Queue\.put\(\)\n {4}at producer \(.*deadlock\.test\.ts:\d+:\d+\)\n/,
    );
    expect(message).toMatch(
      /\n {2}listener waits for Event\.wait\(\)\n {4}at stuckForever \(.*deadlock\.test\.ts:\d+:\d+\)/,
    );
    expect(stuck.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['Queue.put()', 'Event.wait()', 'Semaphore.acquire()']),
    );
    expect(stuck.find(({ reason }) => reason === 'Queue.put()')?.greenlet).toBeInstanceOf(RawGreenlet);
  });

  it('E52: one that catches it can go on, and can get stuck again', async () => {
    const log = await runVirtually(() => {
      'use greenlet';
      const first = errorOf(() => new Event().wait());
      sleep(10);
      const second = errorOf(() => new Event().wait());
      return [first, second].map((error) => error instanceof LoopExit);
    });
    expect(log).toEqual([true, true]);
  });

  it('E53: timers with ref: false do not count', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => sleep(50, { ref: false }));
    });
    expect(error).toBeInstanceOf(LoopExit);
    expect(error.message).toContain('waits for sleep(50)');
  });

  it('E53: a wait with a timeout just ends', async () => {
    expect(await runVirtually(waitFor, new Event(), 50)).toBe(false);
  });

  it('names a greenlet that has switched away', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => getCurrent().parent?.switch());
    });
    expect(error).toBeInstanceOf(LoopExit);
    expect(error.message).toContain('waits for a switch back to it');
  });

  it('leaves alone a greenlet that the last idle listener has woken', async () => {
    const host = useVirtualHost();
    const event = new Event();
    host.onIdle(() => event.set());
    expect(await settle(host, run(waitFor, event))).toBe(true);
  });

  it('rejects the promise of a greenlet that code which is not compiled awaits', async () => {
    const host = useVirtualHost();
    const failed = await settle(host, spawn(stuckForever)).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(LoopExit);
    expect((failed as LoopExit).message).toMatch(/stuckForever-\d+ waits for Event\.wait\(\)/);
    await host.drain();
    expect(host.listensForIdle).toBe(false);
  });

  it('rejects the promise of several greenlets, one of which is stuck', async () => {
    const host = useVirtualHost();
    const both = Promise.all([spawn(sleep, 5), spawn(stuckForever)]);
    await expect(settle(host, both)).rejects.toThrow('this operation would block forever');
  });

  it('lets a greenlet that is awaited go on when it catches the error', async () => {
    const host = useVirtualHost();
    const greenlet = spawn(errorOf, stuckForever);
    expect(await settle(host, greenlet)).toBeInstanceOf(LoopExit);
  });

  it('is told to a greenlet that awaits another one, and to that one', async () => {
    const error = await runVirtually(async () => {
      'use greenlet';
      try {
        await spawn(stuckForever);
      } catch (error) {
        return error;
      }
    });
    expect(error).toBeInstanceOf(LoopExit);
  });

  describe('tells one after the other, and nobody who can go on when another one has been told:', () => {
    /** `run` in an async function that tells what came of it. */
    async function outcomeOf(block: () => unknown): Promise<unknown> {
      'use greenlet';
      try {
        return await run(block);
      } catch (error) {
        return error;
      }
    }

    it('not who awaits an async function that has caught the error', async () => {
      const outcome = await runVirtually(async () => {
        'use greenlet';
        return [await outcomeOf(stuckForever), 'next'];
      });
      expect(outcome).toEqual([expect.any(LoopExit), 'next']);
    });

    it('not those further out, who await what the library knows nothing of', async () => {
      const outcome = await runVirtually(async () => {
        'use greenlet';
        const inner = async (): Promise<unknown> => {
          'use greenlet';
          return [await Promise.all([outcomeOf(stuckForever), outcomeOf(stuckToo)]), 'inner'];
        };
        return [await outcomeOf(inner).then((result) => result), 'outer'];
      });
      expect(outcome).toEqual([[[expect.any(LoopExit), expect.any(LoopExit)], 'inner'], 'outer']);
    });

    it('not those further out, if the innermost one awaits a promise as well', async () => {
      const outcome = await runVirtually(async () => {
        'use greenlet';
        const never = (): Promise<never> => new Promise(() => {});
        return [await outcomeOf(async () => [await outcomeOf(never), 'inner']), 'outer'];
      });
      expect(outcome).toEqual([[expect.any(LoopExit), 'inner'], 'outer']);
    });

    it('not a module that awaits what has caught the error', async () => {
      const host = useVirtualHost();
      const outcome = topLevel(async () => {
        'use greenlet';
        return [await outcomeOf(stuckForever), 'next'];
      });
      expect(await settle(host, outcome)).toEqual([expect.any(LoopExit), 'next']);
    });

    it('not who waits for the end of one who is told, though that one was started later', async () => {
      const host = useVirtualHost();
      let late: Greenlet | null = null;
      const early = run(() => {
        'use greenlet';
        sleep(1);
        return late?.get();
      });
      late = spawn(errorOf, stuckForever);
      const both = Promise.all([early, late]);
      const [first, second] = await settle(host, both);
      expect(first).toBeInstanceOf(LoopExit);
      expect(first).toBe(second);
    });

    it('not who gets a lock that another one gives back', async () => {
      const host = useVirtualHost();
      const locks = [new RLock(), new RLock()] as const;
      const crossed = (one: RLock, other: RLock): string => {
        'use greenlet';
        return one.with(() => {
          'use greenlet';
          sleep(1);
          return other.with(() => 'got both');
        });
      };
      const runs = [run(crossed, ...locks), run(crossed, locks[1], locks[0])];
      const outcomes = await settle(host, Promise.allSettled(runs));
      expect(outcomes).toEqual([
        { status: 'fulfilled', value: 'got both' },
        { status: 'rejected', reason: expect.any(LoopExit) as unknown },
      ]);
    });

    it('not who waits for an event that another one sets at its end', async () => {
      const host = useVirtualHost();
      const event = new Event();
      const first = run(() => {
        'use greenlet';
        try {
          new Event().wait();
        } finally {
          event.set();
        }
      });
      const outcomes = await settle(host, Promise.allSettled([first, run(waitFor, event)]));
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    });

    it('one that has caught it, and is stuck again, comes after those who have not been told', async () => {
      const host = useVirtualHost();
      const log: string[] = [];
      const stubborn = run(() => {
        'use greenlet';
        for (let i = 0; i < 3; i++) {
          errorOf(stuckForever);
          log.push('stubborn');
        }
      });
      const other = run(() => {
        'use greenlet';
        errorOf(stuckToo);
        log.push('other');
      });
      await settle(host, Promise.all([stubborn, other]));
      expect(log).toEqual(['stubborn', 'other', 'stubborn', 'stubborn']);
    });

    it('all are told of all, as long as nothing else happens', async () => {
      const host = useVirtualHost();
      const runs = Array.from({ length: 20 }, () => run(stuckForever).catch((error: unknown) => error as LoopExit));
      const errors = await settle(host, Promise.all(runs));
      expect(errors.map((error) => (error as LoopExit).stuck.length)).toEqual(Array.from({ length: 20 }, () => 20));
    });
  });

  it('listens to the host until that is idle, and the promise of no greenlet is pending', async () => {
    const host = useVirtualHost();
    expect(host.listensForIdle).toBe(false);
    const both = Promise.all([run(sleep, 1), run(sleep, 2)]);
    expect(host.listensForIdle).toBe(true);
    await settle(host, both);
    await host.drain();
    expect(host.listensForIdle).toBe(false);
    const third = run(sleep, 1);
    expect(host.listensForIdle).toBe(true);
    await settle(host, third);
  });
});

describe('code outside greenlets that waits for what nobody can make ready any more', () => {
  const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

  it('gets a LoopExit from an event', async () => {
    const host = useVirtualHost();
    const error = await settle(host, failureOf(Promise.resolve(new Event({ name: 'ready' }))));
    expect(error).toBeInstanceOf(LoopExit);
    expect((error as LoopExit).message).toContain('code outside greenlets waits for Event "ready"');
  });

  it('gets a LoopExit from a result, which names the greenlets that are stuck as well', async () => {
    const host = useVirtualHost();
    const result = new AsyncResult({ name: 'answer' });
    spawn(() => {
      'use greenlet';
      new Event({ name: 'question' }).wait();
      result.set(42);
    }).name = 'thinker';
    const { message } = (await settle(host, failureOf(Promise.resolve(result)))) as LoopExit;
    expect(message).toContain('thinker waits for Event.wait(): Event "question"');
    expect(message).toContain('code outside greenlets waits for AsyncResult "answer"');
  });

  it('gets what a greenlet provides that is told first', async () => {
    const host = useVirtualHost();
    const result = new AsyncResult<string>();
    const stuck = run(() => {
      'use greenlet';
      try {
        new Event().wait();
      } finally {
        result.set('from the clean-up');
      }
    });
    const both = Promise.all([failureOf(stuck), Promise.resolve(result)]);
    expect(await settle(host, both)).toEqual([expect.any(LoopExit), 'from the clean-up']);
  });

  it('is no news where it has only given a callback', async () => {
    const host = useVirtualHost();
    const called = jest.fn();
    void new Event().then(called);
    await host.drain();
    expect(called).not.toHaveBeenCalled();
    expect(host.listensForIdle).toBe(false);
  });

  it('is a marked async function: it is named with what it awaits', async () => {
    const host = useVirtualHost();
    async function listen(event: Event): Promise<boolean> {
      'use greenlet';
      return await event;
    }
    const { message } = (await settle(host, failureOf(listen(new Event({ name: 'stop' }))))) as LoopExit;
    expect(message).toMatch(/listen-\d+ waits for await: Event "stop"/);
    expect(message).not.toContain('code outside greenlets');
  });

  it('goes on if it has caught the error, and may wait for the same event again', async () => {
    const host = useVirtualHost();
    const event = new Event();
    await settle(host, failureOf(Promise.resolve(event)));
    const again = Promise.resolve(event);
    event.set();
    expect(await settle(host, again)).toBe(true);
  });
});
