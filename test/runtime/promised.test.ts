import { Condition, RLock, Semaphore, sleep, spawn, Timeout, wait, withTimeout } from 'greenlets';
import { hub } from '../../runtime/hub/index.ts';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

/** A promise of `value` in virtual time. */
function later<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => hub.host.setTimeout(() => resolve(value), ms, true));
}

describe('A function that returns a promise', () => {
  it.each<[string, () => { with<R>(fn: () => R): Awaited<R> }]>([
    ['Semaphore', () => new Semaphore()],
    ['RLock', () => new RLock()],
    ['Condition', () => new Condition()],
  ])('keeps what %s.with holds until the promise is settled', async (_, create) => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const lock = create();
      const other = spawn(() => {
        sleep(1);
        lock.with(() => log.push('other'));
      });
      log.push(lock.with(async () => await later(5, 'first')));
      other.join();
      const failure = errorOf(() => lock.with(() => Promise.reject(new RangeError('x'))));
      log.push(
        String(failure),
        lock.with(() => 'free again'),
      );
    });
    expect(log).toEqual(['first', 'other', 'RangeError: x', 'free again']);
  });

  it('releases the lock when the greenlet is killed meanwhile', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const lock = new Semaphore();
      const holder = spawn(() => lock.with(() => later(50, 'late')));
      sleep(1);
      const during = lock.locked();
      holder.kill();
      return [during, lock.locked()];
    });
    expect(result).toEqual([true, false]);
  });

  it('is given its time by withTimeout', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return [
        withTimeout(5, () => later(1, 'in time')),
        errorOf(() => withTimeout(5, async () => await later(50, 'late'))),
        withTimeout(5, () => later(50, 'late'), { timeoutValue: 'instead' }),
        wait(later(1, 'afterwards')),
      ];
    });
    expect(result).toEqual(['in time', expect.any(Timeout), 'instead', 'afterwards']);
  });
});
