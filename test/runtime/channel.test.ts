import { Channel, Empty, Full, ShutDown, sleep, spawn } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('Channel', () => {
  it('E88: put ends when a getter has taken the item, which runs first', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<string>();
      const receiver = spawn(() => {
        log.push(channel.get());
        log.push(channel.get());
      });
      const sender = spawn(() => {
        log.push('sending');
        channel.put('hello');
        log.push('sent hello');
        channel.put('world');
        log.push('sent world');
      });
      receiver.join();
      sender.join();
    });
    expect(log).toEqual(['sending', 'hello', 'sent hello', 'world', 'sent world']);
  });

  it('put waits for a getter', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<number>();
      const senders = [1, 2].map((item) =>
        spawn(() => {
          channel.put(item);
          log.push(`sent ${String(item)}`);
        }),
      );
      sleep(10);
      log.push(`got ${String(channel.get())}`, `got ${String(channel.getNowait())}`);
      for (const sender of senders) sender.join();
    });
    expect(log).toEqual(['got 1', 'got 2', 'sent 1', 'sent 2']);
  });

  it('E88: is always empty and full', () => {
    const channel = new Channel();
    expect([channel.size, channel.empty(), channel.full()]).toEqual([0, true, true]);
    expect(() => channel.getNowait()).toThrow(Empty);
    expect(() => channel.putNowait(1)).toThrow(Full);
  });

  it('gives up when the time is over, and nothing was handed over', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<number>();
      const errors = [errorOf(() => channel.get(5)), errorOf(() => channel.put(1, 5))];
      const getter = spawn(() => channel.get());
      sleep(0);
      channel.putNowait(2);
      return [...errors, getter.get()];
    });
    expect(result).toEqual([expect.any(Empty), expect.any(Full), 2]);
  });

  it('passes over killed getters and putters', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<string>();
      const killedGetter = spawn(() => channel.get());
      const getter = spawn(() => channel.get());
      sleep(0);
      killedGetter.kill(undefined, { block: false });
      channel.put('to the living');
      const killedPutter = spawn(() => channel.put('of the dead'));
      spawn(() => channel.put('of the living'));
      sleep(0);
      killedPutter.kill(undefined, { block: false });
      return [getter.get(), channel.get()];
    });
    expect(result).toEqual(['to the living', 'of the living']);
  });

  it('can be iterated over', async () => {
    const items = await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<number>();
      spawn(() => {
        for (let i = 0; i < 5; i++) channel.put(i);
      });
      const items: number[] = [];
      for (const item of channel) if (items.push(item) === 3) break;
      return items;
    });
    expect(items).toEqual([0, 1, 2]);
  });

  it('its balance is how many wait to put, less how many wait to get', async () => {
    const balances = await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<number>();
      const balances = [channel.balance];
      for (const item of [1, 2]) spawn(() => channel.put(item));
      sleep(1);
      balances.push(channel.balance);
      for (let i = 0; i < 3; i++) spawn(() => channel.get());
      sleep(1);
      balances.push(channel.balance);
      return balances;
    });
    expect(balances).toEqual([0, 2, -1]);
  });

  it('lets nothing through any more when it has been shut down', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<number>();
      const getters = [1, 2].map(() => spawn(() => errorOf(() => channel.get())));
      const reader = spawn(() => [...channel]);
      sleep(1);
      channel.shutdown();
      for (const getter of getters) log.push(getter.get().name);
      log.push(`read ${String(reader.get().length)}`);
      for (const call of [
        () => channel.get(),
        () => channel.getNowait(),
        () => channel.put(1),
        () => channel.putNowait(1),
      ])
        log.push(String(errorOf(call) instanceof ShutDown));
    });
    expect(log).toEqual(['ShutDown', 'ShutDown', 'read 0', 'true', 'true', 'true', 'true']);
  });

  it('leaves putters their items when it is shut down', async () => {
    const message = await runVirtually(() => {
      'use greenlet';
      const channel = new Channel<number>();
      const putter = spawn(() => errorOf(() => channel.put(1)));
      sleep(1);
      channel.shutdown();
      return putter.get().message;
    });
    expect(message).toBe('the channel was shut down');
  });
});
