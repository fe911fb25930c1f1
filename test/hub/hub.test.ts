import { readFile } from 'node:fs';
import { getSwitchInterval, run, setSwitchInterval, sleep, spawn, wait } from 'greenlets';
import { hub } from '../../runtime/hub/index.ts';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { settle, useVirtualHost } from '../support/virtual-host.ts';

describe('the hub', () => {
  it('E07: a greenlet that spins on sleep(0) does not starve timers', async () => {
    const host = useVirtualHost();
    let naps = 0;
    function sleeper(): void {
      'use greenlet';
      for (; naps < 3; naps++) sleep(10);
    }
    function spinner(): void {
      'use greenlet';
      for (; naps < 3; sleep(0)) host.compute(0.125);
    }
    spawn(sleeper);
    await settle(host, run(spinner));
    // The clock is read after every 50th task only: a pass takes 6.25 ms here.
    expect(host.now()).toBeLessThan(3 * (10 + 6.25 + 6.25));
  });

  it('a greenlet that spins does not starve I/O', async () => {
    hub.useHost(defaultHost);
    let read = false;
    readFile(__filename, () => {
      read = true;
    });
    await run(() => {
      'use greenlet';
      while (!read) sleep(0);
    });
    expect(read).toBe(true);
  });

  it('gives the host its turn after the switch interval', async () => {
    async function countTurns(interval: number): Promise<number> {
      const host = useVirtualHost();
      setSwitchInterval(interval);
      const spin = run(() => {
        'use greenlet';
        for (let i = 0; i < 1000; i++) {
          host.compute(1);
          sleep(0);
        }
      });
      await settle(host, spin);
      return host.turns;
    }
    const before = getSwitchInterval();
    expect(before).toBe(5);
    const often = await countTurns(50);
    const seldom = await countTurns(200);
    setSwitchInterval(before);
    expect(often).toBeGreaterThan(seldom * 3);
    expect(seldom).toBeGreaterThanOrEqual(5);
  });

  it('gives the host its turn also if promises keep calling back', async () => {
    const host = useVirtualHost();
    const waiting = run(() => {
      'use greenlet';
      for (let i = 0; i < 1000; i++) {
        host.compute(1);
        wait(Promise.resolve());
      }
    });
    await settle(host, waiting);
    expect(host.turns).toBeGreaterThan(1000 / (getSwitchInterval() + 2));
  });

  it('looks at the clock less often while passes are short, and notices soon when they are not any more', async () => {
    const host = useVirtualHost();
    let looks = 0;
    const now = host.now.bind(host);
    host.now = () => {
      looks++;
      return now();
    };
    const waitOften = (times: number, ms: number): Promise<void> =>
      settle(
        host,
        run(() => {
          'use greenlet';
          for (let i = 0; i < times; i++) {
            host.compute(ms);
            wait(Promise.resolve());
          }
        }),
      );
    await waitOften(1000, 0.01);
    expect(looks).toBeLessThan(250);
    const { turns } = host;
    await waitOften(100, 1);
    expect(host.turns - turns).toBeGreaterThan(10);
  });

  it('continues a greenlet as soon as its promise calls back', async () => {
    const log: string[] = [];
    await settle(
      useVirtualHost(),
      run(() => {
        'use greenlet';
        sleep(0);
        const promise = Promise.resolve();
        void promise.then(() => log.push('before'));
        void promise.then(() => queueMicrotask(() => log.push('next job')));
        wait(promise);
        log.push('greenlet');
      }),
    );
    expect(log).toEqual(['before', 'greenlet', 'next job']);
  });

  it('runs nothing while a callback of somebody else wakes a greenlet', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    let callBack: () => void = () => undefined;
    const own = Promise.resolve();
    own.then = ((onFulfilled: () => void) => void (callBack = onFulfilled)) as unknown as typeof own.then;
    const greenlet = spawn(() => {
      'use greenlet';
      wait(own);
      log.push('greenlet');
    });
    await host.drain();
    callBack();
    log.push('called back');
    await settle(host, greenlet);
    expect(log).toEqual(['called back', 'greenlet']);
  });

  it('runs many greenlets in one turn of the host', async () => {
    const host = useVirtualHost();
    const greenlets = run(() => {
      'use greenlet';
      for (let i = 0; i < 1000; i++) spawn(sleep, 0);
      sleep(0);
    });
    await settle(host, greenlets);
    expect(host.turns).toBeLessThan(5);
  });

  it('lets the process end once no timer is left that was not cancelled', async () => {
    const host = useVirtualHost();
    const sleeper = spawn(sleep, 1000);
    await settle(
      host,
      run(() => {
        'use greenlet';
        sleep(1);
        sleeper.kill();
      }),
    );
    expect(host.awaitsTimer).toBe(false);
    expect(host.now()).toBe(1);
  });

  it('goes to sleep for timers that are further away than the host can count', async () => {
    const host = useVirtualHost();
    const days = 100 * 24 * 3600 * 1000;
    await settle(host, run(sleep, days));
    expect(host.now()).toBe(days);
  });

  it('does not schedule a greenlet below itself when the host is turned from inside', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    const immediates: (() => void)[] = [];
    host.setImmediate = (callback) => void immediates.push(callback);
    const turn = (): void => {
      for (const immediate of immediates.splice(0)) immediate();
    };
    spawn(() => {
      'use greenlet';
      spawn(() => log.push('other'));
      sleep(0);
      spawn(() => log.push('another'));
      turn();
      log.push('main');
    });
    turn();
    turn();
    expect(log).toEqual(['other', 'main', 'another']);
  });
});
