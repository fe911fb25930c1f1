import { InvalidSwitchError, sleep, spawn, SwitchError } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('sleep', () => {
  it('E04: greenlets that are ready run before it returns', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      spawn(() => log.push('c1'));
      spawn(() => log.push('c2'));
      sleep(0);
      log.push('spawner');
    });
    expect(log).toEqual(['c1', 'c2', 'spawner']);
  });

  it('lasts as long as it says, all sleepers together', async () => {
    const host = useVirtualHost();
    const log: [string, number][] = [];
    const napper = (name: string, ms: number): void => {
      'use greenlet';
      sleep(ms);
      log.push([name, host.now()]);
    };
    await settle(
      host,
      Promise.all([spawn(napper, 'long', 30), spawn(napper, 'short', 10), spawn(napper, 'equal', 30)]),
    );
    expect(log).toEqual([
      ['short', 10],
      ['long', 30],
      ['equal', 30],
    ]);
  });

  it.each([0, -1, -Infinity])('E08: sleep(%p) goes to the back of the queue, and no time passes', async (ms) => {
    const host = useVirtualHost();
    const log: string[] = [];
    const main = spawn(() => {
      'use greenlet';
      spawn(() => log.push('other'));
      sleep(ms);
      log.push('main');
    });
    await settle(host, main);
    expect(log).toEqual(['other', 'main']);
    expect(host.now()).toBe(0);
  });

  it('E08: returns nothing', async () => {
    expect(await runVirtually(sleep, 0)).toBeUndefined();
    expect(await runVirtually(sleep, 5)).toBeUndefined();
  });

  it.each([null, '5', NaN, {}])('E08: sleep(%p) is a TypeError', async (ms) => {
    await expect(runVirtually(sleep, ms as never)).rejects.toThrow(/^expected a number of milliseconds, got/);
  });

  it('E13: a switch from elsewhere does not end it early, but fails it', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      const sleeper = spawn(() => errorOf(() => sleep(2000)));
      sleep(0);
      spawn(() => sleeper.switch('stray'));
      return sleeper.get();
    });
    expect(error).toBeInstanceOf(InvalidSwitchError);
    expect(error.message).toBe('sleep(2000) was interrupted by a switch from elsewhere');
  });

  it('E13: its timer goes with it', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const sleeper = spawn(() => errorOf(() => sleep(2000)));
      sleep(0);
      spawn(() => sleeper.switch('stray'));
      sleeper.join();
    });
    await settle(host, main);
    expect(host.awaitsTimer).toBe(false);
  });

  it('cannot block outside greenlets, nor below code that is not compiled', async () => {
    expect(() => sleep(1)).toThrow(SwitchError);
    expect(() => sleep(1)).toThrow('sleep() would block, but no greenlet is running: start one with run() or spawn()');
    const error = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => new Set([1]).forEach(() => unmarked()));
    });
    expect(error).toBeInstanceOf(SwitchError);
  });

  function unmarked(): void {
    sleep(1);
  }
});
