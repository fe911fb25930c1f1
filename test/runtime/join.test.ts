import {
  AsyncResult,
  Event,
  type Greenlet,
  GreenletExit,
  iwait,
  joinAll,
  killAll,
  run,
  Semaphore,
  sleep,
  spawn,
  Timeout,
  wait,
  waitFor,
  withTimeout,
} from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

function named(name: string, ms: number): Greenlet<string> {
  return spawn(nap, name, ms);
}

function nap(name: string, ms: number): string {
  'use greenlet';
  sleep(ms);
  return name;
}

function fail(ms: number, message: string): never {
  'use greenlet';
  sleep(ms);
  throw new RangeError(message);
}

const values = (greenlets: readonly Greenlet<string>[]): unknown[] => greenlets.map((greenlet) => greenlet.value);

describe('joinAll', () => {
  it('E44: returns greenlets in the order in which they ended', async () => {
    const ended = await runVirtually(() => {
      'use greenlet';
      return values(joinAll([named('slow', 30), named('fast', 10), named('medium', 20)]));
    });
    expect(ended).toEqual(['fast', 'medium', 'slow']);
  });

  it('E44: takes duplicates, dead ones and empty lists', async () => {
    const [twice, none] = await runVirtually(() => {
      'use greenlet';
      const greenlet = named('x', 1);
      joinAll([greenlet]);
      return [values(joinAll([greenlet, greenlet])), joinAll([])];
    });
    expect(twice).toEqual(['x', 'x']);
    expect(none).toEqual([]);
  });

  it('E44: other iterables are a TypeError', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => joinAll(new Set([named('x', 1)]) as never));
    });
    expect(error.message).toBe('expected an array, got an instance of `Set` (object)');
  });

  it('stops at the timeout, or when it has enough', async () => {
    const [inTime, enough] = await runVirtually(() => {
      'use greenlet';
      const inTime = joinAll([named('a', 10), named('b', 1000)], { timeout: 50 });
      const enough = joinAll([named('c', 10), named('d', 20), named('e', 30)], { count: 2 });
      return [values(inTime), values(enough)];
    });
    expect(inTime).toEqual(['a']);
    expect(enough).toEqual(['c', 'd']);
  });

  it('E46: with raiseError it throws the first failure in time; the others go on', async () => {
    const [error, late] = await runVirtually(() => {
      'use greenlet';
      const late = spawn(fail, 20, 'late');
      late.link(() => undefined);
      const error = errorOf(() => joinAll([late, spawn(fail, 10, 'early')], { raiseError: true }));
      const alive = !late.dead;
      late.join();
      return [error, alive && late.exception] as [Error, Error];
    });
    expect(error).toEqual(new RangeError('early'));
    expect(late).toEqual(new RangeError('late'));
  });

  it('a killed greenlet is no failure', async () => {
    const count = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(sleep, 1000);
      spawn(() => greenlet.kill());
      return joinAll([greenlet], { raiseError: true }).length;
    });
    expect(count).toBe(1);
  });
});

describe('killAll', () => {
  it('kills in the order of the list, those that have not begun without running them', async () => {
    const log: string[] = [];
    function cleanUp(name: string): void {
      'use greenlet';
      try {
        sleep(1000);
      } finally {
        log.push(name);
      }
    }
    await runVirtually(() => {
      'use greenlet';
      const a = spawn(cleanUp, 'a');
      const b = spawn(cleanUp, 'b');
      sleep(0);
      const unbegun = spawn(cleanUp, 'unbegun');
      killAll([b, unbegun, a]);
      log.push(String(a.dead && b.dead && unbegun.dead));
      killAll([]);
    });
    expect(log).toEqual(['b', 'a', 'true']);
  });

  it('throws a Timeout when it takes too long', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      const stubborn = spawn(() => {
        try {
          sleep(1000);
        } catch (error) {
          if (error instanceof GreenletExit) sleep(100);
        }
      });
      sleep(0);
      return errorOf(() => killAll([stubborn], GreenletExit, { timeout: 10 }));
    });
    expect(error).toBeInstanceOf(Timeout);
  });

  it('returns at once without block', async () => {
    const dead = await runVirtually(() => {
      'use greenlet';
      const greenlets = [spawn(sleep, 1000), spawn(sleep, 1000)];
      sleep(0);
      killAll(greenlets, RangeError, { block: false });
      const before = greenlets.filter((greenlet) => greenlet.dead).length;
      joinAll(greenlets);
      return [before, greenlets.filter((greenlet) => !greenlet.successful()).length];
    });
    expect(dead).toEqual([0, 2]);
  });
});

