import {
  AsyncResult,
  getCurrent,
  GreenletExit,
  isCancellation,
  kill,
  Queue,
  run,
  sleep,
  spawn,
  Timeout,
  wait,
  withTimeout,
  type Greenlet,
} from 'greenlets';
import { Greenlet as RawGreenlet, type Greenlet as AnyGreenlet } from 'greenlets/core';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';

/** What a marked clause that names nothing catches. */
function caughtBy(fn: () => unknown): unknown {
  'use greenlet';
  try {
    return fn();
  } catch (error) {
    return { caught: error };
  }
}

describe('A kill is an ordinary error for everybody but the greenlet that was killed', () => {
  it('for a marked function that awaits the promise of one that was killed', async () => {
    const answers: string[] = [];
    await runVirtually(async () => {
      'use greenlet';
      let loader: AnyGreenlet | undefined;
      async function loadConfig(): Promise<{ name: string }> {
        'use greenlet';
        loader = getCurrent();
        sleep(1000);
        return { name: 'config' };
      }
      const config = loadConfig();
      async function handler(answer: (text: string) => void): Promise<void> {
        'use greenlet';
        try {
          answer((await config).name);
        } catch (error) {
          answer(`failed: ${(error as Error).name}`);
        }
      }
      const handled = handler((text) => answers.push(text));
      sleep(1);
      if (loader !== undefined) kill(loader);
      await handled;
    });
    expect(answers).toEqual(['failed: GreenletExit']);
  });

  it('for one that waits for the promise, the greenlet, or a result', async () => {
    const exit = new GreenletExit();
    const caught = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => sleep(1000));
      const promise = Promise.resolve(victim);
      const failed: Greenlet = spawn(() => {
        'use greenlet';
        victim.join();
        throw exit;
      });
      sleep(0);
      victim.kill(exit);
      const result = new AsyncResult();
      result.setException(exit);
      return [
        caughtBy(() => wait(promise)),
        caughtBy(() => wait(victim)),
        caughtBy(() => result.get()),
        caughtBy(() => wait(Promise.reject(exit))),
        caughtBy(() => victim.get()),
        caughtBy(() => wait(failed)),
      ];
    });
    const ordinary = { caught: exit };
    // Source: gevent, where `get()` of a greenlet that was killed returns the GreenletExit.
    expect(caught).toEqual([ordinary, ordinary, ordinary, ordinary, exit, ordinary]);
  });

  it('whatever the class of the error', async () => {
    const stop = new RangeError('stop');
    const caught = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        for (;;) caughtBy(() => sleep(1000));
      });
      sleep(0);
      victim.kill(stop);
      return caughtBy(() => victim.get());
    });
    expect(caught).toEqual({ caught: stop });
  });

  it('while the same error is under way in others', async () => {
    const exit = new GreenletExit();
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const victims = [1, 2].map((n): Greenlet =>
        spawn(() => {
          'use greenlet';
          try {
            caughtBy(() => sleep(1000));
          } finally {
            log.push([n, caughtBy(() => wait(Promise.reject(exit))) === undefined]);
          }
        }),
      );
      sleep(0);
      for (const victim of victims) victim.kill(exit, { block: false });
      log.push(caughtBy(() => wait(Promise.reject(exit))));
      for (const victim of victims) victim.join();
      log.push(victims.map((victim) => victim.value));
    });
    expect(log[0]).toEqual({ caught: exit });
    expect(log.at(-1)).toEqual([exit, exit]);
  });

  it('for itself, once a clause that names it has taken it', async () => {
    const exit = new GreenletExit();
    const caught = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        try {
          sleep(1000);
        } catch (error) {
          if (!(error instanceof GreenletExit)) throw error;
        }
        return caughtBy(() => wait(Promise.reject(exit)));
      });
      sleep(0);
      victim.kill(exit);
      return victim.get();
    });
    expect(caught).toEqual({ caught: exit });
  });
});

