import { BoundedSemaphore, Semaphore, sleep, spawn, SwitchError } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('Semaphore', () => {
  it('E76: a released unit goes to the one that has waited longest, not to one that is running', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(1);
      const worker = (name: string): void => {
        for (let i = 0; i < 2; i++) {
          semaphore.acquire();
          log.push(name);
          sleep(1);
          semaphore.release();
        }
      };
      const a = spawn(worker, 'a');
      const b = spawn(worker, 'b');
      a.join();
      b.join();
    });
    expect(log).toEqual(['a', 'b', 'a', 'b']);
  });

  it('E76: nobody can take a unit between its release and the run of the one it went to', async () => {
    const taken = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const waiter = spawn(() => semaphore.acquire());
      sleep(0);
      semaphore.release();
      return [semaphore.tryAcquire(), semaphore.count, waiter.get()];
    });
    expect(taken).toEqual([false, 0, true]);
  });

  it('E77: the unit is not lost when a waiter is killed, or its time is over', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const killed = spawn(() => semaphore.acquire());
      const impatient = spawn(() => semaphore.acquire(10));
      const patient = spawn(() => semaphore.acquire());
      sleep(0);
      killed.kill(undefined, { block: false });
      semaphore.release();
      sleep(20);
      const inTime = impatient.get();
      semaphore.release();
      return [inTime, patient.get(), semaphore.count];
    });
    expect(result).toEqual([true, true, 0]);
  });

  it('E77: one whose time is over has nothing, and the next one gets the unit', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const inTime = semaphore.acquire(10);
      semaphore.release();
      return [inTime, semaphore.count, semaphore.acquire(10)];
    });
    expect(result).toEqual([false, 1, true]);
  });

  it('E77: one that has been given the unit before it is killed gets it, and can give it back', async () => {
    const count = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const waiter = spawn(() => semaphore.with(() => sleep(1000)));
      sleep(0);
      semaphore.release();
      waiter.kill();
      return semaphore.count;
    });
    expect(count).toBe(1);
  });

  it('may be released more often than acquired, and says what it has', () => {
    const semaphore = new Semaphore(0);
    expect(semaphore.locked()).toBe(true);
    expect(semaphore.ready()).toBe(false);
    semaphore.release();
    semaphore.release();
    expect(semaphore.count).toBe(2);
    expect(semaphore.locked()).toBe(false);
    expect(semaphore.tryAcquire()).toBe(true);
    expect(semaphore.acquire()).toBe(true);
  });

  it('cannot block outside greenlets, and then has done nothing', () => {
    const semaphore = new Semaphore(0);
    expect(() => semaphore.acquire()).toThrow(SwitchError);
    semaphore.release();
    expect(semaphore.count).toBe(1);
  });

  it.each([
    [-1, RangeError],
    [1.5, TypeError],
    ['1', TypeError],
  ])('refuses %p units', (count, type) => {
    expect(() => new Semaphore(count as number)).toThrow(type);
  });

  it('wait blocks until there is a unit, and leaves it there', async () => {
    const counts = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(0);
      const early = semaphore.wait(10);
      const waiter = spawn(() => semaphore.wait());
      sleep(0);
      semaphore.release();
      return [early, waiter.get(), semaphore.count, semaphore.wait()];
    });
    expect(counts).toEqual([0, 1, 1, 1]);
  });

  it('with releases however the call ends', async () => {
    const [value, error, count] = await runVirtually(() => {
      'use greenlet';
      const semaphore = new Semaphore(1);
      const fail = (): never => {
        throw new RangeError('x');
      };
      return [semaphore.with(() => semaphore.count), errorOf(() => semaphore.with(fail)), semaphore.count];
    });
    expect(value).toBe(0);
    expect(error).toEqual(new RangeError('x'));
    expect(count).toBe(1);
  });

  it('rawlink is called when a unit is there', async () => {
    const host = useVirtualHost();
    const semaphore = new Semaphore(0);
    const callback = jest.fn();
    semaphore.rawlink(callback);
    semaphore.rawlink(callback);
    semaphore.unlink(callback);
    semaphore.release();
    semaphore.rawlink(callback);
    await host.drain();
    expect(callback.mock.calls).toEqual([[semaphore], [semaphore]]);
  });
});

describe('BoundedSemaphore', () => {
  it('cannot be released more often than acquired', async () => {
    const semaphore = new BoundedSemaphore(1);
    expect(() => semaphore.release()).toThrow(RangeError);
    expect(
      await settle(
        useVirtualHost(),
        spawn(() => semaphore.acquire()),
      ),
    ).toBe(true);
    semaphore.release();
    expect(semaphore.count).toBe(1);
  });
});
