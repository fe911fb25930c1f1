import { GreenletExit, run, setErrorHandler, shutdown, sleep, spawn, wait } from 'greenlets';
import { settle, useVirtualHost, runVirtually } from '../support/virtual-host.ts';

describe('shutdown', () => {
  function careful(log: string[], name: string, cleanup: number): void {
    'use greenlet';
    try {
      sleep(1000);
    } finally {
      sleep(cleanup);
      log.push(name);
    }
  }

  it('kills all greenlets and resolves when their cleanup is finished', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    const main = run(careful, log, 'main', 10);
    spawn(careful, log, 'other', 20);
    await host.turnUntil(() => host.awaitsTimer);
    spawn(careful, log, 'not begun', 30);
    expect(await settle(host, shutdown())).toBe(true);
    expect(log).toEqual(['main', 'other']);
    expect(host.now()).toBe(20);
    await expect(main).rejects.toBeInstanceOf(GreenletExit);
  });

  it('kills the greenlets of async functions', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    const marked = async (): Promise<void> => {
      'use greenlet';
      try {
        await new Promise(() => {});
      } finally {
        sleep(5);
        log.push('finally');
      }
    };
    const promise = marked();
    expect(await settle(host, shutdown())).toBe(true);
    expect(log).toEqual(['finally']);
    await expect(promise).rejects.toBeInstanceOf(GreenletExit);
  });

  it('kills what has been started in a clean-up, and goes on after it', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    const helpers = (): void => {
      'use greenlet';
      try {
        sleep(1000);
      } finally {
        spawn(careful, log, 'left alone', 10);
        spawn(helper).join();
      }
    };
    const helper = (): void => {
      'use greenlet';
      sleep(20);
      log.push('helped');
      spawn(() => log.push('at once'));
    };
    const main = run(helpers);
    await host.turnUntil(() => host.awaitsTimer);
    expect(await settle(host, shutdown())).toBe(true);
    expect(log).toEqual(['helped', 'at once', 'left alone']);
    expect(host.now()).toBe(30);
    await expect(main).rejects.toBeInstanceOf(GreenletExit);
  });

  it('gives up when the time is over', async () => {
    const host = useVirtualHost();
    const greenlet = spawn(careful, [], 'slow', 500);
    await host.turnUntil(() => host.awaitsTimer);
    expect(await settle(host, shutdown(100))).toBe(false);
    expect(host.now()).toBe(100);
    await expect(settle(host, greenlet)).rejects.toBeInstanceOf(GreenletExit);
    expect(host.now()).toBe(500);
  });

  it('resolves at once if there is nothing to kill', async () => {
    useVirtualHost();
    expect(await shutdown()).toBe(true);
  });

  it('spares the greenlet that calls it', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const other = spawn(sleep, 1000);
      return [wait(shutdown(50)), other.dead];
    });
    expect(result).toEqual([true, true]);
  });

  it('says nothing of async generators that are killed together with those who wait for their values', async () => {
    const errors: unknown[] = [];
    const previous = setErrorHandler((error) => errors.push(error));
    const host = useVirtualHost();
    let closed = 0;
    async function* values(): AsyncGenerator<number> {
      'use greenlet';
      try {
        yield await Promise.resolve(1);
        sleep(1000);
      } finally {
        closed++;
      }
    }
    const iterate = (): void => {
      'use greenlet';
      for (const value of values() as unknown as Iterable<number>) expect(value).toBe(1);
    };
    spawn(iterate);
    await settle(
      host,
      spawn(() => {
        'use greenlet';
        sleep(5);
      }),
    );
    await settle(host, shutdown());
    await host.drain();
    setErrorHandler(previous);
    expect([closed, errors]).toEqual([1, []]);
  });
});
