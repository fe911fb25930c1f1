import { Empty, Full, LifoQueue, PriorityQueue, Queue, ShutDown, sleep, spawn, SwitchError } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('Queue', () => {
  it('gives back in the order in which it was put', async () => {
    const items = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>(null, [1]);
      queue.put(2);
      queue.putNowait(3);
      return [queue.get(), queue.peek(), queue.getNowait(), queue.peekNowait(), queue.get(), queue.size];
    });
    expect(items).toEqual([1, 2, 2, 3, 3, 0]);
  });

  it('E80: an empty one throws Empty, at once or when the time is over', async () => {
    const errors = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue();
      return [
        errorOf(() => queue.getNowait()),
        errorOf(() => queue.get(10)),
        errorOf(() => queue.peekNowait()),
        errorOf(() => queue.peek(10)),
      ];
    });
    expect(errors).toEqual(Array(4).fill(expect.any(Empty)));
  });

  it('E80: a full one throws Full, and the item is not in it', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue(1, ['first']);
      const errors = [errorOf(() => queue.putNowait('second')), errorOf(() => queue.put('third', 10))];
      return [...errors, queue.size, queue.get(), queue.empty()];
    });
    expect(result).toEqual([expect.any(Full), expect.any(Full), 1, 'first', true]);
  });

  it('E82: getters are served in the order in which they came; put does not switch to them', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>();
      for (const name of ['a', 'b']) spawn(() => log.push(`${name} got ${String(queue.get())}`));
      sleep(0);
      queue.put(1);
      queue.put(2);
      log.push('put');
      sleep(0);
    });
    expect(log).toEqual(['put', 'a got 1', 'b got 2']);
  });

  it('E82: putters are served in the order in which they came', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>(1, ['first']);
      for (const item of ['second', 'third']) {
        spawn(() => {
          queue.put(item);
          log.push(`put ${item}`);
        });
      }
      sleep(0);
      log.push(queue.get());
      sleep(0);
      log.push(queue.get(), queue.get());
      sleep(0);
    });
    expect(log).toEqual(['first', 'put second', 'second', 'third', 'put third']);
  });

  it('what was handed to a getter cannot be taken by another', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>();
      const getter = spawn(() => queue.get());
      sleep(0);
      queue.put('item');
      return [queue.size, errorOf(() => queue.getNowait()), getter.get()];
    });
    expect(result).toEqual([0, expect.any(Empty), 'item']);
  });

  it('E83: an item that comes after a getter was killed, or timed out, goes to the next one or stays', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>();
      const killed = spawn(() => queue.get());
      const impatient = spawn(() => errorOf(() => queue.get(5)));
      const patient = spawn(() => queue.get());
      sleep(10);
      killed.kill(undefined, { block: false });
      queue.put('for the patient');
      queue.put('stays');
      return [patient.get(), queue.size, impatient.get(), killed.successful()];
    });
    expect(result).toEqual(['for the patient', 1, expect.any(Empty), true]);
  });

  it('E83: a getter that is killed after the put still gets the item', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>();
      const getter = spawn(() => log.push(queue.get()));
      sleep(0);
      queue.put('item');
      getter.kill();
    });
    expect(log).toEqual(['item']);
  });

  it('a putter that is killed has put nothing', async () => {
    const items = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>(1, ['first']);
      const killed = spawn(() => queue.put('killed'));
      const patient = spawn(() => queue.put('patient'));
      sleep(0);
      killed.kill(undefined, { block: false });
      const items = [queue.get(), queue.get()];
      patient.join();
      return [...items, queue.size];
    });
    expect(items).toEqual(['first', 'patient', 0]);
  });

  it.each([0, -1, null, undefined])('E85: with a maxSize of %p any number fits', (maxSize) => {
    const queue = new Queue<number>(maxSize);
    for (let i = 0; i < 100; i++) queue.putNowait(i);
    expect(queue.size).toBe(100);
    expect(queue.full()).toBe(false);
    expect(queue.maxSize).toBeNull();
  });

  it('refuses a maxSize that is not a whole number', () => {
    expect(() => new Queue('1' as never)).toThrow('expected a whole number as `maxSize`, or null, got `"1"` (string)');
    expect(() => new Queue(1.5)).toThrow('expected a whole number as `maxSize`, or null, got `1.5` (number)');
  });

  it('E89: never blocks outside greenlets: it works, or throws', () => {
    const queue = new Queue(1);
    queue.put('item');
    expect(() => queue.put('another')).toThrow(SwitchError);
    expect(() => queue.putNowait('another')).toThrow(Full);
    expect(queue.get()).toBe('item');
    expect(() => queue.get()).toThrow('Queue.get() would block, but no greenlet is running');
    expect(() => queue.getNowait()).toThrow(Empty);
    expect(queue.size).toBe(0);
  });

  it('keeps the room of an item that somebody is about to look at', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>(1);
      const peeker = spawn(() => queue.peek());
      const getter = spawn(() => queue.get());
      sleep();
      queue.put(1);
      const isFull = queue.full();
      const putter = spawn(() => queue.put(2));
      sleep();
      return [isFull, peeker.get(), getter.get(), putter.ready(), queue.size];
    });
    expect(seen).toEqual([true, 1, 1, true, 1]);
  });

  it('throws an item away that somebody is about to look at, when that has happened', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>();
      const peeker = spawn(() => queue.peek());
      sleep();
      queue.put(1);
      queue.shutdown(true);
      return [queue.unfinishedTasks, peeker.get(), queue.size, queue.unfinishedTasks];
    });
    expect(seen).toEqual([1, 1, 0, 0]);
  });

  it.each([
    [new Queue(null, [2, 3, 1]), [2, 3, 1]],
    [new LifoQueue(null, [2, 3, 1]), [1, 3, 2]],
    [new PriorityQueue(null, [2, 3, 1]), [1, 2, 3]],
    [new PriorityQueue(null, [2, 3, 1], (a, b) => b - a), [3, 2, 1]],
  ])('toArray shows the items of %p in the order in which they would be got, and takes none', (queue, expected) => {
    expect(queue.toArray()).toEqual(expected);
    expect(Array.from({ length: 3 }, () => queue.getNowait())).toEqual(expected);
    expect(queue.toArray()).toEqual([]);
  });

  it('toArray shows what is left in a ring that has grown and turned', () => {
    const queue = new Queue<number>();
    for (let i = 0; i < 12; i++) queue.put(i);
    for (let i = 0; i < 10; i++) queue.getNowait();
    for (let i = 12; i < 40; i++) queue.put(i);
    expect(queue.toArray()).toEqual(Array.from({ length: 30 }, (_, i) => i + 10));
  });

  it('toArray shows only what nobody has been promised, and promises nobody another item', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const queue = new PriorityQueue<number>();
      const getter = spawn(() => queue.get());
      sleep();
      queue.put(5);
      const promised = queue.toArray();
      queue.put(9);
      queue.put(1);
      return [promised, queue.toArray(), queue.size, getter.get(), queue.toArray()];
    });
    expect(seen).toEqual([[], [5, 9], 2, 1, [5, 9]]);
  });

  it('toArray shows one item less while somebody is about to look at one', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<number>();
      const peeker = spawn(() => queue.peek());
      sleep();
      queue.put(1);
      queue.put(2);
      return [queue.toArray(), queue.size, peeker.get(), queue.toArray()];
    });
    expect(seen).toEqual([[1], 1, 1, [1, 2]]);
  });

  it('peek leaves the item for the getter behind', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<string>();
      const peeker = spawn(() => queue.peek());
      const getter = spawn(() => queue.get());
      sleep(0);
      queue.put('item');
      return [peeker.get(), getter.get(), queue.size];
    });
    expect(result).toEqual(['item', 'item', 0]);
  });

  describe('join', () => {
    it('E86: waits until every item has been dealt with', async () => {
      const log: string[] = [];
      await runVirtually(() => {
        'use greenlet';
        const queue = new Queue<string>(null, ['initial']);
        spawn(() => {
          for (;;) {
            log.push(queue.get());
            sleep(1);
            queue.taskDone();
          }
        });
        queue.put('added');
        log.push(`early ${String(queue.join(1))}`);
        log.push(`joined ${String(queue.join())}`);
      });
      expect(log).toEqual(['initial', 'early false', 'added', 'joined true']);
    });

    it('E86: initial items count', () => {
      const queue = new Queue(null, [1, 2]);
      expect(queue.unfinishedTasks).toBe(2);
      queue.taskDone();
      queue.taskDone();
      expect(() => queue.taskDone()).toThrow(RangeError);
      expect(queue.join()).toBe(true);
    });
  });

  describe('shutdown', () => {
    it('lets the rest be got, but nothing be put', async () => {
      const result = await runVirtually(() => {
        'use greenlet';
        const queue = new Queue(null, [1]);
        queue.shutdown();
        return [
          errorOf(() => queue.put(2)),
          errorOf(() => queue.putNowait(2)),
          queue.get(),
          errorOf(() => queue.get()),
        ];
      });
      expect(result).toEqual([expect.any(ShutDown), expect.any(ShutDown), 1, expect.any(ShutDown)]);
    });

    it('ends the waits of getters and putters', async () => {
      const result = await runVirtually(() => {
        'use greenlet';
        const empty = new Queue();
        const full = new Queue(1, [0]);
        const getter = spawn(() => errorOf(() => empty.get()));
        const putter = spawn(() => errorOf(() => full.put(1)));
        sleep(0);
        empty.shutdown();
        full.shutdown();
        return [getter.get(), putter.get(), full.size];
      });
      expect(result).toEqual([expect.any(ShutDown), expect.any(ShutDown), 1]);
    });

    it('throws the items away if it is immediate, except those that were handed over', async () => {
      const result = await runVirtually(() => {
        'use greenlet';
        const queue = new Queue<number>();
        const getter = spawn(() => queue.get());
        sleep(0);
        queue.put(1);
        queue.put(2);
        queue.put(3);
        queue.shutdown(true);
        return [queue.size, queue.unfinishedTasks, getter.get(), errorOf(() => queue.get())];
      });
      expect(result).toEqual([0, 1, 1, expect.any(ShutDown)]);
    });

    it('ends an iteration', async () => {
      const items = await runVirtually(() => {
        'use greenlet';
        const queue = new Queue<number>(1);
        spawn(() => {
          for (let i = 0; i < 5; i++) queue.put(i);
          queue.shutdown();
        });
        const items: number[] = [];
        for (const item of queue) items.push(item);
        return items;
      });
      expect(items).toEqual([0, 1, 2, 3, 4]);
    });
  });
});

