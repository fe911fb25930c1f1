'use greenlet';

import { Event, joinAll, Queue, Semaphore, sleep, spawn, Timeout, wait, withTimeout } from 'greenlets';
import { explore, ExplorationError, type ExploreOptions } from 'greenlets/testing';

async function found(test: () => unknown, options: ExploreOptions = {}): Promise<ExplorationError> {
  const error: unknown = await explore(test, options).then(
    () => new Error('no schedule failed'),
    (reason: unknown) => reason,
  );
  if (error instanceof ExplorationError) return error;
  throw error;
}

const withoutPlaces = (story: readonly string[]): string[] =>
  story.map((line) => line.replaceAll(/ at stories\.test\.ts:\d+/g, ''));

async function lastLineOf(body: () => void): Promise<string> {
  const test = (): void => {
    body();
    throw new Error('end');
  };
  const { story } = await found(test);
  return withoutPlaces(story).findLast((line) => line.startsWith('the test')) ?? '';
}

describe('the story of a failure', () => {
  it('says that the time of a wait was over', async () => {
    const { story } = await found(
      () => {
        const place = new Semaphore(1);
        let inside = 0;
        const work = (): void => {
          place.acquire(5);
          if (++inside > 1) throw new Error('two inside');
          sleep(5);
        };
        joinAll([spawn(work), spawn(work)], { raiseError: true });
      },
      { faults: { timeouts: true } },
    );
    expect(withoutPlaces(story)).toContainEqual(
      expect.stringMatching(
        /^work-\d goes on after Semaphore\.acquire\(\), whose time is over, ends with Error: two inside$/,
      ),
    );
  });

  it.each<[string, () => void]>([
    ['Event.wait()', () => void new Event().wait(5)],
    ['Greenlet.join()', () => spawn(() => sleep(10)).join(5)],
    ['joinAll()', () => joinAll([spawn(() => sleep(10))], { timeout: 5 })],
  ])('says so of %s', async (call, body) => {
    expect(await lastLineOf(body)).toBe(`the test goes on after ${call}, whose time is over, ends with Error: end`);
  });

  it.each<[string, () => unknown, string]>([
    ['Greenlet.get()', () => spawn(() => sleep(10)).get(5), 'Timeout: timed out after 5 ms'],
    ['Queue.get()', () => new Queue().get(5), 'Empty: the queue is empty'],
    ['wait()', () => wait(new Promise(() => undefined), 5), 'Timeout: timed out after 5 ms'],
  ])('says so of %s, which throws', async (call, body, error) => {
    expect(await lastLineOf(body)).toBe(`the test goes on after ${call}, whose time is over, ends with ${error}`);
  });

  it('says that a Timeout comes, and nothing of waits that end as they should', async () => {
    const last = await lastLineOf(() => {
      try {
        withTimeout(5, () => sleep(10));
      } catch (error) {
        if (!(error instanceof Timeout)) throw error;
      }
    });
    expect(last).toBe('the test goes on after sleep(10), in which a Timeout comes, ends with Error: end');
    expect(await lastLineOf(() => sleep(5))).toBe('the test goes on after sleep(5), ends with Error: end');
  });

  it('has only the first line of a message', async () => {
    const { story, message } = await found(() => {
      throw new Error('expected 1:\n\n  got 2');
    });
    expect(story).toEqual(['the test begins, ends with Error: expected 1']);
    expect(message).toMatch(/^Error: expected 1:\n\n {2}got 2\n\nIt fails like this:/);
  });

  it('never tells of the greenlets of earlier runs, which nothing wakes', async () => {
    const settlers: (() => void)[] = [];
    let runs = 0;
    let late = 0;
    const { story } = await found(() => {
      const run = runs++;
      settlers.forEach((settle) => settle());
      spawn(() => {
        wait(new Promise<void>((resolve) => settlers.push(resolve)));
        late++;
      });
      sleep(1);
      wait(Promise.resolve());
      sleep(1);
      if (run >= 3) throw new Error('end');
    });
    expect(late).toBe(0);
    expect(story.filter((line) => line.startsWith('the test begins'))).toHaveLength(1);
    expect(story.at(-1)).toMatch(/^the test goes on after sleep\(1\) at \S+, ends with Error: end$/);
  });
});
