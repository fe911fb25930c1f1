import {
  getCurrent,
  isCancellation,
  kill,
  Semaphore,
  sleep,
  spawn,
  Timeout,
  wait,
  withTimeout,
  type LoopExit,
} from 'greenlets';
import type { Greenlet as AnyGreenlet } from 'greenlets/core';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from '../runtime/support/error-of.ts';
import { bodyFixture, outcomeOf } from './support.ts';

describe('A timeout of somebody who has called an async function', () => {
  it('does not interrupt the clean-up of an earlier kill', async () => {
    const log: string[] = [];
    await outcomeOf(() => {
      'use greenlet';
      return withTimeout(15, async () => {
        'use greenlet';
        try {
          sleep(1000);
        } finally {
          sleep(50);
          log.push('cleaned up');
        }
      });
    });
    expect(log).toEqual(['cleaned up']);
  });

  it('does not interrupt a clean-up that calls the function', async () => {
    const log: string[] = [];
    await outcomeOf(async () => {
      'use greenlet';
      withTimeout(15, () => {
        'use greenlet';
        try {
          sleep(1000);
        } finally {
          new Semaphore().with(async () => {
            'use greenlet';
            sleep(50);
            log.push('cleaned up');
          });
        }
      });
    });
    expect(log).toEqual(['cleaned up']);
  });

  it('does not count once its scope has ended', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const error = errorOf(() => withTimeout(5, bodyFixture().body));
      let again: unknown;
      try {
        throw error;
      } catch (caught) {
        again = [caught === error, isCancellation(caught)];
      }
      sleep(100);
      return again;
    });
    expect(result).toEqual([true, false]);
  });

  it('that is nested ends the inner call only', async () => {
    const { log, body } = bodyFixture();
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(100, async () => {
        'use greenlet';
        const inner = withTimeout(10, body, { timeoutValue: 'inner' });
        sleep(1);
        return inner;
      });
    });
    expect(result).toBe('inner');
    expect(log).toEqual(['begun', 'cleaned up']);
  });

  it('of the outer call reaches the innermost body, and leaves all of them', async () => {
    const { log, body } = bodyFixture();
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(
        10,
        async () => {
          'use greenlet';
          try {
            return withTimeout(100, body, { timeoutValue: 'inner' });
          } finally {
            log.push('between');
          }
        },
        { timeoutValue: 'outer' },
      );
    });
    expect(result).toBe('outer');
    expect(log).toEqual(['begun', 'cleaned up', 'between']);
  });
});

describe('A promise that others may read as well', () => {
  function readers(): [string, (promise: Promise<string>) => unknown][] {
    'use greenlet';
    return [
      ['await', (promise) => withTimeout(10, async () => await promise)],
      ['wait', (promise) => withTimeout(10, () => wait(promise))],
      ['a function that returns it', (promise) => withTimeout(10, () => promise)],
    ];
  }

  it.each(readers())('is not interrupted by whoever waits by %s', async (_, read) => {
    const { log, body } = bodyFixture();
    const result = await runVirtually(() => {
      'use greenlet';
      const promise = body();
      expect(errorOf(() => read(promise))).toBeInstanceOf(Timeout);
      return wait(promise);
    });
    expect(result).toBe('done');
    expect(log).toEqual(['begun', 'cleaned up']);
  });

  it('is not interrupted if another greenlet has called the function', async () => {
    const { body } = bodyFixture();
    const result = await runVirtually(() => {
      'use greenlet';
      let promise: Promise<string> | undefined;
      const other = spawn(() => {
        promise = body();
      });
      const reader = spawn(() => {
        'use greenlet';
        other.join();
        return promise;
      });
      sleep(10);
      reader.kill();
      return promise;
    });
    expect(result).toBe('done');
  });

  it('is rejected with an ordinary error if its body alone is killed', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      let own: AnyGreenlet | undefined;
      spawn(() => {
        sleep(10);
        if (own !== undefined) kill(own);
      });
      try {
        return withTimeout(null, async () => {
          'use greenlet';
          own = getCurrent();
          sleep(1000);
          return 'in time';
        });
      } catch (error) {
        return `caught ${(error as Error).name}`;
      }
    });
    expect(result).toBe('caught GreenletExit');
  });
});

describe('A deadlock', () => {
  it('is raised where the async body of run waits', async () => {
    const log: string[] = [];
    const error: unknown = await runVirtually(async () => {
      'use greenlet';
      try {
        new Semaphore(0).acquire();
      } finally {
        log.push('cleaned up');
      }
    }).catch((reason: unknown) => reason);
    expect((error as LoopExit).message).toContain('waits for Semaphore.acquire()');
    expect(log).toEqual(['cleaned up']);
  });
});
