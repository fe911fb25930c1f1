import {
  Event,
  Group,
  kill,
  Pool,
  Queue,
  RLock,
  run,
  sleep,
  spawn,
  spawnRaw,
  trackSpawns,
  treeLocals,
  waitFor,
} from 'greenlets';
import { getCurrent } from 'greenlets/core';
import { dumpGreenlets, greenletTree, printRunInfo, trackWaits, type GreenletDump } from 'greenlets/observe';
import { runVirtually, settle, useVirtualHost, type VirtualHost } from '../support/virtual-host.ts';

/** Without the places in this file. */
function plain(text: string): string {
  return text.replaceAll(/dump\.test\.ts:\d+:\d+/g, 'HERE').replaceAll(/\((?:\S*\/)?HERE\)/g, '(HERE)');
}

function read(queue: Queue): void {
  'use greenlet';
  queue.get();
  sleep(0);
}

describe('A dump of greenlets', () => {
  afterEach(() => {
    trackSpawns(false);
    trackWaits(false);
  });

  it('tells what each does, what it waits for and where', async () => {
    const dump = await runVirtually(function main() {
      'use greenlet';
      getCurrent();
      const lock = new RLock({ name: 'accounts' });
      spawn(function holder() {
        lock.with(() => read(new Queue(null, [], { name: 'jobs' })));
      }).name = 'holder';
      spawn(function waiting() {
        lock.acquire();
        sleep(0);
      }).name = 'waiting';
      sleep(1);
      spawn(function late() {}).name = 'late';
      return dumpGreenlets();
    });
    const [main, holder, waiting, late] = dump as [GreenletDump, GreenletDump, GreenletDump, GreenletDump];
    expect(main).toMatchObject({ state: 'running', waitsFor: null, stack: [], spawner: null, spawnStack: null });
    expect(holder).toMatchObject({
      name: 'holder',
      state: 'waiting',
      waitsFor: { call: 'Queue.get()', object: 'Queue "jobs"', for: [], since: null },
    });
    expect(holder.stack.map(({ functionName }) => functionName)).toEqual(['read', 'holder']);
    expect(holder.stack[0]).toMatchObject({ file: expect.stringMatching(/dump\.test\.ts$/) as string, line: 27 });
    expect(waiting.waitsFor).toEqual({
      call: 'RLock.acquire()',
      object: 'RLock "accounts", held by holder',
      for: ['holder'],
      since: null,
    });
    expect(late).toMatchObject({ name: 'late', state: 'not started', waitsFor: null });
    expect(JSON.parse(JSON.stringify(dump))).toEqual(dump);
  });

  it('tells who is ready, and who has switched away', async () => {
    const states = await runVirtually(() => {
      'use greenlet';
      const event = new Event();
      spawn(() => event.wait());
      spawn(() => getCurrent().parent?.switch());
      sleep(1);
      event.set();
      return dumpGreenlets().map(({ state }) => state);
    });
    expect(states).toEqual(['running', 'ready', 'switched away']);
  });

  it('tells of greenlets started by spawnRaw and by links, too', async () => {
    const dump = await runVirtually(function main() {
      'use greenlet';
      const queue = new Queue();
      const raw = spawnRaw(function first() {
        read(queue);
      });
      spawnRaw(read, queue);
      spawn(() => 1).link(function linked() {
        read(queue);
      });
      sleep(1);
      expect(String(raw)).toMatch(/^\[Greenlet first-\d+: suspended\]$/);
      Object.assign(raw, { name: 'named' });
      const found = dumpGreenlets();
      kill(raw);
      for (let i = 0; i < 2; i++) queue.put(i);
      waitFor();
      expect(dumpGreenlets()).toHaveLength(1);
      return found;
    });
    expect(dump.map(({ name, state }) => `${name.replace(/-\d+$/, '')} ${state}`)).toEqual([
      'main running',
      'named waiting',
      'read waiting',
      'linked waiting',
    ]);
  });

  it('is not disturbed by functions whose names throw', async () => {
    const evil = Object.defineProperty(
      () => {
        'use greenlet';
        new Queue().get();
      },
      'name',
      {
        get: () => {
          throw new Error('no name');
        },
      },
    );
    const [, dump] = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(evil);
      sleep(0);
      expect([String(greenlet), greenletTree()]).toEqual([expect.anything(), expect.anything()]);
      return dumpGreenlets();
    });
    expect(dump).toMatchObject({ name: expect.stringMatching(/^greenlet-\d+$/) as string, state: 'waiting' });
  });

  it('cuts what greenlets have in common short, and tells it once for a tree', async () => {
    trackSpawns(true);
    const [, first, second] = await runVirtually(() => {
      'use greenlet';
      treeLocals().set('body', 'x'.repeat(5000));
      spawn(read, new Queue());
      spawn(read, new Queue());
      sleep(0);
      return dumpGreenlets();
    });
    expect(first?.treeLocals).toEqual({ body: `${'x'.repeat(200)}…` });
    expect(second?.treeLocals).toBe(first?.treeLocals);
  });

  it('tells by which calls of users they wait in groups', async () => {
    class Workers extends Pool {}
    const calls = await runVirtually(() => {
      'use greenlet';
      const [pool, group, never] = [new Workers(1), new Group(), new Queue()];
      for (const each of [pool, group]) {
        each.spawn(read, never);
        spawn(() => each.join());
      }
      spawn(() => pool.spawn(() => 1));
      spawn(() => pool.map(() => 1, [1]));
      spawn(() => pool.waitAvailable());
      spawn(() => {
        sleep(1);
        group.spawn(() => {
          try {
            never.get();
          } finally {
            never.get();
          }
        });
        sleep(0);
        group.kill();
      });
      sleep(2);
      return dumpGreenlets().map(({ waitsFor }) => waitsFor?.call);
    });
    expect(calls.filter((call) => call !== undefined && call !== 'Queue.get()')).toEqual([
      'Workers.join()',
      'Group.join()',
      'Pool.add()',
      'Pool.add()',
      'Pool.waitAvailable()',
      'Group.kill()',
    ]);
  });

  it('tells since when they wait, as of one moment', async () => {
    trackWaits(true);
    const dump = await runVirtually((host: VirtualHost) => {
      'use greenlet';
      for (let i = 0; i < 3; i++) spawn(read, new Queue());
      sleep(40);
      // Time goes on while greenlets are described.
      const now = jest.spyOn(host, 'now');
      const start = host.now();
      now.mockImplementation(() => start + now.mock.calls.length);
      const found = dumpGreenlets();
      now.mockRestore();
      return found;
    }, useVirtualHost());
    expect(new Set(dump.slice(1).map(({ waitsFor }) => waitsFor?.since)).size).toBe(1);
  });

  it('tells since when they wait, if that is recorded', async () => {
    expect(trackWaits(true)).toBe(false);
    const dump = await runVirtually(() => {
      'use greenlet';
      spawn(read, new Queue());
      sleep(40);
      return dumpGreenlets();
    });
    expect(trackWaits(false)).toBe(true);
    expect(dump.map(({ waitsFor }) => waitsFor?.since)).toEqual([undefined, 40]);
  });

  it('tells who has started them and where, and what their tree has in common, if that is recorded', async () => {
    trackSpawns(true);
    const dump = await runVirtually(function main() {
      'use greenlet';
      Object.assign(getCurrent(), { name: 'main' });
      treeLocals().set('request', { id: 7 });
      spawn(read, new Queue());
      sleep(1);
      return dumpGreenlets();
    });
    expect(dump.map(({ spawner }) => spawner)).toEqual(['code outside greenlets', 'main']);
    expect(dump[1]?.spawnStack?.[0]).toMatch(/^at .*dump\.test\.ts:\d+:\d+\)?$/);
    expect(dump[1]?.treeLocals).toEqual({ request: '{"id":7}' });
  });

  it('of 100,000 takes less than a second on a machine that has nothing else to do', async () => {
    const host = useVirtualHost();
    const [size, ms, last] = await settle(
      host,
      run(() => {
        'use greenlet';
        const [queue, event] = [new Queue(), new Event()];
        for (let i = 0; i < 50_000; i++) {
          spawn(read, queue);
          spawn(() => [i, event.wait()]);
        }
        sleep(1);
        const start = process.cpuUsage();
        const dump = dumpGreenlets();
        return [dump.length, process.cpuUsage(start).user / 1000, dump.at(-2)] as const;
      }),
    );
    expect(size).toBe(100_001);
    expect(last?.stack[0]).toMatchObject({ functionName: 'read', line: 27 });
    expect(ms).toBeLessThan(3000);
  });
});

