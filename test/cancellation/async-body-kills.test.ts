import {
  getCurrent,
  GreenletExit,
  isCancellation,
  kill,
  run,
  Semaphore,
  sleep,
  spawn,
  withTimeout,
  type Greenlet,
} from 'greenlets';
import type { Greenlet as AnyGreenlet } from 'greenlets/core';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { bodyFixture, outcomeOf } from './support.ts';

function signalOf(greenlet: AnyGreenlet): AbortSignal {
  if ('signal' in greenlet && greenlet.signal instanceof AbortSignal) return greenlet.signal;
  throw new Error('it has no signal');
}

describe('A greenlet whose async body is killed', () => {
  it('has been killed itself', async () => {
    const { greenlet } = await outcomeOf(bodyFixture().body);
    expect(greenlet.successful()).toBe(true);
    expect(greenlet.value).toBeInstanceOf(GreenletExit);
  });

  it('rejects the promise of run, which need not be handled', async () => {
    const host = useVirtualHost();
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', note);
    const { log, body } = bodyFixture();
    const controller = new AbortController();
    const promise = run({ signal: controller.signal }, body);
    await settle(host, run(sleep, 10));
    controller.abort();
    await settle(host, run(sleep, 10));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(log).toEqual(['begun', 'cleaned up']);
    expect(rejections).toEqual([]);
    await expect(promise).rejects.toBe(controller.signal.reason);
  });

  it('ends with what the body makes of it if it names the cancellation', async () => {
    const { greenlet } = await outcomeOf(async () => {
      'use greenlet';
      try {
        sleep(1000);
        return 'in time';
      } catch (error) {
        if (error instanceof GreenletExit) return 'swallowed';
        throw error;
      }
    });
    expect(greenlet.value).toBe('swallowed');
  });

  it('does not end by a clause that names nothing', async () => {
    const { greenlet } = await outcomeOf(async () => {
      'use greenlet';
      for (;;) {
        try {
          sleep(1000);
        } catch {
          // Tries again.
        }
      }
    });
    expect(greenlet.value).toBeInstanceOf(GreenletExit);
  });

  it('sees the cancellation in clauses that clean up, and as one that goes on', async () => {
    const log: string[] = [];
    const { greenlet } = await outcomeOf(() => {
      'use greenlet';
      return withTimeout(1000, async () => {
        'use greenlet';
        try {
          sleep(1000);
        } catch (error) {
          log.push(String(isCancellation(error)));
          sleep(1);
          throw error;
        }
      });
    });
    expect(log).toEqual(['true']);
    expect(greenlet.value).toBeInstanceOf(GreenletExit);
  });

  it('goes on being killed in the function that has called the body', async () => {
    const log: string[] = [];
    await outcomeOf(async () => {
      'use greenlet';
      const lock = new Semaphore();
      try {
        lock.with(bodyFixture().body);
      } catch {
        log.push('swallowed');
      } finally {
        sleep(1);
        log.push(`outer clean-up, ${String(lock.count)} unit`);
      }
    });
    expect(log).toEqual(['outer clean-up, 1 unit']);
  });

  it('is interrupted in its clean-up by a second kill', async () => {
    const log: string[] = [];
    const { time } = await outcomeOf(async () => {
      'use greenlet';
      try {
        sleep(1000);
      } finally {
        try {
          sleep(1000);
        } finally {
          log.push('ended');
        }
      }
    }, 20);
    expect(log).toEqual(['ended']);
    expect(time).toBe(30);
  });

  it('never runs if it is killed before its start', async () => {
    const { log, body } = bodyFixture();
    await runVirtually(() => {
      'use greenlet';
      spawn(body).kill();
    });
    expect(log).toEqual([]);
  });

  it('is killed at its next wait if it kills itself by its greenlet', async () => {
    const { log, body } = bodyFixture();
    const ended: Greenlet = await runVirtually(() => {
      'use greenlet';
      const greenlet: Greenlet = spawn(async () => {
        'use greenlet';
        greenlet.kill(GreenletExit, { block: false });
        log.push('goes on');
        return withTimeout(null, body);
      });
      greenlet.join();
      return greenlet as never;
    }).catch((error: unknown) => error as never);
    expect(log).toEqual(['goes on', 'begun', 'cleaned up']);
    expect(ended).toBeInstanceOf(GreenletExit);
  });

  it('may kill itself by its greenlet and wait for that', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet: Greenlet = spawn(async () => {
        'use greenlet';
        sleep(1);
        try {
          greenlet.kill();
        } finally {
          log.push('cleaned up');
        }
      });
      greenlet.join();
      log.push(String(greenlet.value));
    });
    expect(log).toEqual(['cleaned up', 'GreenletExit: the greenlet was killed']);
  });

  it('has a signal that is aborted, and so has the body', async () => {
    const aborted: boolean[] = [];
    const { greenlet } = await outcomeOf(async () => {
      'use greenlet';
      const signal = signalOf(getCurrent());
      try {
        sleep(1000);
      } finally {
        aborted.push(signal.aborted);
      }
    });
    expect([...aborted, greenlet.signal.aborted]).toEqual([true, true]);
  });

  it('takes a result that is there first, and is killed at its next wait', async () => {
    const log: string[] = [];
    const ended = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const greenlet: Greenlet = spawn(() => {
        'use greenlet';
        const result = withTimeout(null, async () => {
          'use greenlet';
          return semaphore.acquire();
        });
        log.push(`got ${String(result)}`);
        sleep(1);
        log.push('not reached');
      });
      sleep(1);
      semaphore.release();
      kill(greenlet);
      greenlet.join();
      return greenlet.successful();
    });
    expect(log).toEqual(['got true']);
    expect(ended).toBe(true);
  });
});
