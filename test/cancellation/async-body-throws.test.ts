import { getCurrent, GreenletExit, isCancellation, sleep, spawn, withTimeout, type Greenlet } from 'greenlets';
import { settle, useVirtualHost } from '../support/virtual-host.ts';
import { bodyFixture } from './support.ts';

/** What becomes of a greenlet that runs `body` when somebody throws straight into it at 10 ms. */
async function outcomeOfThrow(body: () => unknown, error?: unknown): Promise<{ greenlet: Greenlet; time: number }> {
  const host = useVirtualHost();
  const greenlet = spawn(body);
  spawn(() => {
    'use greenlet';
    sleep(10);
    if (error === undefined) greenlet.throw();
    else greenlet.throw(error);
  });
  const ended = spawn(() => {
    'use greenlet';
    greenlet.join();
    return host.now();
  });
  const time = await settle(host, ended);
  return { greenlet, time };
}

describe('throw() at a greenlet that waits for its async body', () => {
  it('ends the body, whose clean-up may wait', async () => {
    const { log, body } = bodyFixture();
    const { greenlet, time } = await outcomeOfThrow(body);
    expect(log).toEqual(['begun', 'cleaned up']);
    expect(greenlet.value).toBeInstanceOf(GreenletExit);
    expect(time).toBe(15);
  });

  it('is a cancellation in both', async () => {
    const seen: boolean[] = [];
    const note = (error: unknown): unknown => {
      seen.push(isCancellation(error));
      return error;
    };
    async function body(): Promise<void> {
      'use greenlet';
      try {
        sleep(1000);
      } catch (error) {
        throw note(error);
      }
    }
    const { greenlet } = await outcomeOfThrow(() => {
      'use greenlet';
      try {
        withTimeout(1000, body);
      } catch (error) {
        throw note(error);
      }
    });
    expect(seen).toEqual([true, true]);
    expect(greenlet.killed).toBe(true);
  });

  it('does not get past a body that names the cancellation', async () => {
    const { greenlet } = await outcomeOfThrow(async () => {
      'use greenlet';
      try {
        sleep(1000);
      } catch (error) {
        if (error instanceof GreenletExit) return 'swallowed';
        throw error;
      }
      return 'in time';
    });
    expect(greenlet.value).toBe('swallowed');
  });

  it('passes any other error to the body, which may catch it', async () => {
    const { greenlet } = await outcomeOfThrow(async () => {
      'use greenlet';
      try {
        sleep(1000);
      } catch (error) {
        sleep(5);
        return `caught ${(error as Error).message}`;
      }
      return 'in time';
    }, new Error('raw'));
    expect(greenlet.value).toBe('caught raw');
  });

  it('fails with the error that the body does not catch', async () => {
    const error = new Error('raw');
    const { greenlet } = await outcomeOfThrow(bodyFixture().body, error);
    expect(greenlet.exception).toBe(error);
  });

  it('is an ordinary throw where the body makes it itself', async () => {
    const host = useVirtualHost();
    const log: unknown[] = [];
    const greenlet: Greenlet = spawn(async () => {
      'use greenlet';
      sleep(1);
      try {
        greenlet.throw(new Error('by itself'));
      } catch (error) {
        log.push((error as Error).message, getCurrent() === greenlet);
      }
    });
    await settle(host, greenlet);
    expect(log).toEqual(['by itself', false]);
  });
});
