import { idle, run, sleep, spawn, spawnLater, withTimeout } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('idle', () => {
  it('lets all that is ready run first, however often', async () => {
    const log = await runVirtually(() => {
      'use greenlet';
      const log: string[] = [];
      const busy = spawn(() => {
        for (let i = 0; i < 5; i++) {
          log.push('busy');
          sleep(0);
        }
      });
      idle();
      log.push('idle');
      busy.join();
      return log;
    });
    expect(log).toEqual(['busy', 'busy', 'busy', 'busy', 'busy', 'idle']);
  });

  it('goes on when the others wait for a time', async () => {
    const host = useVirtualHost();
    const waiting = run(() => {
      'use greenlet';
      spawnLater(50, () => undefined);
      idle();
      return host.now();
    });
    expect(await settle(host, waiting)).toBe(0);
  });

  it('goes on by priority, one at a time, and in the order of arrival', async () => {
    const log = await runVirtually(() => {
      'use greenlet';
      const log: string[] = [];
      const wait = (name: string, priority?: number): void => {
        'use greenlet';
        idle(priority);
        log.push(name);
        sleep(0);
        log.push(`${name} again`);
      };
      const greenlets = [spawn(wait, 'a'), spawn(wait, 'low', -1), spawn(wait, 'high', 1), spawn(wait, 'b')];
      for (const greenlet of greenlets) greenlet.join();
      return log;
    });
    expect(log).toEqual(['high', 'high again', 'a', 'a again', 'b', 'b again', 'low', 'low again']);
  });

  it('is over when the greenlet is interrupted, and others go on', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const victim = spawn(idle, -1);
      const other = spawn(idle);
      sleep(0);
      victim.kill();
      other.join();
      spawn(() => {
        for (let i = 0; i < 3; i++) sleep(0);
      });
      return [victim.killed, withTimeout(0, () => idle(), { timeoutValue: 'too late' })];
    });
    expect(seen[0]).toBe(true);
    expect([undefined, 'too late']).toContain(seen[1]);
  });

  it('refuses what is no number', async () => {
    expect((await runVirtually(() => errorOf(() => idle('high' as never)))).message).toBe(
      'expected a number as the priority, got `"high"` (string)',
    );
  });
});
