import {
  addSpawnCallback,
  Event,
  Greenlet,
  GreenletExit,
  Group,
  inGreenlet,
  Pool,
  removeSpawnCallback,
  run,
  sleep,
  spawn,
  spawnLater,
  spawnRaw,
  TaskGroup,
  waitFor,
} from 'greenlets';
import { dumpGreenlets, monitor } from 'greenlets/observe';
import { errorOf } from './support/error-of.ts';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';

describe('spawn', () => {
  it('E01: runs nothing before the spawner waits, then in spawn order', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      spawn((name: string) => log.push(name), 'a');
      spawn((name: string) => log.push(name), 'b');
      log.push('spawner');
      sleep(0);
    });
    expect(log).toEqual(['spawner', 'a', 'b']);
  });

  it('E01: may be called from outside greenlets', async () => {
    const host = useVirtualHost();
    const greenlet = spawn((a: number, b: number) => a + b, 1, 2);
    expect(greenlet.ready()).toBe(false);
    expect(await settle(host, greenlet)).toBe(3);
  });

  it.each([undefined, null, 5, 'f', {}])('E02: %p is refused at once', (fn) => {
    useVirtualHost();
    expect(() => spawn(fn as never)).toThrow(/^expected a function/);
    expect(() => spawnLater(1, fn as never)).toThrow(/^expected a function/);
    expect(() => spawnRaw(fn as never)).toThrow(/^expected a function/);
  });

  it('E05: there is one queue: spawned, woken and spawned again run in that order', async () => {
    const log: string[] = [];
    const event = new Event();
    await runVirtually(() => {
      'use greenlet';
      spawn(() => {
        event.wait();
        log.push('w');
      });
      sleep(0);
      spawn(() => log.push('x'));
      event.set();
      spawn(() => log.push('y'));
      sleep(0);
    });
    expect(log).toEqual(['x', 'w', 'y']);
  });

  it('waits for a promise that the function returns', async () => {
    expect(await runVirtually(() => spawn(async () => 'value'))).toBe('value');
  });

  it('spawnLater starts it after the time', async () => {
    const host = useVirtualHost();
    const greenlet = spawnLater(250, () => host.now());
    expect(greenlet.started).toBe(true);
    expect(await settle(host, greenlet)).toBe(250);
    expect(() => spawnLater('1' as never, () => 0)).toThrow('expected a number of milliseconds, got `"1"` (string)');
  });

  it('spawnRaw runs a function that nobody can wait for', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawnRaw(
        (...args: unknown[]) => {
          sleep(5);
          log.push(...args);
        },
        1,
        2,
      );
      expect(greenlet).not.toBeInstanceOf(Greenlet);
      sleep(10);
      expect(greenlet.dead).toBe(true);
    });
    expect(log).toEqual([1, 2]);
  });
});

describe('A start that throws, as a spawn callback does', () => {
  const fail = (): never => {
    throw new RangeError('not now');
  };

  afterEach(() => removeSpawnCallback(fail));

  it.each([
    ['spawn', () => spawn(() => 1)],
    ['spawn with options', () => spawn({ dependent: true }, () => 1)],
    ['spawnLater', () => spawnLater(1, () => 1)],
    ['inGreenlet', () => inGreenlet(() => 1)()],
  ])('leaves no greenlet behind: %s', async (_name, start) => {
    const names = await runVirtually(function main() {
      'use greenlet';
      addSpawnCallback(fail);
      expect(start).toThrow('not now');
      removeSpawnCallback(fail);
      waitFor();
      return dumpGreenlets().map(({ state }) => state);
    });
    expect(names).toEqual(['running']);
  });

  it('ends the greenlet as a kill before its start does', () => {
    const greenlet = new Greenlet(() => 'value');
    addSpawnCallback(fail);
    expect(() => greenlet.start()).toThrow('not now');
    expect([greenlet.dead, greenlet.started, greenlet.value]).toEqual([true, false, expect.any(GreenletExit)]);
  });

  it('leaves no member behind in a group', async () => {
    await runVirtually(() => {
      'use greenlet';
      const groups = [new Group(), new Pool(1), new TaskGroup()] as const;
      addSpawnCallback(fail);
      for (const group of groups) expect(errorOf(() => group.spawn(() => 1))).toEqual(new RangeError('not now'));
      removeSpawnCallback(fail);
      for (const group of groups) group.join();
      expect(groups[1].spawn(() => 'room').get()).toBe('room');
    });
  });

  it('tells all who observe of the start and of the end', async () => {
    const running = monitor({ maxBlockingTime: 60_000 });
    useVirtualHost();
    addSpawnCallback(fail);
    const later = jest.fn();
    addSpawnCallback(later);
    expect(() => spawn(() => 1)).toThrow('not now');
    removeSpawnCallback(later);
    running.stop();
    expect(later).toHaveBeenCalledTimes(1);
    expect(running.counters).toMatchObject({ spawns: 1, ends: 1 });
  });

  it('lets go of the signal that would have killed it', async () => {
    const { signal } = new AbortController();
    const remove = jest.spyOn(signal, 'removeEventListener');
    const add = jest.spyOn(signal, 'addEventListener');
    await runVirtually(() => {
      'use greenlet';
      addSpawnCallback(fail);
      expect(() => spawn({ signal }, () => 1)).toThrow('not now');
      removeSpawnCallback(fail);
      sleep(0);
    });
    expect(remove).toHaveBeenCalledTimes(add.mock.calls.length);
  });
});

describe('run', () => {
  it('passes arguments, and resolves with the result', async () => {
    expect(await runVirtually((a: number, b: string) => a + b.length, 1, 'xx')).toBe(3);
  });

  it('is rejected with the error of the function, which is not reported besides', async () => {
    const error = new RangeError('x');
    const rejected = runVirtually(() => {
      throw error;
    });
    await expect(rejected).rejects.toBe(error);
  });

  it('is rejected if there is nothing to run', async () => {
    useVirtualHost();
    await expect(run(3 as never)).rejects.toThrow('expected a function to run, got `3` (number)');
  });

  it.each([
    ['an instance of `Promise` (object)', Promise.resolve(), undefined],
    ['`[]` (object)', [], undefined],
    ['`undefined`', {}, undefined],
    ['an instance of `Promise` (object)', { signal: null }, Promise.resolve()],
  ])('says what it was given instead of a function: %s', async (shown, first, second) => {
    useVirtualHost();
    const message = `expected a function to run, got ${shown}`;
    await expect(run(first as never, second as never)).rejects.toThrow(new TypeError(message));
    expect(() => spawn(first as never, second as never)).toThrow(new TypeError(message));
  });

  it('shows no promise of its own in the stack of its refusal', async () => {
    const error: unknown = await run(3 as never).catch((reason: unknown) => reason);
    const { stack = '' } = error as Error;
    const call = stack.indexOf('spawn.test.ts');
    expect(call).toBeGreaterThan(0);
    expect(stack.slice(0, call)).not.toContain('at new Promise');
  });

  it('can run many at the same time', async () => {
    const host = useVirtualHost();
    const twice = (ms: number): number => {
      'use greenlet';
      sleep(ms);
      return 2 * ms;
    };
    expect(await settle(host, Promise.all([run(twice, 30), run(twice, 10)]))).toEqual([60, 20]);
    expect(host.now()).toBe(30);
  });
});
