import { run, sleep, spawn, withTimeout } from 'greenlets';
import { explore } from 'greenlets/testing';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';

const MINUTE = 60_000;

describe('fake timers', () => {
  beforeEach(() => {
    hub.useHost(defaultHost);
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('drive sleep, one after the other', async () => {
    const log: string[] = [];
    const result = run(() => {
      'use greenlet';
      for (const word of ['one', 'two']) {
        sleep(MINUTE);
        log.push(word);
      }
    });
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(log).toEqual(['one']);
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(log).toEqual(['one', 'two']);
    await result;
  });

  it('drive timeouts', async () => {
    const result = run(() => {
      'use greenlet';
      return withTimeout(MINUTE, () => sleep(2 * MINUTE), { timeoutValue: 'timed out' });
    });
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(await result).toBe('timed out');
  });

  it('are not confused by a date that is set', async () => {
    let done = false;
    const result = run(() => {
      'use greenlet';
      sleep(MINUTE);
      done = true;
    });
    await jest.advanceTimersByTimeAsync(1);
    jest.setSystemTime(0);
    await jest.advanceTimersByTimeAsync(MINUTE - 2);
    expect(done).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(done).toBe(true);
    await result;
  });

  it('leave those alone that were set before', async () => {
    jest.useRealTimers();
    const before = spawn(() => {
      'use greenlet';
      sleep(5);
      return 'real';
    });
    await run(sleep, 0);
    jest.useFakeTimers();
    const after = run(() => {
      'use greenlet';
      sleep(MINUTE);
      return 'fake';
    });
    expect(await before).toBe('real');
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(await after).toBe('fake');
  });

  it('do not count where schedules are tried for so many seconds', async () => {
    const napping = (): void => {
      'use greenlet';
      sleep(5);
    };
    const { schedules } = await explore(napping, { seconds: 0.01 });
    expect(schedules).toBeGreaterThan(0);
  });

  it('are forgotten when they are gone: a sleep is of real time again', async () => {
    const cancelled = spawn(() => {
      'use greenlet';
      sleep(MINUTE);
    });
    await jest.advanceTimersByTimeAsync(1);
    jest.useRealTimers();
    await run(() => {
      'use greenlet';
      sleep(1);
      cancelled.kill();
    });
    expect(cancelled.dead).toBe(true);
  });
});
