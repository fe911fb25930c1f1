import { Event, Queue, sleep, spawn, SwitchError, Timeout, withTimeout, Empty } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('Timeout', () => {
  it('E55: is raised itself in the greenlet that started it, and is not pending any more', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const timeout = Timeout.startNew(10);
      const pending = timeout.pending;
      const error = errorOf(() => sleep(1000));
      return [pending, error === timeout, timeout.pending, error.message];
    });
    expect(result).toEqual([true, true, false, 'timed out after 10 ms']);
  });

  it('raises another error if it is given one, or a class, or has the given message', async () => {
    const given = new RangeError('given');
    const errors = await runVirtually(() => {
      'use greenlet';
      return [raise(given), raise(TypeError), raise('too slow')];
    });
    expect(errors[0]).toBe(given);
    expect(errors[1]).toBeInstanceOf(TypeError);
    expect(errors[2]).toBeInstanceOf(Timeout);
    expect(errors[2]?.message).toBe('too slow');
  });

  function raise(error: Error | (new () => Error) | string): Error {
    'use greenlet';
    const timeout = Timeout.startNew(10, error);
    const raised = errorOf(() => sleep(1000));
    timeout.close();
    return raised;
  }

  it('E58: null never expires', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const timeout = Timeout.startNew(null);
      sleep(1000);
      return timeout.pending;
    });
    expect(result).toBe(false);
  });

  it.each([0, -5])('E58: %p expires in the next pass: not at sleep(0), but at sleep(0.001)', async (ms) => {
    const result = await runVirtually(() => {
      'use greenlet';
      const timeout = Timeout.startNew(ms);
      sleep(0);
      return errorOf(() => sleep(0.001)) === timeout;
    });
    expect(result).toBe(true);
  });

  it('E59: does not interrupt a computation; leaving the scope without a wait is no error', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const timeout = Timeout.startNew(10);
      host.compute(50);
      timeout.close();
      sleep(100);
      const again = Timeout.startNew(10);
      host.compute(50);
      return errorOf(() => sleep(0.001)) === again;
    });
    expect(await settle(host, main)).toBe(true);
  });

  it('E61: is not caught in its scope by a clause that does not mention it', async () => {
    const log: string[] = [];
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(
        10,
        () => {
          try {
            sleep(1000);
          } catch {
            log.push('swallowed');
          }
        },
        { timeoutValue: 'timed out' },
      );
    });
    expect(result).toBe('timed out');
    expect(log).toEqual([]);
  });

  it('E61: outside its scope it is an error like any other', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      try {
        withTimeout(10, () => sleep(1000));
      } catch {
        return 'caught';
      }
      return 'not thrown';
    });
    expect(result).toBe('caught');
  });

  it('E61: so it is for those who ask for the result of the greenlet that it has ended', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => {
        Timeout.startNew(10);
        sleep(1000);
      });
      try {
        greenlet.get();
      } catch {
        return 'caught';
      }
      return 'not thrown';
    });
    expect(result).toBe('caught');
  });

  it('E62: cannot be started twice, nor after close; but after cancel', async () => {
    const [twice, closed, restarted] = await runVirtually(() => {
      'use greenlet';
      const timeout = new Timeout(10);
      timeout.start();
      const twice = errorOf(() => timeout.start());
      timeout.cancel();
      timeout.start();
      const restarted = timeout.pending;
      timeout.close();
      return [twice, errorOf(() => timeout.start()), restarted] as const;
    });
    expect(twice.message).toBe('this timeout is running already');
    expect(closed.message).toBe('this timeout was closed: create a new one');
    expect(restarted).toBe(true);
  });

  it('cancel stops it, also when it has expired but could not be raised yet', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const queue = new Queue();
      host.setTimeout(() => queue.put('item'), 10, true);
      const timeout = Timeout.startNew(10);
      queue.get();
      const expired = !timeout.pending;
      timeout.cancel();
      sleep(100);
      return [expired, timeout.pending];
    });
    expect(await settle(host, main)).toEqual([true, false]);
  });

  it('expires while its greenlet is about to continue: raised at the next wait', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const queue = new Queue();
      // Both at the same time: the item comes first, then the timeout expires before the greenlet has continued.
      host.setTimeout(() => queue.put('item'), 10, true);
      const timeout = Timeout.startNew(10);
      const item = queue.get();
      return [item, timeout.pending, errorOf(() => sleep(1000)) === timeout];
    });
    expect(await settle(host, main)).toEqual(['item', false, true]);
  });

  it('ends its scope with using', async () => {
    const pending = await runVirtually(() => {
      'use greenlet';
      const timeout = Timeout.startNew(10);
      timeout[Symbol.dispose]();
      sleep(20);
      return timeout.pending;
    });
    expect(pending).toBe(false);
  });

  it('E67: the cleanup after it may block', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      try {
        withTimeout(10, () => {
          try {
            sleep(1000);
          } finally {
            sleep(50);
          }
        });
      } catch {
        return host.now();
      }
      return 'not thrown';
    });
    expect(await settle(host, main)).toBe(60);
  });

  it('needs a greenlet, and a number', () => {
    expect(() => Timeout.startNew(10)).toThrow(SwitchError);
    expect(() => new Timeout('10' as never)).toThrow('expected a number of milliseconds, got `"10"` (string)');
    expect(() => new Timeout(10, 5 as never)).toThrow('expected an Error, or a class of errors');
  });
});

describe('withTimeout', () => {
  it('returns what the function returns in time, and leaves no timer', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      return withTimeout(1000, () => {
        sleep(5);
        return 'in time';
      });
    });
    expect(await settle(host, main)).toBe('in time');
    expect(host.awaitsTimer).toBe(false);
  });

  it('E64: returns the timeout value when its own time is over', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(10, () => sleep(1000), { timeoutValue: undefined });
    });
    expect(result).toBeUndefined();
  });

  it('E56: without one it throws the timeout', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => withTimeout(10, () => sleep(1000)));
    });
    expect(result).toBeInstanceOf(Timeout);
  });

  it('E64: an inner timeout goes through', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => withTimeout(50, () => withTimeout(10, () => sleep(1000)), { timeoutValue: 'outer' }));
    });
    expect((result as Timeout).ms).toBe(10);
  });

  it('E65: an outer timeout that is over first goes through a call with a timeout of its own', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue();
      return errorOf(() => withTimeout(10, () => queue.get(1000)));
    });
    expect((result as Timeout).ms).toBe(10);
  });

  it('E65: if the inner is over first the call ends in its own way', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(1000, () => [errorOf(() => new Queue().get(10)), new Event().wait(10)]);
    });
    expect(result).toEqual([expect.any(Empty), false]);
  });
});
