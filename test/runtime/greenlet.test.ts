import { Greenlet, GreenletExit, LoopExit, setErrorHandler, sleep, spawn, SwitchError, Timeout } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('Greenlet', () => {
  it('E10: the flags tell fresh, pending, done, failed and unstarted ones apart', async () => {
    const flags = ({ started, dead, value }: Greenlet, greenlet: Greenlet): unknown[] => [
      started,
      greenlet.ready(),
      dead,
      greenlet.successful(),
      value,
    ];
    const seen = await runVirtually(() => {
      'use greenlet';
      const unstarted = new Greenlet(() => 0);
      const done = spawn(() => {
        sleep(1);
        return 'value';
      });
      const failed = spawn((): string => {
        sleep(1);
        throw new Error('x');
      });
      failed.linkException(() => undefined);
      const fresh = flags(done, done);
      sleep(0);
      const pending = flags(done, done);
      sleep(2);
      return {
        fresh,
        pending,
        done: flags(done, done),
        failed: flags(failed, failed),
        unstarted: flags(unstarted, unstarted),
      };
    });
    expect(seen).toEqual({
      fresh: [true, false, false, false, undefined],
      pending: [true, false, false, false, undefined],
      done: [false, true, true, true, 'value'],
      failed: [false, true, true, false, undefined],
      unstarted: [false, false, false, false, undefined],
    });
  });

  it('E11: starts once', async () => {
    const body = jest.fn();
    await runVirtually(() => {
      'use greenlet';
      const greenlet = new Greenlet(body);
      greenlet.start();
      greenlet.start();
      sleep(0);
      greenlet.start();
      greenlet.startLater(1);
      sleep(5);
    });
    expect(body).toHaveBeenCalledTimes(1);
  });

  it('E16: a subclass can define the body', async () => {
    class Doubler extends Greenlet<number, [number]> {
      protected override body(value: number): number {
        'use greenlet';
        sleep(1);
        return 2 * value;
      }
    }
    const doubled = await runVirtually(() => {
      'use greenlet';
      const greenlet = new Doubler(null, 21);
      greenlet.start();
      return greenlet.get();
    });
    expect(doubled).toBe(42);
  });

  it('needs something to run', () => {
    expect(() => new Greenlet(null)).toThrow('expected a function to run, got `null`');
  });

  it('is named after its function', () => {
    function worker(): void {}
    expect(new Greenlet(worker).name).toMatch(/^worker-\d+$/);
    expect(new Greenlet(() => 0).name).toMatch(/^greenlet-\d+$/);
  });

  it('can be switched to before the hub starts it', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => log.push('ran'));
      spawn(() => greenlet.switch());
      greenlet.join();
    });
    expect(log).toEqual(['ran']);
  });

  describe('get and join', () => {
    it('E17: give the result as often as asked, to several greenlets', async () => {
      const results = await runVirtually(() => {
        'use greenlet';
        const greenlet = spawn(() => {
          sleep(1);
          return { the: 'result' };
        });
        const one = spawn(() => greenlet.get());
        const other = spawn(() => greenlet.get());
        return [greenlet.get(), greenlet.get(), one.get(), other.get()];
      });
      expect(new Set(results).size).toBe(1);
      expect(results[0]).toEqual({ the: 'result' });
    });

    it('throw the error that the greenlet failed with: get, not join', async () => {
      const failure = new RangeError('x');
      const [joined, got] = await runVirtually(() => {
        'use greenlet';
        const greenlet = spawn(() => {
          throw failure;
        });
        return [greenlet.join(), errorOf(() => greenlet.get())];
      });
      expect(joined).toBeUndefined();
      expect(got).toBe(failure);
    });

    it('E19: get throws a Timeout, join just returns', async () => {
      const host = useVirtualHost();
      const main = spawn(() => {
        'use greenlet';
        const greenlet = spawn(sleep, 1000);
        greenlet.join(10);
        const error = errorOf(() => greenlet.get(20));
        greenlet.kill();
        return [error, host.now()];
      });
      const [error, now] = await settle(host, main);
      expect(error).toBeInstanceOf(Timeout);
      expect((error as Timeout).message).toBe('timed out after 20 ms');
      expect(now).toBe(30);
    });

    it('E19: the Timeout of get is an error like any other: a plain catch has it', async () => {
      const caught = await runVirtually(() => {
        'use greenlet';
        const greenlet = spawn(sleep, 1000);
        try {
          greenlet.get(1);
        } catch {
          return 'caught';
        } finally {
          greenlet.kill();
        }
        return 'not thrown';
      });
      expect(caught).toBe('caught');
    });

    it('E25: a greenlet that waits for itself is told at once', async () => {
      const [joined, got] = await runVirtually(() => {
        'use greenlet';
        const self: Greenlet = spawn(() => [errorOf(() => self.join()), errorOf(() => self.get())]);
        return self.get() as [Error, Error];
      });
      expect(joined).toBeInstanceOf(LoopExit);
      expect(joined.message).toContain('waits for itself');
      expect(got).toBeInstanceOf(LoopExit);
    });

    it('cannot block outside greenlets', async () => {
      const host = useVirtualHost();
      const greenlet = spawn(() => 5);
      expect(() => greenlet.get()).toThrow(SwitchError);
      expect(() => greenlet.join()).toThrow('Greenlet.join() would block, but no greenlet is running');
      await host.drain();
      expect(greenlet.get()).toBe(5);
    });

    it('refuse a timeout that is not a number', async () => {
      const error = await runVirtually(() => {
        'use greenlet';
        const greenlet = spawn(sleep, 1);
        return errorOf(() => greenlet.join('1' as never));
      });
      expect(error).toEqual(new TypeError('expected a number of milliseconds, got `"1"` (string)'));
    });
  });

  describe('as a promise', () => {
    it('can be awaited', async () => {
      const host = useVirtualHost();
      expect(
        await settle(
          host,
          spawn(() => 'value'),
        ),
      ).toBe('value');
    });

    it('is rejected with its error', async () => {
      const host = useVirtualHost();
      const failing = spawn(() => {
        throw new RangeError('x');
      });
      await expect(settle(host, failing)).rejects.toThrow(new RangeError('x'));
    });

    it('can be awaited when it has ended', async () => {
      const host = useVirtualHost();
      const greenlet = spawn(() => 'value');
      await host.drain();
      expect(await settle(host, greenlet)).toBe('value');
    });

    it('is rejected with the GreenletExit after a kill', async () => {
      const host = useVirtualHost();
      const greenlet = spawn(sleep, 1000);
      await settle(
        host,
        spawn(() => greenlet.kill(undefined, { block: false })),
      );
      await expect(settle(host, greenlet)).rejects.toBeInstanceOf(GreenletExit);
    });
  });

  describe('that fails', () => {
    const report = jest.fn();
    let previous: ReturnType<typeof setErrorHandler>;

    beforeEach(() => {
      report.mockReset();
      previous = setErrorHandler(report);
    });

    afterEach(() => {
      setErrorHandler(previous);
    });

    function failing(): never {
      throw new RangeError('x');
    }

    it('E20: is reported once if nobody asks for the result', async () => {
      const host = useVirtualHost();
      const greenlet = spawn(failing);
      await host.drain();
      expect(report.mock.calls).toEqual([[new RangeError('x'), greenlet]]);
    });

    it('E20: is not reported if somebody asks in the same pass, after the failure', async () => {
      const host = useVirtualHost();
      const main = spawn(() => {
        'use greenlet';
        const greenlet = spawn(failing);
        sleep(0);
        return errorOf(() => greenlet.get());
      });
      expect(await settle(host, main)).toEqual(new RangeError('x'));
      await host.drain();
      expect(report).not.toHaveBeenCalled();
    });

    it('E23: a handler that fails itself does not stop the hub', async () => {
      const consoleError = jest.spyOn(console, 'error').mockImplementation(() => {});
      report.mockImplementation(() => {
        throw new TypeError('broken handler');
      });
      const host = useVirtualHost();
      spawn(failing);
      await host.drain();
      expect(
        await settle(
          host,
          spawn(() => 'alive'),
        ),
      ).toBe('alive');
      expect(consoleError.mock.calls.flat()).toEqual(
        expect.arrayContaining([new TypeError('broken handler'), new RangeError('x')]),
      );
      consoleError.mockRestore();
    });
  });

  it('E20: by default failures go to the console, with the name of the greenlet', async () => {
    const consoleError = jest.spyOn(console, 'error').mockImplementation(() => {});
    const host = useVirtualHost();
    spawn(() => {
      throw new RangeError('x');
    }).name = 'worker';
    await host.drain();
    expect(consoleError).toHaveBeenCalledWith('Uncaught error in worker:', new RangeError('x'));
    consoleError.mockRestore();
  });

  const refuse = (): never => {
    throw new Error('refused');
  };
  it.each([
    [
      'whose stack cannot be read',
      Object.defineProperty(new RangeError('x'), 'stack', { get: refuse }),
      'an instance of `RangeError` (object), "x", which cannot be printed',
    ],
    [
      'that fails to show itself',
      { [Symbol.for('nodejs.util.inspect.custom')]: refuse },
      'an instance of `Object` (object), which cannot be printed',
    ],
    [
      'that answers no questions',
      Object.defineProperty(new Error('x'), 'message', { get: refuse }),
      'an error that cannot be printed',
    ],
  ])('E20: so do failures with an error %s, of which is said what can be', async (_, error, said) => {
    const printed: unknown[] = [];
    const consoleError = jest.spyOn(console, 'error').mockImplementation((title, shown: unknown) => {
      if (typeof shown !== 'string') refuse();
      printed.push(title, shown);
    });
    const host = useVirtualHost();
    spawn(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- some do
      throw error;
    }).name = 'worker';
    await host.drain();
    expect(printed).toEqual(['Uncaught error in worker:', said]);
    consoleError.mockRestore();
  });
});

describe('The minimal ident of a greenlet', () => {
  it('is a small number that is used again when the greenlet has ended', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const [a, b, c] = [spawn(sleep, 1), spawn(sleep, 5), spawn(sleep, 5)] as const;
      const first = [c.minimalIdent, a.minimalIdent, b.minimalIdent, a.minimalIdent];
      a.join();
      const d = spawn(sleep, 1);
      const second = [d.minimalIdent, spawn(sleep, 1).minimalIdent, a.minimalIdent];
      sleep(10);
      return [...first, ...second];
    });
    expect(seen).toEqual([0, 1, 2, 1, 1, 3, 1]);
  });
});
