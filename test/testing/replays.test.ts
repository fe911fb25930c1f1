'use greenlet';

import { Event, joinAll, Semaphore, sleep, spawn, wait } from 'greenlets';
import { explore, ExplorationError, type ExploreOptions } from 'greenlets/testing';

async function failureOf(test: () => unknown, options: ExploreOptions = {}): Promise<Error> {
  try {
    await explore(test, options);
  } catch (error) {
    return error as Error;
  }
  throw new Error('no schedule failed');
}

async function found(test: () => unknown, options: ExploreOptions = {}): Promise<ExplorationError> {
  const error = await failureOf(test, options);
  if (error instanceof ExplorationError) return error;
  throw error;
}

function race(): void {
  let count = 0;
  const add = (): void => {
    const before = count;
    sleep(0);
    count = before + 1;
  };
  joinAll([spawn(add), spawn(add)]);
  if (count !== 2) throw new Error('lost');
}

function fragile(): void {
  let state = 'begun';
  const worker = spawn(() => {
    state = 'half';
    sleep(1);
    state = 'done';
  });
  worker.join();
  if (state === 'half') throw new Error('half');
}

function late(): void {
  const event = new Event();
  spawn(() => {
    sleep(0);
    event.set();
  });
  if (!event.wait(5)) throw new Error('too late');
}

const endless = (): void => {
  for (;;) sleep(0);
};

const leaking = (): void => {
  spawn(() => new Event().wait());
};

describe('the schedule of a failure', () => {
  it.each<[string, () => unknown, ExploreOptions]>([
    ['', race, {}],
    [' kills=1', fragile, { faults: { kills: 1 } }],
    [' failures=2', () => wait(Promise.resolve()), { faults: { failures: 2, kills: 0 } }],
    [' timeouts kills=1', late, { faults: { timeouts: true, kills: 1 } }],
    [' leaks', leaking, { leaks: true }],
    [' maxSteps=50', endless, { maxSteps: 50 }],
  ])('says all that makes it fail once more: "0.1%s"', async (words, test, options) => {
    const error = await found(test, options);
    expect(error.schedule).toMatch(new RegExp(`^[\\d.]+${words}$`));
    expect(error.message).toContain(`explore(test, { schedule: '${error.schedule}' })`);
    for (const others of [{}, options]) {
      const again = await found(test, { ...others, schedule: error.schedule });
      expect([again.message, again.story, again.schedule]).toEqual([error.message, error.story, error.schedule]);
    }
  });

  it('is refused where it does not fit', async () => {
    expect((await failureOf(race, { schedule: '0.7' })).message).toMatch(
      /^the schedule '0\.7' does not fit this test: its choice 2 is 7, where there are 2, from 0 on\nUntil then:\n {2}1\. the test begins, waits in joinAll\(\) at replays\.test\.ts:\d+\n {2}2\. add-1 begins, waits in sleep\(\) at/,
    );
    expect((await failureOf(race, { schedule: '0.0.0.0.0.0.0.1' })).message).toMatch(
      /^the schedule '0\.0\.0\.0\.0\.0\.0\.1' does not fit this test: it has 8 choices, and the test ends after \d\n/,
    );
    expect((await failureOf(() => 1, { schedule: '0.0' })).message).toMatch(
      /^the schedule '0\.0' does not fit this test: it has 2 choices, and the test ends after 0\n/,
    );
    expect((await failureOf(fragile, { schedule: '1' })).message).toMatch(/does not fit this test/);
  });

  it.each(['', '1.', 'x', '0 kill=1', '0 kills=x', '0 kills', '0 leaks=1', '0 maxSteps=0', '-1'])(
    'is refused if it is `%s`',
    async (schedule) => {
      expect((await failureOf(race, { schedule })).message).toMatch(/^expected a schedule such as "0\.1\.2 kills=1"/);
    },
  );

  it('of everybody in turn fits every test', async () => {
    for (const test of [() => 1, () => joinAll([spawn(sleep), spawn(sleep)])])
      expect(await explore(test, { schedule: '0' })).toEqual({ schedules: 1, exhausted: false });
  });
});

describe('a test that is not deterministic', () => {
  it('is told as such when it does not fail once more', async () => {
    let runs = 0;
    const error = await found(() => {
      if (runs++ === 5) throw new Error('flaky');
    });
    expect([error.story, error.schedules]).toEqual([[], 6]);
    expect(error.message).toBe(
      "Error: flaky\n\nThe test is not deterministic: it failed, and passed when it was run once more with the schedule '0'. " +
        'All choices were the same. It may depend on `Math.random()`, on real time, on real files or sockets, or on what earlier runs have left.',
    );
  });

  it('is told where its runs began to differ', async () => {
    let runs = 0;
    const error = await found(() => {
      const isLast = runs++ === 3;
      joinAll(Array.from({ length: isLast ? 3 : 2 }, () => spawn(() => undefined)));
      if (isLast) throw new Error('flaky');
    });
    expect(error.message).toMatch(/Choice 1 was one of 3 at first, and then one of 2\. It may depend/);
  });

  it('is not said to be exhausted', async () => {
    let runs = 0;
    const error = await failureOf(
      () => {
        joinAll(Array.from({ length: runs++ === 0 ? 3 : 2 }, () => spawn(() => undefined)));
      },
      { strategy: 'exhaustive' },
    );
    expect(error.message).toMatch(/^the test is not deterministic: choice 1 was one of 3 at first, and then one of 2/);
  });
});

describe('the names of greenlets', () => {
  it('are the same in the story, in what is said of deadlocks, and in each run', async () => {
    const philosophers = (): void => {
      const forks = ['a', 'b'].map((name) => new Semaphore(1, { name }));
      const eat = (first: number, second: number): void => {
        forks[first]?.acquire();
        sleep(0);
        forks[second]?.acquire();
      };
      const named = spawn(eat, 0, 1);
      named.name = 'Plato';
      joinAll([named, spawn(eat, 1, 0)]);
    };
    const error = await found(philosophers);
    const names = (text: string): string[] => [...new Set(text.match(/\b(?:Plato|eat-\d+|greenlet-\d+)\b/g))].sort();
    expect(names(error.story.join())).toEqual(['Plato', 'eat-1']);
    expect(names((error.cause as Error).message)).toEqual(['Plato', 'eat-1']);
    expect((error.cause as Error).message).toMatch(/the test waits for joinAll\(\)/);
    expect(spawn(() => undefined).name).toMatch(/^greenlet-\d+$/);
    expect((await found(philosophers, { schedule: error.schedule })).message).toBe(error.message);
  });
});
