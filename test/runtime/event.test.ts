import { Event, sleep, spawn } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';

describe('Event', () => {
  it('E68: set wakes all in the order of their arrival, later; each wait returns true', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const event = new Event();
      for (const name of ['a', 'b', 'c']) spawn(() => log.push(`${name} ${String(event.wait())}`));
      sleep(0);
      event.set();
      log.push('set');
      sleep(0);
    });
    expect(log).toEqual(['set', 'a true', 'b true', 'c true']);
  });

  it('set wakes those who wait even if the event is cleared at once', async () => {
    const woken = await runVirtually(() => {
      'use greenlet';
      const event = new Event();
      const waiter = spawn(() => event.wait());
      sleep(0);
      event.set();
      event.clear();
      return [waiter.get(), event.isSet()];
    });
    expect(woken).toEqual([true, false]);
  });

  it('E70: wait on a set event does not yield', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const event = new Event();
      event.set();
      spawn(() => log.push('other'));
      event.wait();
      log.push('main');
    });
    expect(log[0]).toBe('main');
  });

  it('E70: a newcomer runs after those who were waiting when it was set', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const event = new Event();
      for (const name of ['a', 'b']) {
        spawn(() => {
          event.wait();
          log.push(name);
        });
      }
      sleep(0);
      event.set();
      event.wait();
      log.push('newcomer');
      event.wait();
      log.push('at once');
    });
    expect(log).toEqual(['a', 'b', 'newcomer', 'at once']);
  });

  it('E71: if a waiter clears it the rest of the batch wakes; who waits again needs another set', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const event = new Event();
      const waiter = (name: string): void => {
        event.wait();
        event.clear();
        log.push(name);
        if (!event.wait(10)) log.push(`${name} timed out`);
      };
      const a = spawn(waiter, 'a');
      const b = spawn(waiter, 'b');
      sleep(0);
      event.set();
      a.join();
      b.join();
    });
    expect(log).toEqual(['a', 'b', 'a timed out', 'b timed out']);
  });

  it('rawlink is called once, when it is set; at once means in the next pass', async () => {
    const host = useVirtualHost();
    const event = new Event();
    const callback = jest.fn();
    const unlinked = jest.fn();
    event.rawlink(callback);
    event.rawlink(unlinked);
    event.unlink(unlinked);
    event.set();
    expect(callback).not.toHaveBeenCalled();
    await host.drain();
    event.clear();
    event.set();
    await host.drain();
    expect(callback.mock.calls).toEqual([[event]]);
    event.rawlink(callback);
    await host.drain();
    expect(callback).toHaveBeenCalledTimes(2);
    expect(unlinked).not.toHaveBeenCalled();
    expect(event.ready()).toBe(true);
  });

  it('one that was killed while it waited is not waited for any more', async () => {
    const host = useVirtualHost();
    const event = new Event();
    const waiter = spawn(() => {
      'use greenlet';
      return event.wait();
    });
    const main = spawn(() => {
      'use greenlet';
      sleep(0);
      waiter.kill();
      event.set();
      return event.wait();
    });
    expect(await settle(host, main)).toBe(true);
    expect(waiter.successful()).toBe(true);
  });
});
