'use greenlet';

import { sleep, spawn } from 'greenlets';
import { assertSwitches } from 'greenlets/observe';
import { errorOf } from '../runtime/support/error-of.ts';
import { settle, useVirtualHost, type VirtualHost } from '../support/virtual-host.ts';

function inWorld<R>(test: (host: VirtualHost) => R): Promise<R> {
  const host = useVirtualHost();
  return settle(host, spawn(() => test(host)) as PromiseLike<R>);
}

describe('assertSwitches', () => {
  it('E109: throws if a call never pauses', async () => {
    const message = await inWorld(() => errorOf(() => assertSwitches(() => 1 + 1)).message);
    expect(message).toBe('expected a pause, but all other greenlets were held up');
  });

  it('E109: returns what a call returns that pauses', async () => {
    expect(await inWorld(() => assertSwitches(() => (sleep(), 'done')))).toBe('done');
    expect(await inWorld(() => assertSwitches(() => Promise.resolve('kept')))).toBe('kept');
  });

  it('E109: with a time, throws only if a call runs for longer without a pause', async () => {
    const seen = await inWorld((host) => {
      const work = (ms: number) => () => {
        host.compute(ms);
        sleep(100);
        host.compute(1);
        return ms;
      };
      const fast = assertSwitches(() => 2, { maxBlockingTime: 10 });
      return [
        fast,
        assertSwitches(work(10), { maxBlockingTime: 10 }),
        errorOf(() => assertSwitches(work(11), { maxBlockingTime: 10 })),
      ];
    });
    expect(seen).toEqual([
      2,
      10,
      new Error('expected a pause after 10 ms at most, but all other greenlets were held up for 11 ms'),
    ]);
  });

  it('passes on what a call throws', async () => {
    const error = await inWorld(() =>
      errorOf(() =>
        assertSwitches(() => {
          throw new RangeError('own');
        }),
      ),
    );
    expect(error).toEqual(new RangeError('own'));
  });

  it('refuses what is no function, options that do not exist, and negative times', async () => {
    const messages = await inWorld(() => [
      errorOf(() => assertSwitches(3 as never)).message,
      errorOf(() => assertSwitches(() => 1, { time: 3 } as never)).message,
      errorOf(() => assertSwitches(() => 1, { maxBlockingTime: -5 })).message,
    ]);
    expect(messages).toEqual([
      'expected a function, got `3` (number)',
      'expected options with `maxBlockingTime`, got an unknown option `time`',
      'expected a timeout of at least 0 ms, got `-5` (number)',
    ]);
  });
});
