import { Event, Group, iwait, kill, Pool, sleep, spawn, type Greenlet } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';

function nap(ms: number): number {
  'use greenlet';
  sleep(ms);
  return ms;
}

/** Reads until the end. */
function read<T>(items: Iterator<T>, results: T[]): string {
  'use greenlet';
  for (let step = items.next(); step.done !== true; step = items.next()) results.push(step.value);
  return 'to the end';
}

const DURATIONS = [30, 10, 20, 5, 5, 40, 1];

describe.each<['imap' | 'imapUnordered', number[]]>([
  ['imap', DURATIONS],
  ['imapUnordered', [1, 5, 5, 10, 20, 30, 40]],
])('Greenlets that read from one iterator of %s', (method, order) => {
  it.each([1, 2, 3, 8, 20])('have every result once: %i of them', async (count) => {
    const results: number[] = [];
    const ends = await runVirtually(() => {
      'use greenlet';
      const iterator = new Group()[method](nap, DURATIONS);
      const readers = Array.from({ length: count }, () => spawn(read<number>, iterator, results));
      return readers.map((reader) => reader.get());
    });
    expect(results).toEqual(order);
    expect(new Set(ends)).toEqual(new Set(['to the end']));
  });

  it.each([0, 1, 2])('go on when the one is killed that came as number %i', async (victim) => {
    const results: number[] = [];
    const ends = await runVirtually(() => {
      'use greenlet';
      const iterator = new Pool(2)[method](nap, DURATIONS);
      const readers: Greenlet[] = [0, 1, 2].map(() => spawn(read<number>, iterator, results));
      sleep(3);
      kill(readers[victim] as Greenlet);
      return readers.map((reader) => String(reader.get()));
    });
    expect([...results].sort()).toEqual([...DURATIONS].sort());
    expect(ends.filter((end) => end === 'to the end')).toHaveLength(2);
  });

  it('have ended when one of them ends the iteration', async () => {
    const ends = await runVirtually(() => {
      'use greenlet';
      const iterator = new Group()[method](nap, [1000, 1000]);
      const readers = [0, 1, 2].map(() => spawn(read<number>, iterator, []));
      sleep(3);
      iterator.return();
      return readers.map((reader) => reader.get());
    });
    expect(ends).toEqual(['to the end', 'to the end', 'to the end']);
  });

  it('leave the items to be fetched until the last of them is killed', async () => {
    const fetched: number[] = [];
    await runVirtually(() => {
      'use greenlet';
      function* items(): Generator<number> {
        'use greenlet';
        for (let item = 0; item < 100; item++) {
          fetched.push(item);
          sleep(10);
          yield 1000;
        }
      }
      const iterator = new Group()[method](nap, items());
      const readers = [0, 1].map(() => spawn(read<number>, iterator, []));
      sleep(15);
      readers[0]?.kill();
      sleep(10);
      readers[1]?.kill();
      sleep(100);
    });
    expect(fetched).toEqual([0, 1, 2]);
  });
});

describe('Greenlets that read from one iterator of iwait', () => {
  it('have every object once, and end', async () => {
    const ready: unknown[] = [];
    const ends = await runVirtually(() => {
      'use greenlet';
      const naps = DURATIONS.map((ms) => spawn(nap, ms));
      const iterator = iwait(naps);
      const readers = [0, 1, 2].map(() => spawn(read<Greenlet<number>>, iterator, ready as Greenlet<number>[]));
      return readers.map((reader) => reader.get());
    });
    expect(ready.map((greenlet) => (greenlet as Greenlet).value)).toEqual([1, 5, 5, 10, 20, 30, 40]);
    expect(ends).toEqual(['to the end', 'to the end', 'to the end']);
  });

  it('end when the time is over, or one of them ends the iteration', async () => {
    const ends = await runVirtually(() => {
      'use greenlet';
      const timed = iwait([new Event()], 20);
      const left = iwait([new Event()]);
      const readers = [timed, timed, left, left].map((iterator) => spawn(read<Event>, iterator, []));
      sleep(30);
      left.return();
      return readers.map((reader) => reader.get());
    });
    expect(ends).toEqual(Array.from({ length: 4 }, () => 'to the end'));
  });

  it('go on when one of them is killed', async () => {
    const ready: Event[] = [];
    const result = await runVirtually(() => {
      'use greenlet';
      const [first, second] = [new Event(), new Event()];
      const iterator = iwait([first, second]);
      const readers = [0, 1].map(() => spawn(read<Event>, iterator, ready));
      sleep(1);
      readers[0]?.kill();
      second.set();
      first.set();
      return [readers[1]?.get(), ready[0] === second, ready[1] === first];
    });
    expect(result).toEqual(['to the end', true, true]);
  });
});
