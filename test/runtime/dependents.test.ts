import { kill, run, sleep, spawn, spawnLater, taskGroup, type Greenlet, type TaskGroup } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

function nap(): string {
  'use greenlet';
  sleep(50);
  return 'done';
}

const started = new WeakMap<TaskGroup, Greenlet[]>();
const tasksOf = (group: TaskGroup): readonly Greenlet[] => started.get(group) ?? [];

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

  it('is the default in a task of a group, and in what that has started', async () => {
    const killed = await runVirtually(() => {
      'use greenlet';
      const children: Greenlet[] = [];
      const host = spawn(() => {
        'use greenlet';
        taskGroup((group) => {
          'use greenlet';
          children.push(spawn(nap));
          group.spawn(() => {
            'use greenlet';
            const child = spawn(() => {
              'use greenlet';
              children.push(spawn({ signal: null }, nap));
              nap();
            });
            children.push(child, spawnLater(20, nap), spawn({ dependent: false }, nap));
            nap();
          });
        });
      });
      sleep(1);
      host.kill();
      sleep(1);
      return children.map((child) => child.killed);
    });
    // That of the host, that of the task, the one that is to begin later, the one that is independent; that of the child.
    expect(killed).toEqual([false, true, true, false, true]);
  });

  it.each<[string, (group: TaskGroup) => void]>([
    ['a task is killed', (group) => [...tasksOf(group)].forEach((task) => task.kill())],
    ['another task fails', (group) => void group.spawn(() => Promise.reject(new Error('failed')))],
    ['the scope is left', (group) => group.cancel()],
  ])('ends before the scope of the task is left, if %s', async (_, end) => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const cleanUp = (name: string): void => {
        try {
          sleep(1000);
        } finally {
          sleep(20);
          log.push(name);
        }
      };
      errorOf(() =>
        taskGroup((group) => {
          started.set(group, [
            group.spawn(() => {
              spawn(() => {
                spawn(cleanUp, 'grandchild');
                cleanUp('child');
              });
              sleep(1000);
            }),
          ]);
          sleep(10);
          end(group);
          sleep(1);
          throw new Error('the scope has ended');
        }),
      );
      log.push('left');
      sleep(100);
    });
    expect(log).toEqual(['child', 'grandchild', 'left']);
  });

  it('leaves alone what a task has started that ends by itself', async () => {
    const host = useVirtualHost();
    const results = run(() => {
      'use greenlet';
      const [child] = taskGroup((group) => group.spawn(() => [spawn(nap)] as const).get());
      return child.get();
    });
    expect(await settle(host, results)).toBe('done');
  });

  it('is neither true nor false: refused', () => {
    expect(errorOf(() => spawn({ dependent: 'yes' as never }, nap)).message).toBe(
      'expected true or false as `dependent`, got `"yes"` (string)',
    );
  });
});
