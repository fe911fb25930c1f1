'use greenlet';

import { Greenlet, sleep, spawn, Timeout } from 'greenlets';
import { errorOf } from './support/error-of.ts';
import { runVirtually } from '../support/virtual-host.ts';

describe('a greenlet that is declared with using', () => {
  const slow = (log: string[]): void => {
    try {
      sleep(1000);
    } finally {
      sleep(1);
      log.push('cleaned up');
    }
  };

  it('is killed at the end of the block, which waits for its end', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      {
        using worker = spawn(slow, log);
        sleep(1);
        expect(worker.dead).toBe(false);
      }
      log.push('after');
    });
    expect(log).toEqual(['cleaned up', 'after']);
  });

  it('is left alone if it has ended', async () => {
    const seen = await runVirtually(() => {
      using worker = spawn(() => 5);
      return worker.get();
    });
    expect(seen).toBe(5);
  });

  it('is killed by await using, too', async () => {
    const log: string[] = [];
    await runVirtually(async () => {
      {
        await using worker = spawn(slow, log);
        sleep(1);
        expect(worker.dead).toBe(false);
      }
      log.push('after');
    });
    expect(log).toEqual(['cleaned up', 'after']);
  });
});

describe('getNowait', () => {
  it('E19: throws a Timeout until the greenlet has ended, then gives what get gives', async () => {
    const seen = await runVirtually(() => {
      const good = spawn(() => 1);
      const bad = spawn(() => {
        throw new RangeError('broken');
      });
      const early = errorOf(() => good.getNowait());
      sleep(0);
      return [early, good.getNowait(), errorOf(() => bad.getNowait())];
    });
    expect(seen).toEqual([expect.any(Timeout), 1, new RangeError('broken')]);
  });
});

describe('links', () => {
  it('can be counted, and taken back together', async () => {
    const calls: string[] = [];
    const seen = await runVirtually(() => {
      const greenlet = new Greenlet(() => 1);
      const before = greenlet.hasLinks();
      greenlet.link(() => calls.push('link'));
      greenlet.rawlink(() => calls.push('rawlink'));
      const between = greenlet.hasLinks();
      greenlet.unlinkAll();
      const after = greenlet.hasLinks();
      greenlet.start();
      sleep(1);
      return [before, between, after];
    });
    expect(seen).toEqual([false, true, false]);
    expect(calls).toEqual([]);
  });
});
