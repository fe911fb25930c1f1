import { getEventListeners } from 'node:events';
import {
  AsyncResult,
  Channel,
  Condition,
  Event,
  getCurrent,
  Group,
  GreenletExit,
  isCancellation,
  iwait,
  joinAll,
  killAll,
  Pool,
  Queue,
  RLock,
  run,
  Semaphore,
  sleep,
  spawn,
  Timeout,
  wait,
  waitFor,
  withTimeout,
  type Greenlet,
  type KillOptions,
  type Limit,
} from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';

type Wait = (limit: { signal: AbortSignal; timeout?: number }) => unknown;

/** Calls that block for ever; each makes what it waits for. */
function blocking(): Record<string, Wait> {
  'use greenlet';
  const full = new Queue(1, [1]);
  const locked = new RLock();
  const busy: Greenlet = spawn(() => {
    'use greenlet';
    locked.acquire();
    sleep(100_000);
  });
  const pool = new Pool(1);
  pool.spawn(() => sleep(100_000));
  const group = new Group([busy]);
  return {
    sleep: (limit) => sleep(100_000, { signal: limit.signal }),
    wait: (limit) => wait(new Promise(() => undefined), limit),
    'greenlet.join': (limit) => busy.join(limit),
    'greenlet.get': (limit) => busy.get(limit),
    'event.wait': (limit) => new Event().wait(limit),
    'asyncResult.get': (limit) => new AsyncResult().get(limit),
    'asyncResult.wait': (limit) => new AsyncResult().wait(limit),
    'queue.get': (limit) => new Queue().get(limit),
    'queue.peek': (limit) => new Queue().peek(limit),
    'queue.put': (limit) => full.put(2, limit),
    'queue.join': (limit) => full.join(limit),
    'channel.get': (limit) => new Channel().get(limit),
    'channel.put': (limit) => new Channel().put(1, limit),
    'semaphore.acquire': (limit) => new Semaphore(0).acquire(limit),
    'semaphore.wait': (limit) => new Semaphore(0).wait(limit),
    'rlock.acquire': (limit) => locked.acquire(limit),
    'condition.wait': (limit) => {
      const condition = new Condition();
      return condition.with(() => condition.wait(limit));
    },
    'pool.waitAvailable': (limit) => pool.waitAvailable(limit),
    'group.join': (limit) => group.join(limit),
    joinAll: (limit) => joinAll([busy], limit),
    waitFor: (limit) => waitFor([busy], limit),
    iwait: (limit) => [...iwait([busy], limit)],
    withTimeout: (limit) => withTimeout(null, () => sleep(100_000), limit),
  };
}

const NAMES = [
  'sleep',
  'wait',
  'greenlet.join',
  'greenlet.get',
  'event.wait',
  'asyncResult.get',
  'asyncResult.wait',
  'queue.get',
  'queue.peek',
  'queue.put',
  'queue.join',
  'channel.get',
  'channel.put',
  'semaphore.acquire',
  'semaphore.wait',
  'rlock.acquire',
  'condition.wait',
  'pool.waitAvailable',
  'group.join',
  'joinAll',
  'waitFor',
  'iwait',
  'withTimeout',
];

/** Counts the listeners of a signal. */
function counted(controller: AbortController): { signal: AbortSignal; listeners: () => number } {
  let listeners = 0;
  const { signal } = controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--;
    remove(...args);
  };
  return { signal, listeners: () => listeners };
}

describe.each(NAMES)('A signal given to %s', (name) => {
  it('interrupts the greenlet when it is aborted; no listener stays behind', async () => {
    const controller = new AbortController();
    const { signal, listeners } = counted(controller);
    const reason = new Error('enough');
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const call = blocking()[name] as Wait;
      sleep(0);
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        try {
          try {
            call({ signal });
          } catch {
            log.push('swallowed');
          }
        } catch (error) {
          log.push(isCancellation(error), error);
        }
      });
      sleep(1);
      log.push(victim.dead);
      controller.abort(reason);
      victim.join();
    });
    // For whoever called `withTimeout` the abort is over, as a timeout is.
    expect(log).toEqual(name === 'withTimeout' ? [false, 'swallowed'] : [false, true, reason]);
    expect(listeners()).toBe(0);
  });

  it('that is aborted already is raised before anything happens', async () => {
    const log: unknown[] = [];
    const controller = new AbortController();
    controller.abort('at once');
    await runVirtually(() => {
      'use greenlet';
      const call = blocking()[name] as Wait;
      sleep(0);
      try {
        call({ signal: controller.signal });
      } catch (error) {
        log.push(isCancellation(error), error);
      }
    });
    // For whoever called `withTimeout` the abort is over, as one that comes later is.
    expect(log).toEqual([name !== 'withTimeout', 'at once']);
  });
});

