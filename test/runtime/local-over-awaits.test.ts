import { local, run, sleep, spawn, wait } from 'greenlets';
import { hub } from '../../runtime/hub/index.ts';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing here asks for `AsyncLocalStorage`: in browsers there is none, and no zone.js either. */
describe('What a greenlet has for itself, in real time', () => {
  beforeEach(() => hub.useHost(defaultHost));

  it('holds over the awaits of marked async functions that go on side by side', async () => {
    const data = local(() => ({ name: 'nobody' }));
    async function handle(name: string, ms: number): Promise<string[]> {
      'use greenlet';
      const seen = [data.name];
      data.name = name;
      for (const promise of [later(ms), Promise.resolve(), later(0), null]) {
        await promise;
        seen.push(data.name);
      }
      wait(later(ms));
      sleep(1);
      return [...seen, data.name];
    }
    const results = await Promise.all([handle('a', 3), handle('b', 1), handle('c', 2)]);
    expect(results).toEqual(['a', 'b', 'c'].map((name) => ['nobody', name, name, name, name, name]));
    expect(data.name).toBe('nobody');
  });

  it('holds where an await throws, and in what cleans up after it', async () => {
    const data = local(() => ({ name: 'nobody' }));
    async function fail(name: string): Promise<string[]> {
      'use greenlet';
      data.name = name;
      const seen: string[] = [];
      try {
        await later(1);
        await Promise.reject(new Error('no'));
      } catch {
        seen.push(data.name);
      } finally {
        await later(1);
        seen.push(data.name);
      }
      return seen;
    }
    expect(await Promise.all([fail('a'), fail('b')])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  it('is inherited by what it starts, before and after awaits', async () => {
    const request = local(() => ({ id: 0 }), { inherit: ({ id }) => ({ id }) });
    async function inner(): Promise<number> {
      'use greenlet';
      await later(1);
      const { id } = request;
      request.id = -1;
      return id;
    }
    async function handle(id: number): Promise<number[]> {
      'use greenlet';
      request.id = id;
      const first = await inner();
      await later(1);
      const second = spawn(() => {
        'use greenlet';
        sleep(1);
        return request.id;
      });
      return [first, second.get(), await inner(), request.id];
    }
    const both = await run(() => {
      'use greenlet';
      return [handle(1), handle(2)].map((promise) => wait(promise));
    });
    expect(both).toEqual([
      [1, 1, 1, 1],
      [2, 2, 2, 2],
    ]);
  });
});
