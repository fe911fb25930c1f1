'use greenlet';

import { Barrier, BrokenBarrierError, joinAll, sleep, spawn } from 'greenlets';
import { errorOf } from './support/error-of.ts';
import { runVirtually } from '../support/virtual-host.ts';

describe('a barrier', () => {
  it('lets nobody through until all have come, and numbers them in the order of their coming', async () => {
    const log = await runVirtually(() => {
      const barrier = new Barrier(3);
      const seen: string[] = [];
      const party = (name: string, ms: number): void => {
        sleep(ms);
        seen.push(`${name} comes`);
        seen.push(`${name} goes as ${String(barrier.wait())}`);
      };
      joinAll([spawn(party, 'a', 2), spawn(party, 'b', 1), spawn(party, 'c', 3)]);
      return seen;
    });
    expect(log).toEqual(['b comes', 'a comes', 'c comes', 'c goes as 2', 'b goes as 0', 'a goes as 1']);
  });

  it('breaks as soon as one is interrupted that waits, before that goes on', async () => {
    const outcomes = await runVirtually(() => {
      const barrier = new Barrier(2);
      const first = spawn(() => barrier.wait());
      sleep(1);
      first.kill(Error, { block: false });
      const second = errorOf(() => barrier.wait());
      return [second instanceof BrokenBarrierError, barrier.broken, first.exception];
    });
    expect(outcomes).toEqual([true, true, undefined]);
  });

  it('can be used again', async () => {
    const rounds = await runVirtually(() => {
      const barrier = new Barrier(2);
      const seen: string[] = [];
      const party = (name: string): void => {
        for (let round = 0; round < 2; round++) {
          barrier.wait();
          seen.push(`${name}${String(round)}`);
        }
      };
      joinAll([spawn(party, 'a'), spawn(party, 'b')]);
      return seen.sort();
    });
    expect(rounds).toEqual(['a0', 'a1', 'b0', 'b1']);
  });

  it('calls its action before anybody goes on; if that fails it is broken', async () => {
    const log: string[] = [];
    const broken = await runVirtually(() => {
      const barrier = new Barrier(2, () => log.push('action'));
      const other = spawn(() => log.push(`other ${String(barrier.wait())}`));
      sleep(0);
      barrier.wait();
      other.join();
      const failing = new Barrier(1, () => {
        throw new RangeError('of the action');
      });
      log.push(errorOf(() => failing.wait()).message);
      return failing.broken;
    });
    expect(log).toEqual(['action', 'other 0', 'of the action']);
    expect(broken).toBe(true);
  });

  it.each<[string, (barrier: Barrier) => void, string]>([
    ['one that waits is killed', (barrier) => killed(barrier), 'somebody who was expected has given up'],
    [
      'the time of one is over',
      (barrier) => void errorOf(() => barrier.wait(1)),
      'somebody who was expected has given up',
    ],
    ['it is aborted', (barrier) => barrier.abort(), 'abort() was called'],
  ])('is broken for all when %s', async (_, breakIt, reason) => {
    const seen = await runVirtually(() => {
      const barrier = new Barrier(3);
      const waiting = spawn(() => errorOf(() => barrier.wait()));
      sleep(0);
      breakIt(barrier);
      return [waiting.get(), errorOf(() => barrier.wait()), barrier.broken, barrier.waiting];
    });
    const error = new BrokenBarrierError(`the barrier is broken: ${reason}`);
    expect(seen).toEqual([error, error, true, 0]);
  });

  it('is as new after a reset, of which those are told who wait', async () => {
    const seen = await runVirtually(() => {
      const barrier = new Barrier(2);
      const waiting = spawn(() => errorOf(() => barrier.wait()));
      sleep(0);
      barrier.reset();
      const error = waiting.get();
      const other = spawn(() => barrier.wait());
      sleep(0);
      return [error, barrier.broken, barrier.wait(), other.get()];
    });
    const error = new BrokenBarrierError('reset() was called before all had come: call wait() again');
    expect(seen).toEqual([error, false, 1, 0]);
  });

  it('refuses what is no number of parties, and what is no action', () => {
    expect(() => new Barrier(0)).toThrow('expected a whole number of at least 1, got `0` (number)');
    expect(() => new Barrier(2n as unknown as number)).toThrow('got `2n` (bigint)');
    expect(() => new Barrier(1, 3 as unknown as () => void)).toThrow('expected a function, got `3` (number)');
  });
});

function killed(barrier: Barrier): void {
  const victim = spawn(() => barrier.wait());
  sleep(0);
  victim.kill();
}