describe('A signal that many greenlets were given', () => {
  it('has one listener for all of them, for Node warns of more than ten', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const counts: number[] = [];
    const ended = await runVirtually(() => {
      'use greenlet';
      const waiters = Array.from({ length: 20 }, (_, index): Greenlet => {
        if (index % 3 === 0) return spawn({ signal }, () => sleep(1000));
        if (index % 3 === 1) return spawn(() => sleep(1000, { signal }));
        return spawn(() => withTimeout(1000, () => sleep(1000), { signal }));
      });
      sleep(1);
      counts.push(getEventListeners(signal, 'abort').length);
      waiters[0]?.kill();
      controller.abort('enough');
      joinAll(waiters);
      counts.push(getEventListeners(signal, 'abort').length);
      return waiters.filter(({ exception }) => exception === 'enough').length;
    });
    expect(counts).toEqual([1, 0]);
    expect(ended).toBe(19);
  });
});

describe('A limit', () => {
  it('may be a timeout and a signal; after the timeout no listener stays behind', async () => {
    const { signal, listeners } = counted(new AbortController());
    const result = await runVirtually(() => {
      'use greenlet';
      return new Event().wait({ timeout: 5, signal });
    });
    expect(result).toBe(false);
    expect(listeners()).toBe(0);
  });

  it('does not stop what can be had at once, unless it is aborted', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return new Queue(null, [1]).get({ signal: new AbortController().signal });
    });
    expect(result).toBe(1);
  });

  it('is refused if it is something else', async () => {
    const messages = await runVirtually(() => {
      'use greenlet';
      return [{ timeuot: 5 }, { signal: 3 }, 'x'].map((limit) => {
        'use greenlet';
        try {
          return new Event().wait(limit as Limit);
        } catch (error) {
          return (error as Error).message;
        }
      });
    });
    expect(messages).toEqual([
      'expected options with `timeout`, `signal`, got an unknown option `timeuot`',
      'expected an AbortSignal, got `3` (number)',
      'expected a number of milliseconds, got `"x"` (string)',
    ]);
  });

  it('of wait() throws a Timeout', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      try {
        return wait(new Promise(() => undefined), { timeout: 5 });
      } catch (error) {
        return error;
      }
    });
    expect(error).toBeInstanceOf(Timeout);
  });
});

describe('A signal given to run() and spawn()', () => {
  it('kills the greenlet with its reason', async () => {
    const host = useVirtualHost();
    const controller = new AbortController();
    const log: string[] = [];
    const body = (name: string): void => {
      'use greenlet';
      try {
        sleep(100_000);
      } catch {
        log.push('swallowed');
      } finally {
        log.push(name);
      }
    };
    const ran = run({ signal: controller.signal }, body, 'run').catch((error: unknown) => error);
    const spawned = spawn({ signal: controller.signal }, body, 'spawn');
    await host.turnUntil(() => host.awaitsTimer);
    controller.abort('enough');
    expect(await settle(host, ran)).toBe('enough');
    expect(spawned.exception).toBe('enough');
    expect(log).toEqual(['run', 'spawn']);
  });

  it('that is aborted already keeps it from running', async () => {
    const host = useVirtualHost();
    const body = jest.fn();
    const ran = run({ signal: AbortSignal.abort('before') }, body).catch((error: unknown) => error);
    expect(await settle(host, ran)).toBe('before');
    expect(body).not.toHaveBeenCalled();
  });
});

describe('The signal of a greenlet', () => {
  it('is aborted when it is killed, also if it is asked for afterwards', async () => {
    const exit = new GreenletExit();
    const [before, after] = await runVirtually(() => {
      'use greenlet';
      const signals: AbortSignal[] = [];
      const victims = [true, false].map((early): Greenlet => {
        'use greenlet';
        return spawn(() => {
          'use greenlet';
          const me = getCurrent() as object as Greenlet;
          if (early) signals[0] = me.signal;
          try {
            sleep(1000);
          } finally {
            signals[early ? 0 : 1] = me.signal;
          }
        });
      });
      sleep(1);
      const wasAborted = signals[0]?.aborted;
      for (const victim of victims) victim.kill(exit);
      return [[wasAborted], signals.map(({ aborted, reason }): unknown[] => [aborted, reason])];
    });
    expect(before).toEqual([false]);
    expect(after).toEqual([
      [true, exit],
      [true, exit],
    ]);
  });
});