describe('waitFor and iwait', () => {
  it('E47: take anything that becomes ready, in the order of readiness', async () => {
    const order = await runVirtually(() => {
      'use greenlet';
      const event = new Event();
      const result = new AsyncResult<number>();
      const semaphore = new Semaphore(0);
      const greenlet = spawn(() => {
        sleep(1);
        semaphore.release();
        result.set(5);
        sleep(1);
        event.set();
      });
      const kinds = new Map<unknown, string>([
        [event, 'event'],
        [result, 'result'],
        [semaphore, 'semaphore'],
        [greenlet, 'greenlet'],
      ]);
      const ready = waitFor([event, result, semaphore, greenlet]);
      return ready.map((each) => kinds.get(each));
    });
    expect(order).toEqual(['semaphore', 'result', 'event', 'greenlet']);
  });

  it('E47: nothing to wait for, or a count of 0, is an empty list', async () => {
    const lists = await runVirtually(() => {
      'use greenlet';
      return [waitFor([]), waitFor([new Event()], { count: 0 }), waitFor([new Event()], null, 0)];
    });
    expect(lists).toEqual([[], [], []]);
  });

  it('return what was ready in time', async () => {
    const length = await runVirtually(() => {
      'use greenlet';
      return waitFor([named('a', 5), named('b', 50)], 20).length;
    });
    expect(length).toBe(1);
  });

  it('E47: waitFor accepts promises, and times, among other objects', async () => {
    const host = useVirtualHost();
    const waiting = run(() => {
      'use greenlet';
      const [soon, failing] = [Promise.resolve('soon'), Promise.reject(new Error('rejected'))];
      const never = new Promise(() => {});
      const objects = [never, named('fast', 5), 20, 10, soon, failing];
      const ready = waitFor(objects, { count: 5 });
      return [ready.map((object) => objects.indexOf(object)), host.now(), errorOf(() => wait(failing)).message];
    });
    expect(await settle(host, waiting)).toEqual([[4, 5, 1, 3, 2], 20, 'rejected']);
  });

  it('stops the timer of a time that is not waited for any more', async () => {
    const host = useVirtualHost();
    const waiting = run(() => {
      'use greenlet';
      waitFor([10, 1000], { count: 1 });
      return host.awaitsTimer;
    });
    expect(await settle(host, waiting)).toBe(false);
  });

  it('E48: waitFor without objects waits until all other greenlets have ended, also those that start meanwhile', async () => {
    const host = useVirtualHost();
    const waiting = run(() => {
      'use greenlet';
      spawn(() => {
        sleep(5);
        spawn(nap, 'late', 20);
      });
      named('early', 10);
      return [waitFor(), host.now()];
    });
    expect(await settle(host, waiting)).toEqual([true, 25]);
  });

  it('does not wait for others that wait for all', async () => {
    const host = useVirtualHost();
    const waitForAll = (): boolean => {
      'use greenlet';
      return waitFor();
    };
    const both = Promise.all([run(waitForAll), run(waitForAll), run(nap, 'nap', 5)]);
    expect(await settle(host, both)).toEqual([true, true, 'nap']);
  });

  it('waits again for those that wait for all once they go on', async () => {
    const host = useVirtualHost();
    const first = run(() => {
      'use greenlet';
      const isOver = waitFor(null, 5);
      sleep(10);
      return [isOver, host.now()];
    });
    const second = run(() => {
      'use greenlet';
      spawn(nap, 'nap', 7);
      return [waitFor(), host.now()];
    });
    expect(await settle(host, Promise.all([first, second]))).toEqual([
      [false, 15],
      [true, 15],
    ]);
  });

  it('tells who is left if they never end', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      spawn(() => new Event({ name: 'never' }).wait());
      return errorOf(() => waitFor());
    });
    expect(error.message).toContain('Event "never"');
  });

  it('E49: iwait yields each as it becomes ready, and takes back its links when it is left early', async () => {
    const host = new Event();
    const unlink = jest.spyOn(host, 'unlink');
    const seen = await runVirtually(() => {
      'use greenlet';
      const seen: unknown[] = [];
      for (const greenlet of iwait([named('slow', 50), named('fast', 10), host])) {
        seen.push((greenlet as Greenlet).value);
        break;
      }
      return seen;
    });
    expect(seen).toEqual(['fast']);
    expect(unlink).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a kill', 1],
    ['a timeout', 10],
  ])('take back their links when %s interrupts them', async (_, killedAt) => {
    const event = new Event();
    const unlink = jest.spyOn(event, 'unlink');
    await runVirtually(() => {
      'use greenlet';
      const waiting = [
        spawn(() => withTimeout(5, () => waitFor([event]), { timeoutValue: null })),
        spawn(joinIn, event),
      ];
      sleep(killedAt);
      killAll(waiting);
    });
    expect(unlink).toHaveBeenCalledTimes(2);
  });
});

function joinIn(event: Event): void {
  'use greenlet';
  const first = (): Event | null => {
    for (const ready of iwait([event])) return ready;
    return null;
  };
  withTimeout(5, first, { timeoutValue: null });
}
