import { Group, kill, Pool, sleep, spawn, withTimeout } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

function nap(ms: number): string {
  'use greenlet';
  sleep(ms);
  if (ms === 13) throw new RangeError('unlucky');
  return `after ${String(ms)}`;
}

describe('imap', () => {
  it('E94: iterates in the order of the items', async () => {
    const results = await runVirtually(() => {
      'use greenlet';
      const results: string[] = [];
      for (const result of new Group().imap(nap, [30, 10, 20])) results.push(result);
      return results;
    });
    expect(results).toEqual(['after 30', 'after 10', 'after 20']);
  });

  it('E94: imapUnordered iterates in the order of completion', async () => {
    const results = await runVirtually(() => {
      'use greenlet';
      const results: string[] = [];
      for (const result of new Group().imapUnordered(nap, [30, 10, 20])) results.push(result);
      return results;
    });
    expect(results).toEqual(['after 10', 'after 20', 'after 30']);
  });

  it('E94: an error is thrown at its item, and the iteration can go on', async () => {
    const steps = await runVirtually(() => {
      'use greenlet';
      const iterator = new Group().imap(nap, [1, 13, 2]);
      return [iterator.next(), errorOf(() => iterator.next()).message, iterator.next(), iterator.next()];
    });
    expect(steps).toEqual([
      { done: false, value: 'after 1' },
      'unlucky',
      { done: false, value: 'after 2' },
      { done: true, value: undefined },
    ]);
  });

  it('E94: nothing starts at once; then the input is consumed ahead of the reader', async () => {
    const consumed = await runVirtually(() => {
      'use greenlet';
      let count = 0;
      function* items(): Generator<number> {
        for (; count < 100; count++) yield 1;
      }
      const iterator = new Pool(2).imap(nap, items());
      const counts = [count];
      iterator.next();
      counts.push(count);
      iterator.return();
      return counts;
    });
    expect(consumed[0]).toBe(0);
    expect(consumed[1]).toBeGreaterThan(1);
    expect(consumed[1]).toBeLessThan(10);
  });

  it('E94: maxSize bounds what is under way or unread', async () => {
    const started = await runVirtually(() => {
      'use greenlet';
      let count = 0;
      const task = (): number => ++count;
      const iterator = new Group().imapUnordered(task, Array<number>(100).fill(0), { maxSize: 3 });
      sleep(10);
      const counts = [count];
      iterator.next();
      sleep(10);
      counts.push(count);
      iterator.return();
      sleep(10);
      return [...counts, count];
    });
    expect(started).toEqual([3, 4, 4]);
  });

  it.each(['imap', 'imapUnordered'] as const)(
    'E95: %s throws the error of the input, after what came before',
    async (method) => {
      function* items(): Generator<number> {
        yield 1;
        throw new RangeError('input');
      }
      const steps = await runVirtually(() => {
        'use greenlet';
        const iterator = new Group()[method](nap, items());
        const steps: unknown[] = [];
        for (let i = 0; i < 3; i++) {
          try {
            steps.push(iterator.next());
          } catch (error) {
            steps.push((error as Error).message);
          }
        }
        return steps;
      });
      expect(steps).toEqual(
        expect.arrayContaining(['input', { done: false, value: 'after 1' }, { done: true, value: undefined }]),
      );
      expect(steps[2]).toEqual({ done: true, value: undefined });
    },
  );

  it('ends an empty input', async () => {
    const step = await runVirtually(() => {
      'use greenlet';
      return new Group().imap(nap, []).next();
    });
    expect(step).toEqual({ done: true, value: undefined });
  });

  it.each(['imap', 'imapUnordered'] as const)('%s fetches no more items when a step is interrupted', async (method) => {
    let closed = 0;
    function* items(): Generator<number> {
      try {
        for (;;) yield 50;
      } finally {
        closed++;
      }
    }
    await runVirtually(() => {
      'use greenlet';
      const killed = spawn(() => {
        for (const result of new Group()[method](nap, items(), { maxSize: 1 })) return result;
      });
      sleep(1);
      kill(killed);
      const iterator = new Group()[method](nap, items(), { maxSize: 1 });
      expect(withTimeout(1, () => iterator.next(), { timeoutValue: null })).toBeNull();
      expect(iterator.next()).toEqual({ done: true, value: undefined });
      sleep(1);
    });
    expect(closed).toBe(2);
  });
});