describe('PriorityQueue', () => {
  it('gives the smallest first, equal ones in the order in which they came', async () => {
    const queue = new PriorityQueue<[number, string]>(null, [[2, 'x']], ([a], [b]) => a - b);
    for (const item of [
      [3, 'a'],
      [1, 'b'],
      [3, 'c'],
      [1, 'd'],
    ] as [number, string][])
      queue.put(item);
    const names = Array.from({ length: 5 }, () => queue.getNowait()[1]);
    expect(names).toEqual(['b', 'd', 'x', 'a', 'c']);
  });

  it('compares numbers and strings by itself', () => {
    const queue = new PriorityQueue(null, [10, 9, 100]);
    expect([queue.peekNowait(), queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([9, 9, 10, 100]);
  });

  it('gives a getter the best of what was put before it runs', async () => {
    const items = await runVirtually(() => {
      'use greenlet';
      const queue = new PriorityQueue<number>();
      const first = spawn(() => queue.get());
      const second = spawn(() => queue.get());
      sleep(0);
      queue.put(5);
      queue.put(1);
      return [first.get(), second.get()];
    });
    expect(items).toEqual([1, 5]);
  });

  it.each<[string, unknown[], unknown[]]>([
    ['arrays element by element', [[10, 'a'], [9, 'c'], [9, 'b'], [9]], [[9], [9, 'b'], [9, 'c'], [10, 'a']]],
    ['arrays in arrays', [[[2, 1]], [[1, 3]], [[1, 2]]], [[[1, 2]], [[1, 3]], [[2, 1]]]],
    ['numbers and bigints, infinite ones too', [5, 3n, Infinity, -1], [-1, 3n, 5, Infinity]],
    ['strings by their code units', ['b', 'B', 'a'], ['B', 'a', 'b']],
    ['dates', [new Date(2), new Date(1)], [new Date(1), new Date(2)]],
    ['booleans', [true, false], [false, true]],
    [
      'nothing in elements without an order',
      [
        [1, { job: 'x' }],
        [0, { job: 'y' }],
        [1, { job: 'a' }],
      ],
      [
        [0, { job: 'y' }],
        [1, { job: 'x' }],
        [1, { job: 'a' }],
      ],
    ],
    [
      'what follows such an element',
      [
        [1, null, 'b'],
        [1, null, 'a'],
      ],
      [
        [1, null, 'a'],
        [1, null, 'b'],
      ],
    ],
  ])('compares %s', (_, items, sorted) => {
    const queue = new PriorityQueue(null, items);
    expect(Array.from(items, () => queue.getNowait())).toEqual(sorted);
  });

  it.each<[unknown, string]>([
    [
      {},
      'expected a number, a string, a date or an array of such, or a function to compare items with, got an instance of `Object` (object)',
    ],
    [undefined, 'got `undefined`'],
    [NaN, 'got `NaN` (number)'],
    [[NaN, 1], 'got `NaN` (number)'],
    [new Date(NaN), 'got an instance of `Date` (object)'],
    ['5', 'expected a number, as in other items of the queue, got `"5"` (string)'],
    [[5], 'expected a number, as in other items of the queue, got an instance of `Array` (object)'],
  ])('refuses %p beside a number, and has lost nothing', (item, message) => {
    const queue = new PriorityQueue<unknown>(null, [2, 1]);
    expect(() => queue.put(item)).toThrow(message);
    expect(() => queue.putNowait(item)).toThrow(TypeError);
    expect([queue.size, queue.unfinishedTasks]).toEqual([2, 2]);
    expect([queue.getNowait(), queue.getNowait()]).toEqual([1, 2]);
  });

  it('refuses elements of another kind than before, even where the ones in front differ', () => {
    const queue = new PriorityQueue<unknown>(null, [[1, ['a', 1]]]);
    expect(() => queue.put([2, ['a', 'b']])).toThrow(
      'expected a number, as in other items of the queue, got `"b"` (string)',
    );
    expect(() => queue.put([2, {}])).toThrow('expected an array, as in other items of the queue');
    expect(queue.size).toBe(1);
  });

  it('takes items of another kind when it is empty again', () => {
    const queue = new PriorityQueue<unknown>(null, [1]);
    queue.getNowait();
    queue.put('b');
    queue.put('a');
    expect([queue.getNowait(), queue.getNowait()]).toEqual(['a', 'b']);
  });

  it('keeps an item where it was put, however it changes meanwhile', () => {
    const items = [[1], [2], [3]];
    const queue = new PriorityQueue(null, items);
    items[0]?.splice(0, 1, 9);
    expect([queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([[9], [2], [3]]);
  });

  it('refuses an item at the call even if there is no room yet', async () => {
    const [error, items] = await runVirtually(() => {
      'use greenlet';
      const queue = new PriorityQueue<unknown>(1, [1]);
      const error = errorOf(() => queue.put('a'));
      const putter = spawn(() => queue.put(2));
      sleep(0);
      const items = [queue.get(), queue.get()];
      putter.join();
      return [error, items];
    });
    expect(error).toEqual(new TypeError('expected a number, as in other items of the queue, got `"a"` (string)'));
    expect(items).toEqual([1, 2]);
  });

  describe('with an order of its own', () => {
    const byLength = { compare: (a: string, b: string): number => a.length - b.length };

    it('takes it as an option', () => {
      const queue = new PriorityQueue(null, ['ccc', 'a', 'bb'], byLength);
      expect([queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual(['a', 'bb', 'ccc']);
    });

    it('refuses what is no function, and results that are no numbers', () => {
      expect(() => new PriorityQueue(null, [], { compare: 5 as never })).toThrow(
        'expected a function to compare items with, got `5` (number)',
      );
      const queue = new PriorityQueue(null, ['a'], { compare: (a, b) => (a < b) as never });
      expect(() => queue.put('b')).toThrow(
        'expected a number from the function that compares items, got `false` (boolean)',
      );
      expect(queue.size).toBe(1);
    });

    it('loses nothing when that throws, in put or in get', () => {
      let fails = false;
      const compare = (a: number, b: number): number => {
        if (fails) throw new RangeError('incomparable');
        return a - b;
      };
      const numbers = [5, 3, 8, 1, 9, 2, 7];
      const queue = new PriorityQueue(null, numbers, { compare });
      fails = true;
      expect(() => queue.put(0)).toThrow(new RangeError('incomparable'));
      expect(() => queue.getNowait()).toThrow(new RangeError('incomparable'));
      expect([queue.size, queue.unfinishedTasks]).toEqual([7, 7]);
      fails = false;
      expect(Array.from(numbers, () => queue.getNowait())).toEqual([1, 2, 3, 5, 7, 8, 9]);
    });

    it('blames the one that puts, not the one whose get makes room for it', async () => {
      const compare = (a: number, b: number): number => {
        if (a === 3) throw new RangeError('incomparable');
        return a - b;
      };
      const [items, error] = await runVirtually(() => {
        'use greenlet';
        const queue = new PriorityQueue(2, [1, 2], { compare });
        const putter = spawn(() => queue.put(3));
        sleep(0);
        const items = [queue.get(), queue.get(), queue.size];
        return [items, errorOf(() => putter.get())] as const;
      });
      expect(items).toEqual([1, 2, 0]);
      expect(error).toEqual(new RangeError('incomparable'));
    });
  });

  it('throws its items away', () => {
    const queue = new PriorityQueue(null, [1, 2]);
    queue.shutdown(true);
    expect(queue.size).toBe(0);
    expect(queue.unfinishedTasks).toBe(0);
  });
});

describe('LifoQueue', () => {
  it('gives back what was put last', async () => {
    const queue = new LifoQueue(null, [1]);
    queue.put(2);
    queue.put(3);
    expect(queue.peekNowait()).toBe(3);
    expect(
      await settle(
        useVirtualHost(),
        spawn(() => [queue.get(), queue.get(), queue.get()]),
      ),
    ).toEqual([3, 2, 1]);
  });

  it('throws its items away', () => {
    const queue = new LifoQueue(null, [1, 2]);
    queue.shutdown(true);
    expect(queue.size).toBe(0);
  });
});
