import { AsyncLocalStorage } from 'node:async_hooks';
import {
  Channel,
  Condition,
  Empty,
  Event,
  GreenletExit,
  isCancellation,
  iwait,
  joinAll,
  Queue,
  RLock,
  Semaphore,
  ShutDown,
  sleep,
  spawn,
  spawnRaw,
  Timeout,
  wait,
  waitFor,
  withTimeout,
  type Greenlet,
} from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from '../runtime/support/error-of.ts';

describe('A greenlet that has been notified, and waits for the lock', () => {
  /** A consumer that has been notified at 5 ms by one that keeps the lock until 55 ms; `interrupt` comes at 20 ms. */
  function consume(interrupt: (consumer: Greenlet) => void): Promise<{ log: unknown[]; locked: boolean }> {
    return runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      const log: unknown[] = [];
      const consumer: Greenlet = spawn(() =>
        condition.with(() => {
          'use greenlet';
          log.push(condition.wait());
          log.push(condition.lock.owned());
          sleep(1);
          log.push('not interrupted');
        }),
      );
      spawn(() =>
        condition.with(() => {
          sleep(5);
          condition.notify();
          sleep(50);
          log.push('released');
        }),
      );
      sleep(20);
      interrupt(consumer);
      consumer.join();
      log.push(consumer.successful());
      return { log, locked: condition.lock.locked() };
    });
  }

  it('gets it although it is killed, and dies at its next wait', async () => {
    const { log, locked } = await consume((consumer) => {
      'use greenlet';
      consumer.kill(GreenletExit, { block: false });
    });
    expect(log).toEqual(['released', true, true, true]);
    expect(locked).toBe(false);
  });

  it('gets it although it is killed twice', async () => {
    const { log, locked } = await consume((consumer) => {
      'use greenlet';
      consumer.kill(GreenletExit, { block: false });
      sleep(1);
      consumer.kill(GreenletExit, { block: false });
    });
    expect(log).toEqual(['released', true, true, true]);
    expect(locked).toBe(false);
  });

  it('gets it although a core throw() hits it', async () => {
    const { log, locked } = await consume((consumer) => {
      'use greenlet';
      spawn(() => consumer.throw());
      sleep(1);
    });
    expect(log).toEqual(['released', true, true, true]);
    expect(locked).toBe(false);
  });

  it('gets it although its time is over', async () => {
    const log: unknown[] = [];
    const locked = await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      const consumer: Greenlet = spawn(() => {
        'use greenlet';
        return withTimeout(
          20,
          () =>
            condition.with(() => {
              'use greenlet';
              log.push(condition.wait(), condition.lock.owned());
            }),
          { timeoutValue: 'late' },
        );
      });
      spawn(() =>
        condition.with(() => {
          sleep(5);
          condition.notify();
          sleep(50);
        }),
      );
      log.push(consumer.get());
      return condition.lock.locked();
    });
    expect(log).toEqual([true, true, undefined]);
    expect(locked).toBe(false);
  });
});

describe('A greenlet that is killed while it waits for a notification', () => {
  it('has the lock in its cleanup, however often it is killed again', async () => {
    const log: unknown[] = [];
    const locked = await runVirtually(() => {
      'use greenlet';
      const lock = new RLock();
      const condition = new Condition(lock);
      const consumer: Greenlet = spawn(() =>
        condition.with(() => {
          'use greenlet';
          lock.acquire();
          try {
            condition.wait();
          } finally {
            log.push(lock.owned());
            lock.release();
          }
        }),
      );
      sleep(0);
      spawn(() => lock.with(() => sleep(50)));
      sleep(0);
      for (let i = 0; i < 3; i++) {
        consumer.kill(GreenletExit, { block: false });
        sleep(1);
      }
      consumer.join();
      log.push(consumer.value instanceof GreenletExit);
      return lock.locked();
    });
    expect(log).toEqual([true, true]);
    expect(locked).toBe(false);
  });
});

describe('A greenlet that puts into a channel with a kill pending', () => {
  it('does not throw once its item has been taken', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<string>();
      const getter: Greenlet = spawn(() => channel.get());
      sleep(0);
      const putter: Greenlet = spawn(() => {
        'use greenlet';
        putter.kill(GreenletExit, { block: false });
        channel.put('item');
        log.push('put');
        sleep(0);
        log.push('not reached');
      });
      log.push(getter.get());
      putter.join();
      log.push(putter.value instanceof GreenletExit);
    });
    expect(log).toEqual(['put', 'item', true]);
  });
});