describe('A GreenletExit that nobody delivered', () => {
  it('is caught like any error, and ends its greenlet quietly if it is not', async () => {
    const [caught, value] = await runVirtually(() => {
      'use greenlet';
      const fail = (): never => {
        throw new GreenletExit('by hand');
      };
      const greenlet: Greenlet = spawn(fail);
      greenlet.join();
      return [caughtBy(fail), greenlet.value];
    });
    expect(caught).toEqual({ caught: new GreenletExit('by hand') });
    expect(value).toBeInstanceOf(GreenletExit);
  });

  it('can be the value of a function', async () => {
    const exit = new GreenletExit();
    expect(await runVirtually(() => exit)).toBe(exit);
    async function give(): Promise<unknown> {
      'use greenlet';
      sleep(0);
      return exit;
    }
    const host = useVirtualHost();
    expect(await settle(host, give())).toBe(exit);
  });
});

describe('A timeout', () => {
  it('is an ordinary error for a greenlet that waits for the one which it ended', async () => {
    const caught = await runVirtually(() => {
      'use greenlet';
      const late: Greenlet = spawn(() => {
        'use greenlet';
        Timeout.startNew(5);
        sleep(1000);
      });
      return [caughtBy(() => late.get()), caughtBy(() => wait(late))];
    });
    expect(caught).toEqual([{ caught: expect.any(Timeout) as unknown }, { caught: expect.any(Timeout) as unknown }]);
  });

  it('may raise any error: it is a cancellation as long as its scope lasts', async () => {
    const error = new RangeError('too slow');
    const result = await runVirtually(() => {
      'use greenlet';
      const timeout = Timeout.startNew(5, error);
      try {
        return caughtBy(() => sleep(1000));
      } catch (caught) {
        if (timeout.owns(caught) && isCancellation(caught)) timeout.close();
        return [isCancellation(caught), caughtBy(() => wait(Promise.reject(error)))];
      }
    });
    expect(result).toEqual([false, { caught: error }]);
  });

  it('does not replace a kill that is under way in a finally block', async () => {
    const log: string[] = [];
    const exit = new GreenletExit();
    const value = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        withTimeout(
          10,
          () => {
            try {
              sleep(1000);
            } finally {
              sleep(20);
              log.push('cleaned up');
            }
          },
          { timeoutValue: 'late' },
        );
        log.push('went on');
      });
      sleep(5);
      victim.kill(exit);
      return [victim.value];
    });
    expect(log).toEqual(['cleaned up']);
    expect(value).toEqual([exit]);
  });

  it('comes after another one that was first, if that one ends inside of it', async () => {
    const log: unknown[] = [];
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(
        10,
        () => {
          const inner = withTimeout(
            5,
            () => {
              try {
                sleep(1000);
              } finally {
                sleep(20);
              }
            },
            { timeoutValue: 'inner' },
          );
          log.push(inner);
          sleep(1);
          log.push('went on');
        },
        { timeoutValue: 'outer' },
      );
    });
    expect(log).toEqual(['inner']);
    expect(result).toBe('outer');
  });

  it('that is started by the clean-up limits it', async () => {
    const log: unknown[] = [];
    const exit = new GreenletExit();
    const value = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        try {
          sleep(1000);
        } finally {
          log.push(withTimeout(10, () => sleep(1000), { timeoutValue: 'gave up' }));
        }
      });
      sleep(5);
      victim.kill(exit);
      return [victim.value];
    });
    expect(log).toEqual(['gave up']);
    expect(value).toEqual([exit]);
  });
});

