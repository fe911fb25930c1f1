import { AsyncLocalStorage } from 'node:async_hooks';
import { Event, local, sleep, spawn, wait, run, type Greenlet } from 'greenlets';
import { hub } from '../../runtime/hub/index.ts';
import { defaultHost } from '../../runtime/hub/default-host.ts';
import { runVirtually } from '../support/virtual-host.ts';

describe('local', () => {
  it('gives every greenlet properties of its own', async () => {
    const data = local();
    const seen = await runVirtually(() => {
      'use greenlet';
      const worker = (name: string): unknown => {
        const before = 'name' in data;
        data.name = name;
        sleep(1);
        return [before, data.name, Object.keys(data)];
      };
      const a = spawn(worker, 'a');
      const b = spawn(worker, 'b');
      return [a.get(), b.get(), data.name];
    });
    expect(seen).toEqual([[false, 'a', ['name']], [false, 'b', ['name']], undefined]);
  });

  it('creates the initial properties once in each greenlet', async () => {
    const create = jest.fn(() => ({ count: 0 }));
    const data = local(create);
    const counts = await runVirtually(() => {
      'use greenlet';
      const worker = (): number => {
        data.count++;
        sleep(1);
        data.count++;
        return data.count;
      };
      const a = spawn(worker);
      const b = spawn(worker);
      return [a.get(), b.get()];
    });
    expect(counts).toEqual([2, 2]);
    expect(create).toHaveBeenCalledTimes(2);
  });

  it('behaves like an object', () => {
    class Settings {
      volume = 11;
    }
    const data = local(() => new Settings());
    expect(data).toBeInstanceOf(Settings);
    Object.defineProperty(data, 'fixed', { value: 1, configurable: true });
    expect(Object.getOwnPropertyDescriptor(data, 'fixed')?.value).toBe(1);
    expect(Object.entries(data)).toEqual([['volume', 11]]);
    expect(Reflect.deleteProperty(data, 'volume')).toBe(true);
    expect(data.volume).toBeUndefined();
  });
});

describe('AsyncLocalStorage', () => {
  const storage = new AsyncLocalStorage<string>();

  beforeEach(() => hub.useHost(defaultHost));

  it('E100: is inherited at spawn, and restored whenever a greenlet continues', async () => {
    const worker = (): unknown[] => {
      'use greenlet';
      const seen = [storage.getStore()];
      sleep(0);
      seen.push(storage.getStore());
      sleep(1);
      seen.push(storage.getStore());
      wait(Promise.resolve());
      return [...seen, storage.getStore()];
    };
    const greenlets = ['a', 'b'].map((name) => storage.run(name, () => spawn(worker)));
    const plain: Greenlet<unknown[]> = spawn(worker);
    expect(await Promise.all([...greenlets, plain])).toEqual([
      ['a', 'a', 'a', 'a'],
      ['b', 'b', 'b', 'b'],
      [undefined, undefined, undefined, undefined],
    ]);
  });

  it('E100: what a greenlet enters stays its own', async () => {
    const seen = await run(() => {
      'use greenlet';
      const worker = (name: string): unknown => {
        storage.enterWith(name);
        sleep(1);
        return storage.getStore();
      };
      const a = spawn(worker, 'a');
      const b = spawn(worker, 'b');
      return [a.get(), b.get(), storage.getStore()];
    });
    expect(seen).toEqual(['a', 'b', undefined]);
  });

  it('E100: one that waited before any storage was in use does not continue in the context that wakes it', async () => {
    storage.disable();
    const event = new Event();
    const greenlet = spawn(() => {
      'use greenlet';
      event.wait();
      const seen = storage.getStore();
      storage.enterWith('its own');
      sleep(0);
      return [seen, storage.getStore()];
    });
    const other = spawn(() => {
      'use greenlet';
      event.wait();
      sleep(0);
      return storage.getStore();
    });
    await new Promise(setImmediate);
    storage.run('of the waker', () => event.set());
    expect(await Promise.all([greenlet, other])).toEqual([[undefined, 'its own'], undefined]);
  });
});
