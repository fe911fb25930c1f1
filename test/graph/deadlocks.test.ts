import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Event,
  inGreenlet,
  iwait,
  joinAll,
  LoopExit,
  RLock,
  run,
  Semaphore,
  sleep,
  spawn,
  wait,
  waitFor,
  type Greenlet,
} from 'greenlets';
import { explainDeadlocks, findDeadlocks, trackObjects, watchDeadlocks, type Deadlock } from 'greenlets/observe';
import { runVirtually } from '../support/virtual-host.ts';
import * as programs from './support/programs.ts';

/** The deadlocks that there are when `start` has started greenlets, while a timer keeps the loop alive. */
async function deadlocksAfter(start: () => unknown): Promise<Deadlock[]> {
  return runVirtually(() => {
    'use greenlet';
    start();
    sleep(10);
    return findDeadlocks();
  });
}

async function onlyDeadlockAfter(start: () => unknown): Promise<Deadlock> {
  const [deadlock, ...others] = await deadlocksAfter(start);
  expect(others).toEqual([]);
  return deadlock as Deadlock;
}

/** The message without the places in the program. */
function plain({ message }: Deadlock): string {
  return message.replaceAll(/ \(\S+\.ts:\d+\)/g, '');
}

/** The line of the programs with a text in it. */
function lineOf(text: string): number {
  const lines = readFileSync(join(__dirname, 'support/programs.ts'), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

function names(greenlets: readonly object[]): string[] {
  return greenlets.map((greenlet) => (greenlet as Greenlet).name);
}

describe('A deadlock', () => {
  it('is found, and drawn as a circle, while the loop lives', async () => {
    const deadlock = await onlyDeadlockAfter(programs.crossed);
    expect(deadlock.message).toMatch(
      /^a waits for RLock "lock 2" \(programs\.ts:\d+\), held by b,\nwhich waits for RLock "lock 1" \(programs\.ts:\d+\), held by a$/,
    );
    expect(deadlock).toMatchObject({ certain: true, blocked: [] });
    expect(names(deadlock.greenlets)).toEqual(['a', 'b']);
  });

  it('tells where each has taken what it holds, if that is recorded', async () => {
    const before = trackObjects(true);
    const { message } = await onlyDeadlockAfter(programs.handedOver).finally(() => trackObjects(before));
    const [given, scope] = [lineOf('// given by'), lineOf('// In a scope:') + 1].map(String);
    expect(message.replaceAll(/ \(\S+\.ts:\d+\)/g, '')).toBe(
      `after waits for Semaphore "semaphore", held by scoped since programs.ts:${scope},\n` +
        `which waits for RLock "lock", held by after since programs.ts:${given}`,
    );
  });

  it('names those that wait for the ones in the circle', async () => {
    const { greenlets, blocked } = await onlyDeadlockAfter(programs.crossedAndOthers);
    expect(names(greenlets)).toEqual(['a', 'b']);
    expect(names(blocked)).toEqual(['third', 'fourth']);
  });

  it('may be of greenlets that wait for the ends of each other', async () => {
    const deadlock = await onlyDeadlockAfter(programs.joinEachOther);
    expect(plain(deadlock)).toBe('a waits for the end of b,\nwhich waits for the end of a');
  });

  it('may be of a greenlet alone that wants a semaphore once more', async () => {
    const deadlock = await onlyDeadlockAfter(programs.semaphoreTwice);
    expect(plain(deadlock)).toBe('a waits for Semaphore "s", held by a');
    expect(deadlock.certain).toBe(true);
  });

  it('with a semaphore that anybody may release is not certain', async () => {
    const deadlock = await onlyDeadlockAfter(programs.semaphoreOfAnybody);
    expect(plain(deadlock)).toBe('a waits for Semaphore "s", held by a');
    expect(deadlock.certain).toBe(false);
  });

  it('may be of a task that waits for the end of its host', async () => {
    const deadlock = await onlyDeadlockAfter(programs.taskThatWaitsForItsHost);
    expect(plain(deadlock)).toBe('host waits for the tasks of TaskGroup,\nwhich waits for the end of host');
  });

  it('is that of a lock whose owner has ended', async () => {
    const deadlock = await onlyDeadlockAfter(programs.lockOfTheDead);
    expect(plain(deadlock)).toBe('a waits for RLock "lock", held by careless, which has ended');
    expect(deadlock.certain).toBe(true);
  });

  it('is that of greenlets started by spawnRaw', async () => {
    const { message, certain } = await onlyDeadlockAfter(programs.crossedRaw);
    expect(message.replaceAll(/ \(\S+\.ts:\d+\)/g, '')).toMatch(
      /^first-\d+ waits for RLock "lock 2", held by second-\d+,\nwhich waits for RLock "lock 1", held by first-\d+$/,
    );
    expect(certain).toBe(true);
  });

  it('is that of greenlets that wait by select', async () => {
    const { message, certain, blocked } = await onlyDeadlockAfter(programs.crossedBySelect);
    expect(message.replaceAll(/ \(\S+\.ts:\d+\)/g, '')).toBe(
      'a waits for RLock "lock 2", held by b,\nwhich waits for RLock "lock 1", held by a',
    );
    expect([certain, names(blocked)]).toEqual([true, ['behind']]);
  });

  it('is that of greenlets that wait by select for one of several locks', async () => {
    const { greenlets } = await onlyDeadlockAfter(programs.crossedByChoice);
    expect(names(greenlets)).toEqual(['a', 'b', 'c']);
  });

  it('is told in words to whoever asks', async () => {
    const [before, after] = await runVirtually(() => {
      'use greenlet';
      const none = explainDeadlocks();
      programs.crossed();
      sleep(10);
      return [none, explainDeadlocks()];
    });
    expect(before).toBe('');
    expect(after).toMatch(/^Deadlock:\n {2}a waits for RLock "lock 2".*,\n {2}which waits for RLock "lock 1"/);
  });

  it('is part of the LoopExit when nothing can run any more', async () => {
    const error: unknown = await runVirtually(programs.crossedForEver).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LoopExit);
    const { message } = error as LoopExit;
    expect(message).toContain('waits for Event.wait(): Event "never"\n');
    expect(message).toContain('a waits for RLock.acquire(): RLock "lock 2", held by b\n');
    expect(message).toMatch(/\nDeadlock:\n {2}a waits for RLock "lock 2" \(.*\), held by b,\n {2}which waits/);
  });
});

describe('A wait for several greenlets', () => {
  type Ends = (stuck: Greenlet, slow: Greenlet) => unknown;

  function waits(): [string, boolean, Ends][] {
    'use greenlet';
    return [
      ['joinAll()', true, (stuck, slow) => joinAll([stuck, slow])],
      ['joinAll() in another order', true, (stuck, slow) => joinAll([slow, stuck])],
      ['joinAll() with a count of all', true, (stuck, slow) => joinAll([stuck, slow], { count: 2 })],
      ['joinAll() with a count of one', false, (stuck, slow) => joinAll([stuck, slow], { count: 1 })],
      ['joinAll(), which any failure ends', false, (stuck, slow) => joinAll([stuck, slow], { raiseError: true })],
      ['joinAll() with a timeout', false, (stuck, slow) => joinAll([stuck, slow], 1000)],
      ['waitFor()', true, (stuck, slow) => waitFor([stuck, slow])],
      ['waitFor() and an event', true, (stuck, slow) => waitFor([new Event(), slow, stuck])],
      ['waitFor() with a count of one', false, (stuck, slow) => waitFor([stuck, slow], { count: 1 })],
      ['waitFor() with a count of two of three', false, (stuck, slow) => waitFor([stuck, slow, new Event()], null, 2)],
      ['waitFor(), two of three and some ready', true, (stuck, slow) => waitFor([stuck, slow, slow], null, 3)],
      ['one step of iwait()', false, (stuck, slow) => iwait([stuck, slow]).next()],
    ];
  }

  it.each(waits())('%s is part of a deadlock: %s', async (_, isPart, wait) => {
    const found = await deadlocksAfter(() => programs.waitsForSeveral(wait));
    expect(found.map(({ greenlets, certain }) => [names(greenlets), certain])).toEqual(
      isPart ? [[['host', 'stuck'], true]] : [],
    );
  });

  it('is drawn with all of them, so that it is clear who goes on', async () => {
    const deadlock = await onlyDeadlockAfter(() => {
      'use greenlet';
      programs.waitsForSeveral((...both) => joinAll(both));
    });
    expect(plain(deadlock)).toBe(
      'host waits for the end of stuck and the end of slow,\nstuck waits for RLock "lock", held by host',
    );
  });

  it('says how many of them are enough', async () => {
    const error: unknown = await runVirtually(() => {
      'use greenlet';
      const never = [1, 2, 3].map((n) => new Event({ name: String(n) }));
      waitFor(never, { count: 2 });
    }).catch((reason: unknown) => reason);
    expect((error as LoopExit).message).toContain('waits for waitFor(): 2 of Event "1", Event "2", Event "3"');
  });
});

describe('A wait for a compiled async function', () => {
  type Waits = Parameters<typeof programs.waitsForAsync>[0];

  function waits(): [string, string[], Waits][] {
    'use greenlet';
    return [
      ['await', ['host', 'wants'], async (_, wants) => await wants()],
      ['await, in a function that returns the promise of another one', ['host', 'wants'], async (_, wants) => wants()],
      ['wait()', ['host', 'wants'], (_, wants) => wait(wants())],
      ['join() of a greenlet that runs it', ['host', 'runner', 'wants'], (_, wants) => named('runner', wants).join()],
      ['with() of a lock', ['host', 'wants'], (_, wants) => new Semaphore(1).with(wants)],
    ];
  }

  function named(name: string, fn: () => unknown): Greenlet {
    'use greenlet';
    return programs.called(name, spawn(fn));
  }

  it.each(waits())('is part of a deadlock: by %s', async (_, members, waits) => {
    const { greenlets, certain } = await onlyDeadlockAfter(() => programs.waitsForAsync(waits));
    const inOrder = names(greenlets).map((name) => name.replace(/-\d+$/, ''));
    expect(inOrder.filter((name) => members.includes(name)).sort()).toEqual(members);
    expect(certain).toBe(true);
  });

  it('is drawn as a wait for the end of its body', async () => {
    const { message } = await onlyDeadlockAfter(() => programs.waitsForAsync(waits()[2]?.[2] as Waits));
    expect(message.replaceAll(/ \(\S+\.ts:\d+\)/g, '')).toMatch(
      /^host waits for the end of wants-\d+ \(called by host\),\nwhich waits for RLock "lock", held by host\n/,
    );
  });

  it('that acquires an RLock of its caller once more says why it does not own it', async () => {
    const { message } = await onlyDeadlockAfter(() => programs.waitsForAsync(waits()[2]?.[2] as Waits));
    expect(message.split('\n').at(-1)).toMatch(/^An async function runs in a greenlet of its own, which does not own/);
  });

  it('is none if the function goes on by itself', async () => {
    const found = await deadlocksAfter(() => {
      'use greenlet';
      spawn(async () => {
        'use greenlet';
        const lock = new RLock();
        lock.acquire();
        await (async (): Promise<void> => {
          'use greenlet';
          sleep(50);
        })();
      });
    });
    expect(found).toEqual([]);
  });
});

describe('A wait for the promise of a greenlet', () => {
  type Waits = Parameters<typeof programs.waitsForRun>[0];

  function waits(): [string, Waits][] {
    'use greenlet';
    return [
      ['await of run()', async (wants) => await run(wants)],
      ['wait() for run()', (wants) => wait(run(wants))],
      ['a function that returns the promise of run()', (wants) => spawn(() => run(wants)).get()],
      ['await of a call of inGreenlet()', async (wants) => await inGreenlet(wants)()],
      ['wait() for a call of inGreenlet()', (wants) => wait(inGreenlet(wants)())],
    ];
  }

  it.each(waits())('is part of a deadlock: by %s', async (_, waits) => {
    const { greenlets, certain } = await onlyDeadlockAfter(() => programs.waitsForRun(waits));
    const inOrder = names(greenlets).map((name) => name.replace(/-\d+$/, ''));
    expect(inOrder).toEqual(expect.arrayContaining(['host', 'wants']));
    expect(certain).toBe(true);
  });

  it('is none if the greenlet goes on by itself', async () => {
    const found = await deadlocksAfter(() => {
      'use greenlet';
      programs.called(
        'host',
        spawn(() => wait(run(sleep, 50))),
      );
    });
    expect(found).toEqual([]);
  });
});

describe('A wait for very many', () => {
  it('names some of them, counts the others, and says how to see them all', async () => {
    const { message } = await onlyDeadlockAfter(programs.waitsForMany);
    expect(message).toContain('the end of wants 0 and');
    expect(message).toContain('the end of wants 4 and 15 more');
    expect(message.split('\n').at(-1)).toBe(
      'findDeadlocks() and dumpGreenlets() from greenlets/observe tell of all of them.',
    );
  });
});

describe('A wait that any of several objects can end', () => {
  it('is shown with all of them, in select() and in waitFor()', async () => {
    const error: unknown = await runVirtually(programs.waitsForOneOfSeveral).catch((reason: unknown) => reason);
    const { message } = error as LoopExit;
    expect(message).toContain(
      'chooses waits for select(): Queue "jobs" or room in Channel "full" or Event "stop" or the end of other or a promise',
    );
    expect(message).toContain('other waits for waitFor(): Event "stop" and a promise');
  });
});

describe('A pool that is used by its own members', () => {
  const HINT =
    'Whoever holds a place in Pool "workers" waits until there is another one: members of a full pool cannot use it themselves.';

  it.each(['spawn', 'map'] as const)('is explained: %s', async (use) => {
    const deadlock = await onlyDeadlockAfter(programs.nestedUses[use]);
    expect(plain(deadlock)).toBe(
      'a waits for a place in Pool "workers", held by a and b\n' +
        'b waits for a place in Pool "workers", held by a and b\n' +
        HINT,
    );
    expect(deadlock.certain).toBe(true);
  });

  it('is explained: imap', async () => {
    const text = plain(await onlyDeadlockAfter(programs.nestedUses.imap));
    const [, fetching = ''] =
      /^a waits for the results of imap\(\), which come from (fetchItems-\d+)\n/.exec(text) ?? [];
    expect(text).toContain(`\n${fetching} waits for a place in Pool "workers", held by a and b\n`);
    expect(text).toContain(HINT);
  });

  it('is explained: a task that joins its group', async () => {
    expect(plain(await onlyDeadlockAfter(programs.taskThatWaitsForItsGroup))).toContain(
      'A task of TaskGroup "tasks" that waits for the tasks of its group waits for itself.',
    );
  });

  it('is explained: join', async () => {
    const text = plain(await onlyDeadlockAfter(programs.nestedUses.join));
    expect(text).toContain('a waits for the end of all members of Pool "workers"');
    expect(text).toContain('A member of Pool "workers" that waits for the end of all members waits for itself.');
  });
});

describe('No deadlock is reported', () => {
  it.each(Object.entries(programs.harmless))('%s', async (_, start) => {
    expect(await deadlocksAfter(start)).toEqual([]);
  });
});

describe('A watch for deadlocks', () => {
  async function watched(start: () => unknown): Promise<string[]> {
    const found: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const end = watchDeadlocks({ every: 100, onDeadlock: (deadlock) => found.push(plain(deadlock)) });
      start();
      sleep(1000);
      end();
    });
    return found;
  }

  it('reports each that lasts, once', async () => {
    expect(await watched(programs.crossed)).toEqual([
      'a waits for RLock "lock 2", held by b,\nwhich waits for RLock "lock 1", held by a',
    ]);
  });

  it('reports what is left of one when a member was killed, if that is a deadlock, too', async () => {
    expect(await watched(() => void spawn(programs.holderThatIsKilled))).toEqual([
      'holder waits for the end of waiting,\nwhich waits for RLock "lock", held by holder',
      'waiting waits for RLock "lock", held by holder, which has ended',
    ]);
  });

  it('reports none that is not certain', async () => {
    expect(await watched(programs.semaphoreOfAnybody)).toEqual([]);
  });

  it('reports those that are not certain, too, if that is wanted', async () => {
    const found: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const end = watchDeadlocks({ every: 100, uncertain: true, onDeadlock: ({ certain }) => found.push(certain) });
      programs.semaphoreOfAnybody();
      sleep(1000);
      end();
    });
    expect(found).toEqual([false]);
  });

  it('says nothing when it has been ended', async () => {
    const found: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const end = watchDeadlocks({ every: 100, onDeadlock: (deadlock) => found.push(deadlock) });
      programs.crossed();
      sleep(150);
      end();
      end();
      sleep(1000);
    });
    expect(found).toEqual([]);
  });

  it('prints by default', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    try {
      await runVirtually(() => {
        'use greenlet';
        const end = watchDeadlocks({ every: 100 });
        programs.semaphoreTwice();
        sleep(1000);
        end();
      });
      expect(error.mock.calls.map(([text]) => String(text).replaceAll(/ \(programs\.ts:\d+\)/g, ''))).toEqual([
        'Deadlock:\n  a waits for Semaphore "s", held by a',
      ]);
    } finally {
      error.mockRestore();
    }
  });

  it.each([
    [{ every: 'often' }, 'expected a number of milliseconds above 0 as `every`, got `"often"` (string)'],
    [{ every: -1 }, 'expected a number of milliseconds above 0 as `every`, got `-1` (number)'],
    [{ onDeadlock: 3 }, 'expected a function, got `3` (number)'],
    [{ often: true }, 'expected options with `every`, `uncertain`, `onDeadlock`, got an unknown option `often`'],
  ])('refuses %p', (options, message) => {
    expect(() => watchDeadlocks(options as never)).toThrow(new TypeError(message));
  });
});