describe('The promise of a greenlet that is killed', () => {
  it('is rejected, for run() and for await, and does not count as unhandled', async () => {
    const host = useVirtualHost();
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const [first, second] = [new GreenletExit(), new Error('stop')];
    let main: AnyGreenlet | undefined;
    const wait = (): void => {
      'use greenlet';
      main = getCurrent();
      sleep(1000);
    };
    for (const error of [first, second]) {
      const promise = run(wait);
      const ignored = run(wait);
      void ignored;
      await host.turnUntil(() => main !== undefined);
      const spawned: Greenlet = spawn(wait);
      const awaited = spawned.then(
        (value) => ['fulfilled', value],
        (reason: unknown) => ['rejected', reason],
      );
      await host.turnUntil(() => main === spawned);
      await settle(
        host,
        run(() => {
          'use greenlet';
          spawned.kill(error);
        }),
      );
      expect(await settle(host, awaited)).toEqual(['rejected', error]);
      void promise.catch(() => undefined);
    }
    await host.drain();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe('In raw greenlets', () => {
  const main = getCurrent();

  it('throw() without an argument is a kill: clauses pass it on, and those that clean up run', () => {
    const log: string[] = [];
    const greenlet = new RawGreenlet(() => {
      'use greenlet';
      try {
        try {
          main.switch();
        } catch (error) {
          log.push('entered');
          throw error;
        }
      } catch {
        log.push('skipped');
      }
    });
    greenlet.switch();
    expect(greenlet.throw()).toBeInstanceOf(GreenletExit);
    expect(log).toEqual(['entered']);
  });

  it('throw() of another error is no cancellation', () => {
    const greenlet = new RawGreenlet(() => {
      'use greenlet';
      return caughtBy(() => main.switch());
    });
    greenlet.switch();
    const error = new Error('x');
    expect(greenlet.throw(error)).toEqual({ caught: error });
  });

  it('throw() at a dead one gives the GreenletExit back to the caller, who is not killed', () => {
    const greenlet = new RawGreenlet(() => 0);
    greenlet.switch();
    const exit = new GreenletExit();
    expect(greenlet.throw(exit)).toBe(exit);
    expect(greenlet.throw()).toBeInstanceOf(GreenletExit);
    const caller = new RawGreenlet(() => {
      'use greenlet';
      const dead = new RawGreenlet(() => 1);
      dead.switch();
      return [dead.throw(exit), 'goes on'];
    });
    expect(caller.switch()).toEqual([exit, 'goes on']);
  });

  it('other errors at a dead one are thrown in its nearest living ancestor', () => {
    const error = new Error('x');
    const parent = new RawGreenlet(() => {
      'use greenlet';
      return caughtBy(() => main.switch());
    });
    parent.switch();
    const greenlet = new RawGreenlet(() => 0, main);
    greenlet.switch();
    greenlet.parent = parent;
    expect(greenlet.throw(error)).toEqual({ caught: error });
  });

  it('throw() at a greenlet that has just been given something does not lose it', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>();
      const getter: Greenlet = spawn(() => {
        'use greenlet';
        log.push(queue.get());
        log.push(caughtBy(() => sleep(5)));
      });
      sleep(0);
      spawn(() => getter.throw(new Error('raw')));
      queue.put('item');
      sleep(1);
      log.push(queue.size);
    });
    expect(log).toEqual(['item', { caught: new Error('raw') }, 0]);
  });
});

describe('A second kill that came in the clean-up of the first', () => {
  type Clause = (error: unknown, log: string[]) => void;

  const named: Record<string, Clause> = {
    'asks whether it is a cancellation': (error, log) => {
      'use greenlet';
      if (!isCancellation(error)) return;
      log.push('named');
      throw error;
    },
    'waits, and throws it again': (error, log) => {
      'use greenlet';
      log.push('named');
      sleep(1);
      throw error;
    },
  };

  /** Killed twice, the second time in a clause that cleans up, below a clause that names the first kill. */
  async function logOf(clause: Clause): Promise<string[]> {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const victim = spawn(() => {
        'use greenlet';
        try {
          try {
            try {
              sleep(1000);
            } catch (error) {
              log.push('rollback');
              sleep(1000);
              throw error;
            }
          } catch (error) {
            if (error instanceof GreenletExit) clause(error, log);
            if (log.includes('swallowed')) return;
            throw error;
          }
        } finally {
          log.push('release');
          sleep(1);
          log.push('released');
        }
      });
      sleep(1);
      victim.kill(undefined, { block: false });
      sleep(1);
      victim.kill();
    });
    return log;
  }

  it.each(Object.entries(named))('interrupts nothing else if a clause %s', async (_, clause) => {
    expect(await logOf(clause)).toEqual(['rollback', 'named', 'release', 'released']);
  });

  it('is delivered after a clause that swallows the first', async () => {
    const swallow: Clause = (_, log) => void log.push('swallowed');
    expect(await logOf(swallow)).toEqual(['rollback', 'swallowed', 'release']);
  });
});
