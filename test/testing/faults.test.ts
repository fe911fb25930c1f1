'use greenlet';

import { Channel, Event, getCurrent, joinAll, Queue, RLock, sleep, spawn, spawnLater, wait } from 'greenlets';
import { retry } from 'greenlets/helpers';
import { explore, ExplorationError, InjectedFault, type Exploration, type Faults } from 'greenlets/testing';

const all = (test: () => unknown, faults: Faults): Promise<Exploration> =>
  explore(test, { faults, strategy: 'exhaustive', schedules: 20_000 });

async function failureOf(test: () => unknown, faults: Faults): Promise<ExplorationError> {
  const error: unknown = await all(test, faults).then(
    () => new Error('no schedule failed'),
    (reason: unknown) => reason,
  );
  if (error instanceof ExplorationError) return error;
  throw error;
}

const io = (): Promise<number> => Promise.resolve(1);

/** As a library would have it. */
async function* numbers(): AsyncGenerator<number, void> {
  'use no greenlet';
  yield await io();
}

async function careful(): Promise<number> {
  try {
    return await io();
  } catch {
    return 0;
  }
}

describe('a failure', () => {
  it.each<[string, () => unknown]>([
    ['of a test that is an async function', async () => sleep(0)],
    ['of one that does not wait', async () => 1],
    [
      'of one that is not compiled',
      async () => {
        'use no greenlet';
        await Promise.resolve();
      },
    ],
    ['of a test that returns a promise', () => Promise.resolve(1)],
    ['of a greenlet whose function is async, and catches what can fail', () => spawn(careful).get()],
    [
      'of one that is not compiled',
      () =>
        spawn(async () => {
          'use no greenlet';
          await Promise.resolve();
        }).get(),
    ],
    ['of `await` of such a function', async () => await careful()],
    ['of `wait` for one', () => wait(careful())],
    ['of a greenlet that returns the promise of one', () => spawn(() => careful()).get()],
    ['of one that has not waited', () => spawn(async () => 1).get()],
    ['of a lock that is held during one', () => new RLock().with(careful)],
  ])('is not that %s', async (_, test) => {
    expect(await all(test, { failures: 1 })).toMatchObject({ exhausted: true });
  });

  it.each<[string, () => unknown]>([
    ['`wait`', () => wait(io())],
    ['`await`', async () => await io()],
    ['`await` in a function whose promise is awaited', async () => await (async () => await io())()],
    ['the promise that the function of a greenlet returned', () => spawn(io).get()],
    ['one that it got from a library', () => spawn(() => new RLock().with(io)).get()],
    ['each attempt', () => spawn(() => retry(io, { attempts: 1 })).get()],
    [
      'an iteration',
      async () => {
        for await (const item of numbers()) expect(item).toBe(1);
      },
    ],
  ])('may be that of %s', async (_, test) => {
    expect((await failureOf(test, { failures: 1 })).cause).toBeInstanceOf(InjectedFault);
  });

  it('comes as often as was asked for', async () => {
    const test = (): unknown => retry(io, { attempts: 2 });
    await all(test, { failures: 1 });
    expect((await failureOf(test, { failures: 2 })).cause).toBeInstanceOf(InjectedFault);
  });
});

/** Ends half-way if it is killed while it waits. */
function work(pause: () => unknown): void {
  let state = 'begun';
  const worker = spawn(() => {
    state = 'half';
    pause();
    state = 'done';
  });
  worker.join();
  if (state === 'half') throw new Error('half');
}

describe('a kill', () => {
  it.each<[string, () => unknown]>([
    ['sleep(1)', () => sleep(1)],
    ['sleep(0), where it takes effect at the next wait', () => (sleep(0), sleep(0))],
    ['a promise', () => wait(io())],
    ['a promise that never comes', () => wait(new Promise(() => undefined), 5)],
    ['an async function', () => wait(careful())],
    ['a queue', () => new Queue().get(5)],
    ['a channel', () => new Channel().put(1, 5)],
    ['an event', () => new Event().wait(5)],
    ['the end of another one', () => spawn(() => sleep(1)).join()],
    ['the end of one that starts later', () => spawnLater(1, () => undefined).join()],
    ['several ends', () => joinAll([spawn(() => sleep(0)), spawn(() => sleep(1))])],
    [
      'a lock',
      () => {
        const lock = new RLock();
        const holder = spawn(() => lock.with(() => sleep(1)));
        sleep(0);
        lock.with(() => undefined);
        holder.join();
      },
    ],
  ])('arrives at %s', async (_, pause) => {
    expect((await failureOf(() => work(pause), { kills: 1 })).message).toMatch(/^Error: half/);
  });

  it('arrives at the second wait of an async function as well', async () => {
    const test = (): void => {
      let state = 'begun';
      const worker = spawn(async () => {
        await io();
        state = 'half';
        await io();
        state = 'done';
      });
      worker.join();
      if (state === 'half') throw new Error('half');
    };
    expect((await failureOf(test, { kills: 1 })).message).toMatch(/^Error: half/);
  });

  it('never hits the test, be it an async function or not', async () => {
    for (const test of [() => sleep(1), async () => sleep(1), async () => await io(), async () => await careful()])
      expect(await all(test, { kills: 1 })).toMatchObject({ exhausted: true });
  });

  it('is told of one that has been woken as one that takes effect later', async () => {
    const error = await failureOf(() => work(() => (sleep(0), sleep(0))), { kills: 1 });
    expect(error.message).toMatch(/is killed, which takes effect when it waits next/);
  });
});

describe('a time that is over', () => {
  it('comes to no one who waits for ever', async () => {
    const test = (): void => {
      const sleeper = spawn(() => sleep(Infinity));
      sleep(0);
      sleep(0);
      sleeper.kill();
      expect(getCurrent()).toBeDefined();
    };
    expect(await all(test, { timeouts: true })).toMatchObject({ exhausted: true });
  });
});