describe('A core throw() at a greenlet that has just been handed something', () => {
  it('leaves it in the context in which it waited', async () => {
    const storage = new AsyncLocalStorage<string>();
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        storage.enterWith('own');
        try {
          sleep(0);
          log.push('woken');
          sleep(0);
        } finally {
          log.push(storage.getStore());
        }
      });
      spawnRaw(() => {
        'use greenlet';
        storage.enterWith('another');
        victim.throw(new GreenletExit());
      });
      spawn(() => sleep(0));
      sleep(1);
    });
    storage.disable();
    expect(log).toEqual(['woken', 'own']);
  });

  it('takes effect at its next wait: units and locks are where they belong', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const lock = new RLock();
      lock.acquire();
      const acquire = (source: { acquire(): boolean; release(): void }): Greenlet =>
        spawn(() => {
          'use greenlet';
          source.acquire();
          log.push('acquired');
          try {
            sleep(1);
          } finally {
            source.release();
          }
        });
      const greenlets = [acquire(semaphore), acquire(lock)];
      sleep(0);
      for (const greenlet of greenlets) spawn(() => greenlet.throw());
      semaphore.release();
      lock.release();
      for (const greenlet of greenlets) greenlet.join();
      log.push(greenlets.map((greenlet) => greenlet.value instanceof GreenletExit));
      log.push(semaphore.count, lock.locked());
    });
    expect(log).toEqual(['acquired', 'acquired', [true, true], 1, false]);
  });

  it('does not lose what several getters were handed', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>();
      const getters = [1, 2, 3].map((): Greenlet => spawn(() => log.push(queue.get())));
      sleep(0);
      for (const getter of getters) spawn(() => getter.throw(new Error('raw')));
      for (const item of [1, 2, 3]) queue.put(item);
      sleep(1);
      log.push(queue.size);
    });
    expect(log).toEqual([1, 2, 3, 0]);
  });
});

describe('withTimeout', () => {
  it('without a timeoutValue throws the timeout', async () => {
    const errors = await runVirtually(() => {
      'use greenlet';
      return [errorOf(() => withTimeout(5, () => sleep(100), {})), errorOf(() => withTimeout(5, () => sleep(100)))];
    });
    for (const error of errors) expect(error).toBeInstanceOf(Timeout);
  });

  it('returns a timeoutValue that is undefined', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return [withTimeout(5, () => sleep(100), { timeoutValue: undefined })];
    });
    expect(result).toEqual([undefined]);
  });

  it('refuses options that it does not have', async () => {
    const messages = await runVirtually(() => {
      'use greenlet';
      return [{ timeoutvalue: 3 }, null, 3].map((options) => {
        'use greenlet';
        return errorOf(() => withTimeout(5, () => sleep(100), options as never)).message;
      });
    });
    expect(messages[0]).toMatch('expected options with `timeoutValue`, `signal`, got an unknown option `timeoutvalue`');
    expect(messages[1]).toBe('expected options with `timeoutValue`, `signal`, got `null`');
    expect(messages[2]).toBe('expected options with `timeoutValue`, `signal`, got `3` (number)');
  });
});

describe('A kill is not taken for what a call throws in the normal course of events', () => {
  const endless: [string, () => Error, () => unknown][] = [
    [
      'iwait',
      () => new Empty(),
      () => {
        'use greenlet';
        for (const event of iwait([new Event()])) return event;
        return null;
      },
    ],
    [
      'waitFor',
      () => new Empty(),
      () => {
        'use greenlet';
        return waitFor([new Event()]);
      },
    ],
    [
      'joinAll',
      () => new Empty(),
      () => {
        'use greenlet';
        return joinAll([spawn(() => sleep(100))], { raiseError: true });
      },
    ],
    [
      'a loop over a queue',
      () => new ShutDown(),
      () => {
        'use greenlet';
        for (const item of new Queue()) return item;
        return null;
      },
    ],
    [
      'a loop over a channel',
      () => new ShutDown(),
      () => {
        'use greenlet';
        for (const item of new Channel()) return item;
        return null;
      },
    ],
  ];

  it.each(endless)('by %s', async (_, createError, waitForEver) => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        waitForEver();
        log.push('went on');
      });
      sleep(1);
      victim.kill(createError());
    });
    expect(log).toEqual([]);
  });
});

describe('A kill that a clause has named and thrown again', () => {
  it('is not lost when the same error comes from a promise that it has stopped', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const exit = new GreenletExit();
      const victim = spawn(() => {
        'use greenlet';
        for (;;) {
          try {
            try {
              sleep(1000);
            } catch (error) {
              if (isCancellation(error)) throw error;
            } finally {
              wait(Promise.reject(exit));
            }
          } catch {
            log.push('swallowed');
            return;
          }
        }
      });
      sleep(1);
      victim.kill(exit);
    });
    expect(log).toEqual([]);
  });

  it('is over when it is taken without being thrown again', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const exit = new GreenletExit();
      const victim = spawn(() => {
        'use greenlet';
        try {
          sleep(1000);
        } catch (error) {
          if (!isCancellation(error)) throw error;
        }
        try {
          wait(Promise.reject(exit));
        } catch {
          log.push('an ordinary error');
        }
      });
      sleep(1);
      victim.kill(exit);
    });
    expect(log).toEqual(['an ordinary error']);
  });
});
