import { kill, run, sleep, spawn, type Greenlet } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

function nap(): string {
  'use greenlet';
  sleep(50);
  return 'done';
}

describe('spawn({ dependent: true })', () => {
  it('kills the greenlet with the one that has spawned it, and those that this one has spawned so', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const children: Greenlet[] = [];
      const parent = spawn(() => {
        'use greenlet';
        const child = spawn({ dependent: true }, () => {
          'use greenlet';
          children.push(spawn({ dependent: true }, nap));
          return nap();
        });
        children.push(child, spawn(nap));
        nap();
      });
      sleep(1);
      parent.kill();
      sleep(1);
      return children.map((child) => child.ready());
    });
    expect(seen.sort()).toEqual([false, true, true]);
  });

  it('lets it go on if the other ends by itself, or fails', async () => {
    const host = useVirtualHost();
    const results = run(() => {
      'use greenlet';
      const children: Greenlet<string>[] = [];
      const parents = [undefined, new Error('failed')].map((error) =>
        spawn(() => {
          'use greenlet';
          children.push(spawn({ dependent: true }, nap));
          if (error !== undefined) throw error;
        }),
      );
      for (const parent of parents) {
        parent.join();
        parent.observe();
      }
      return children.map((child) => child.get());
    });
    expect(await settle(host, results)).toEqual(['done', 'done']);
  });

  it('kills it with the body of an async function', async () => {
    const children: Greenlet[] = [];
    async function parent(): Promise<void> {
      'use greenlet';
      children.push(spawn({ dependent: true }, nap));
      sleep(50);
    }
    const killed = await runVirtually(() => {
      'use greenlet';
      const caller = spawn(() => parent());
      sleep(1);
      kill(caller);
      sleep(1);
      return children.map((child) => child.killed);
    });
    expect(killed).toEqual([true]);
  });

  it('is neither true nor false: refused', () => {
    expect(errorOf(() => spawn({ dependent: 'yes' as never }, nap)).message).toBe(
      'expected true or false as `dependent`, got `"yes"` (string)',
    );
  });
});