describe('A signal given to what kills', () => {
  type Kill = (victims: Greenlet[], options: KillOptions) => void;

  function kills(): Record<string, Kill> {
    'use greenlet';
    return {
      'greenlet.kill': ([victim], options) => victim?.kill(GreenletExit, options),
      killAll: (victims, options) => killAll(victims, GreenletExit, options),
      'group.kill': (victims, options) => new Group(victims).kill(GreenletExit, options),
      'group.killOne': (victims, options) => new Group(victims).killOne(victims[0] as Greenlet, GreenletExit, options),
    };
  }

  /** Takes long to clean up. */
  function stubborn(): void {
    'use greenlet';
    try {
      sleep(100_000);
    } finally {
      sleep(1000);
    }
  }

  describe.each(Object.keys(kills()))('by %s', (name) => {
    it('interrupts who waits when it is aborted; the kill is not taken back', async () => {
      const controller = new AbortController();
      const { signal, listeners } = counted(controller);
      const log = await runVirtually(() => {
        'use greenlet';
        const victim: Greenlet = spawn(stubborn);
        const killer = spawn(() => {
          'use greenlet';
          try {
            (kills()[name] as Kill)([victim], { signal });
            return 'killed';
          } catch (error) {
            return isCancellation(error) && error;
          }
        });
        sleep(5);
        controller.abort('enough');
        const result = killer.get();
        return [result, victim.dead, victim.join(), victim.value instanceof GreenletExit];
      });
      expect(log).toEqual(['enough', false, undefined, true]);
      expect(listeners()).toBe(0);
    });

    it.each([
      ['wait', true],
      ['not wait', false],
    ])('that is aborted already is raised before anybody is killed, should it %s', async (_, block) => {
      const log = await runVirtually(() => {
        'use greenlet';
        const victim: Greenlet = spawn(() => 'alive');
        try {
          (kills()[name] as Kill)([victim], { signal: AbortSignal.abort('at once'), block });
          return ['killed'];
        } catch (error) {
          return [isCancellation(error) && error, victim.get()];
        }
      });
      expect(log).toEqual(['at once', 'alive']);
    });

    it('leaves no listener if nobody aborts it', async () => {
      const { signal, listeners } = counted(new AbortController());
      const isDead = await runVirtually(() => {
        'use greenlet';
        const victim: Greenlet = spawn(stubborn);
        sleep(0);
        (kills()[name] as Kill)([victim], { signal });
        return victim.dead;
      });
      expect(isDead).toBe(true);
      expect(listeners()).toBe(0);
    });
  });
});

describe('A signal given to pool.add', () => {
  it('interrupts who waits for room; the greenlet is not added', async () => {
    const controller = new AbortController();
    const { signal, listeners } = counted(controller);
    const log = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      pool.spawn(() => sleep(100));
      const late: Greenlet = spawn(() => sleep(100));
      const adder = spawn(() => {
        'use greenlet';
        try {
          pool.add(late, { signal });
          return 'added';
        } catch (error) {
          return isCancellation(error) && error;
        }
      });
      sleep(5);
      controller.abort('enough');
      return [adder.get(), pool.has(late), pool.freeCount()];
    });
    expect(log).toEqual(['enough', false, 0]);
    expect(listeners()).toBe(0);
  });

  it('that is aborted already is raised although there is room', async () => {
    const log = await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(1);
      const greenlet: Greenlet = spawn(() => 1);
      try {
        pool.add(greenlet, { signal: AbortSignal.abort('at once') });
        return ['added'];
      } catch (error) {
        return [isCancellation(error) && error, pool.has(greenlet)];
      }
    });
    expect(log).toEqual(['at once', false]);
  });
});

describe('A signal that several have', () => {
  it('has one listener of ours, and none when they have ended', async () => {
    const { signal, listeners } = counted(new AbortController());
    const most = await runVirtually(() => {
      'use greenlet';
      const waiting = Array.from({ length: 20 }, (_, i): Greenlet =>
        spawn({ signal }, () => {
          'use greenlet';
          withTimeout(null, () => sleep(i + 1, { signal }), { signal });
        }),
      );
      sleep(0);
      const count = listeners();
      joinAll(waiting);
      return count;
    });
    expect(most).toBe(1);
    expect(listeners()).toBe(0);
  });

  it('ends the scope only, also if a wait in it has the signal as well', async () => {
    for (const early of [true, false]) {
      const log = await runVirtually(() => {
        'use greenlet';
        const lines: unknown[] = [];
        const controller = new AbortController();
        const { signal } = controller;
        const victim: Greenlet = spawn(() => {
          'use greenlet';
          try {
            withTimeout(
              null,
              () => {
                'use greenlet';
                if (early) controller.abort('enough');
                sleep(1000, { signal });
              },
              { signal },
            );
          } catch (error) {
            lines.push(error);
          }
          sleep(1);
          lines.push('goes on');
        });
        sleep(1);
        controller.abort('enough');
        victim.join();
        return lines;
      });
      expect(log).toEqual(['enough', 'goes on']);
    }
  });

  it('ends the outer one of two scopes', async () => {
    const log = await runVirtually(() => {
      'use greenlet';
      const lines: unknown[] = [];
      const controller = new AbortController();
      const { signal } = controller;
      const inner = (): void => {
        'use greenlet';
        try {
          withTimeout(null, () => sleep(1000), { signal });
        } catch {
          lines.push('swallowed');
        }
      };
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        try {
          withTimeout(null, inner, { signal });
        } catch (error) {
          lines.push(error);
        }
      });
      sleep(1);
      controller.abort('enough');
      victim.join();
      return lines;
    });
    expect(log).toEqual(['enough']);
  });
});