describe('A tree of greenlets', () => {
  afterEach(() => {
    trackSpawns(false);
  });

  it('folds the calls of a recursion', async () => {
    function descend(depth: number): number {
      'use greenlet';
      if (depth === 0) sleep(10);
      else return descend(depth - 1) + 1;
      return 0;
    }
    const tree = await runVirtually(function main() {
      'use greenlet';
      spawn(descend, 50).name = 'deep';
      sleep(1);
      return greenletTree();
    });
    const lines = tree.split('\n').filter((line) => /descend|more/.test(line));
    expect(lines).toEqual([
      expect.stringMatching(/at descend \(.*:\d+:\d+\)/),
      expect.stringMatching(/at descend \(.*:\d+:\d+\)/),
      expect.stringMatching(/ {2}\(49 more\)$/),
    ]);
  });

  it('has below each those that it has started', async () => {
    trackSpawns(true);
    const tree = await runVirtually(function main() {
      'use greenlet';
      Object.assign(getCurrent(), { name: 'main' });
      spawn(function parent() {
        spawn(read, new Queue(null, [], { name: 'jobs' })).name = 'child';
      }).name = 'parent';
      spawn(sleep, 100).name = 'sleeper';
      sleep(1);
      return greenletTree();
    });
    expect(plain(tree).split('\n')).toEqual([
      'code outside greenlets',
      ' +--- main is running',
      ' |    +--- sleeper, sleep(100), waits for sleep(100)',
      ' |    +--- parent has ended',
      ' |    |    +--- child, read(Queue), waits for Queue.get(): Queue "jobs"',
      ' |    |    |      at read (HERE)',
    ]);
  });

  it('counts those that are alike', async () => {
    const tree = await runVirtually(() => {
      'use greenlet';
      for (let i = 0; i < 10; i++) spawn(read, new Queue()).name = `reader ${String(i)}`;
      sleep(1);
      return greenletTree();
    });
    expect(plain(tree).split('\n').slice(2)).toEqual([
      ' +--- reader 0 waits for Queue.get()',
      ' |      at read (HERE)',
      ' +--- reader 1 waits for Queue.get()',
      ' |      at read (HERE)',
      ' +--- reader 2 waits for Queue.get()',
      ' |      at read (HERE)',
      ' +--- 7 more: waits for Queue.get() at read (HERE)',
    ]);
  });

  it('may be deep', async () => {
    trackSpawns(true);
    const tree = await runVirtually(() => {
      'use greenlet';
      const next = (depth: number): void => {
        if (depth < 20_000) spawn(next, depth + 1);
        sleep(10);
      };
      spawn(next, 1);
      sleep(5);
      return greenletTree();
    });
    expect(tree.split('\n').filter((line) => line.includes('sleep(10)'))).toHaveLength(20_000);
  });
});

