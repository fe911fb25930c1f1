import { Condition, RLock, sleep, spawn } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('RLock', () => {
  it('can be acquired again by its owner, and is free after as many releases', async () => {
    const states = await runVirtually(() => {
      'use greenlet';
      const lock = new RLock();
      const states = [lock.acquire(), lock.acquire(), lock.owned()];
      lock.release();
      states.push(lock.locked());
      lock.release();
      states.push(lock.locked(), lock.owned());
      return states;
    });
    expect(states).toEqual([true, true, true, true, false, false]);
  });

  it('goes to those who wait in the order of their arrival', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const lock = new RLock();
      const worker = (name: string): void => {
        lock.with(() => {
          log.push(`${name} in`);
          sleep(1);
          log.push(`${name} out`);
        });
      };
      const workers = [spawn(worker, 'a'), spawn(worker, 'b'), spawn(worker, 'c')];
      for (const each of workers) each.join();
    });
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('cannot be released by anybody else', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      const lock = new RLock();
      spawn(() => lock.acquire()).join();
      return errorOf(() => lock.release());
    });
    expect(error.message).toBe('an RLock can only be released by the greenlet that owns it');
  });

  it('is passed over to the next when a waiter is killed or its time is over', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const lock = new RLock();
      lock.acquire();
      const killed = spawn(() => lock.acquire());
      const impatient = spawn(() => lock.acquire(10));
      const patient = spawn(() => lock.acquire());
      sleep(20);
      killed.kill(undefined, { block: false });
      lock.release();
      return [impatient.get(), patient.get(), lock.locked()];
    });
    expect(result).toEqual([false, true, true]);
  });
});

describe('Condition', () => {
  it('E79: notify wakes those who have waited longest', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      const waiter = (name: string): void => {
        condition.with(() => {
          if (condition.wait(100)) log.push(name);
          else log.push(`${name} timed out`);
        });
      };
      const waiters = [spawn(waiter, 'a'), spawn(waiter, 'b'), spawn(waiter, 'c')];
      sleep(0);
      condition.with(() => condition.notify(2));
      for (const each of waiters) each.join();
    });
    expect(log).toEqual(['a', 'b', 'c timed out']);
  });

  it('notifyAll wakes all; each has the lock when its wait returns', async () => {
    const owned: boolean[] = [];
    await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      const waiter = (): void => {
        condition.lock.acquire();
        condition.lock.acquire();
        condition.wait();
        owned.push(condition.lock.owned());
        sleep(1);
        condition.lock.release();
        condition.lock.release();
      };
      const waiters = [spawn(waiter), spawn(waiter)];
      sleep(0);
      condition.with(() => condition.notifyAll());
      for (const each of waiters) each.join();
      owned.push(condition.lock.locked());
    });
    expect(owned).toEqual([true, true, false]);
  });

  it('E79: wait and notify need the lock', async () => {
    const messages = await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      return [errorOf(() => condition.wait()).message, errorOf(() => condition.notify()).message];
    });
    expect(messages).toEqual([
      'Condition.wait() needs the lock to be held',
      'Condition.notify() needs the lock to be held',
    ]);
  });

  it('one that is killed while it waits has the lock again in its cleanup', async () => {
    const owned = await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      let owned = false;
      const waiter = spawn(() => {
        condition.lock.acquire();
        try {
          condition.wait();
        } finally {
          owned = condition.lock.owned();
          condition.lock.release();
        }
      });
      sleep(0);
      waiter.kill();
      return [owned, condition.lock.locked()];
    });
    expect(owned).toEqual([true, false]);
  });

  it('waitFor waits until its function says so', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      const items: string[] = [];
      const taker = spawn(() =>
        condition.with(() => {
          log.push(
            condition.waitFor(() => items.length >= 2 && items.join()),
            condition.lock.owned(),
          );
        }),
      );
      for (const item of ['a', 'b']) {
        sleep(1);
        condition.with(() => {
          items.push(item);
          condition.notify();
        });
      }
      taker.get();
    });
    expect(log).toEqual(['a,b', true]);
  });

  it('waitFor returns what its function has returned when the time is over, for all waits together', async () => {
    const results = await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      const noise = spawn(() => {
        for (;;) {
          sleep(40);
          condition.with(() => condition.notify());
        }
      });
      let asked = 0;
      const result = condition.with(() => condition.waitFor(() => (asked++, 0), 100));
      noise.kill();
      return [result, asked];
    });
    // At the beginning, after 40 and 80 ms, and when the time is over.
    expect(results).toEqual([0, 4]);
  });

  it('waitFor needs the lock, and a function', async () => {
    const errors = await runVirtually(() => {
      'use greenlet';
      const condition = new Condition();
      return [errorOf(() => condition.waitFor(() => true)), errorOf(() => condition.waitFor(3 as never))];
    });
    expect(errors.map(({ message }) => message)).toEqual([
      'Condition.waitFor() needs the lock to be held',
      'expected a function, got `3` (number)',
    ]);
  });
});
