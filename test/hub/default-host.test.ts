import { Event, LoopExit, run, sleep, spawn } from 'greenlets';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';

/** What the hub needs of the real world. */
describe('the default host', () => {
  beforeEach(() => hub.useHost(defaultHost));

  it('has a clock that goes on, and timers that are never early', async () => {
    const elapsed = await run(() => {
      'use greenlet';
      const start = performance.now();
      sleep(5);
      return performance.now() - start;
    });
    expect(elapsed).toBeGreaterThanOrEqual(5);
  });

  it('cancels timers', async () => {
    const callback = jest.fn();
    const cancel = defaultHost.setTimeout(callback, 0, true);
    cancel();
    await new Promise((resolve) => defaultHost.setTimeout(() => resolve(undefined), 2, true));
    expect(callback).not.toHaveBeenCalled();
  });

  it('listens to beforeExit as long as there may be greenlets, and takes it for the end of all hope', async () => {
    process.emit('beforeExit', 0);
    const before = process.listenerCount('beforeExit');
    const promise = run((event: Event) => {
      'use greenlet';
      event.wait();
    }, new Event());
    await run(sleep, 0);
    expect(process.listenerCount('beforeExit')).toBeGreaterThan(before);
    process.emit('beforeExit', 0);
    await expect(promise).rejects.toBeInstanceOf(LoopExit);
    process.emit('beforeExit', 0);
    expect(process.listenerCount('beforeExit')).toBe(before);
  });

  it('does not start greenlets before the code that spawned them has returned to it', async () => {
    const log: string[] = [];
    const greenlet = spawn(() => log.push('greenlet'));
    log.push('spawned');
    await Promise.resolve();
    log.push('next job');
    await greenlet;
    expect(log[0]).toBe('spawned');
    expect(log).toContain('greenlet');
  });
});