describe('Information about a run', () => {
  it('is how many there are of each kind, the tree, and the deadlocks', async () => {
    const texts: string[] = [];
    await runVirtually(function main() {
      'use greenlet';
      Object.assign(getCurrent(), { name: 'main' });
      const lock = new RLock({ name: 'lock' });
      spawn(() => lock.acquire()).name = 'careless';
      spawn(function late() {
        lock.acquire();
        sleep(0);
      }).name = 'late';
      sleep(1);
      printRunInfo((text) => texts.push(text));
    });
    expect(
      plain(texts.join(''))
        .replace(/dump\.test\.ts:\d+/, 'LINE')
        .split('\n'),
    ).toEqual([
      '2 greenlets: 1 running, 1 waiting',
      'code outside greenlets',
      ' +--- main is running',
      ' +--- late waits for RLock.acquire(): RLock "lock", held by careless, which has ended',
      ' |      at late (HERE)',
      'Deadlock:',
      '  late waits for RLock "lock" (LINE), held by careless, which has ended',
    ]);
  });

  it('goes to the console by default', () => {
    useVirtualHost();
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    printRunInfo();
    expect(error.mock.calls).toEqual([['no greenlets\ncode outside greenlets']]);
    error.mockRestore();
  });

  it('is refused to what cannot write', () => {
    expect(() => printRunInfo(3 as never)).toThrow(new TypeError('expected a function that writes, got `3` (number)'));
  });
});
