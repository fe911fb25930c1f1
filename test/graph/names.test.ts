import { inspect } from 'node:util';
import {
  AsyncResult,
  Barrier,
  BoundedSemaphore,
  Channel,
  Condition,
  Event,
  Group,
  LifoQueue,
  Pool,
  PriorityQueue,
  Queue,
  RLock,
  Semaphore,
  sleep,
  spawn,
  taskGroup,
  TaskGroup,
} from 'greenlets';
import { trackObjects } from 'greenlets/observe';
import { runVirtually } from '../support/virtual-host.ts';

const named: [string, object][] = [
  ['[Semaphore "s": 0 of 1 taken]', new Semaphore(1, { name: 's' })],
  ['[BoundedSemaphore "s": 0 of 2 taken]', new BoundedSemaphore(2, { name: 's' })],
  ['[RLock "lock": free]', new RLock({ name: 'lock' })],
  ['[Condition "c": lock free]', new Condition(new RLock(), { name: 'c' })],
  ['[Barrier "b": 0 of 3 have come]', new Barrier(3, null, { name: 'b' })],
  ['[Event "e": not set]', new Event({ name: 'e' })],
  ['[AsyncResult "r": no result]', new AsyncResult({ name: 'r' })],
  ['[Queue "q": 2 of 5 items]', new Queue(5, [1, 2], { name: 'q' })],
  ['[LifoQueue "q": 1 item]', new LifoQueue(null, [1], { name: 'q' })],
  ['[PriorityQueue "q": empty]', new PriorityQueue(null, [], { name: 'q' })],
  ['[Channel "ch"]', new Channel({ name: 'ch' })],
  ['[Group "g"]', new Group([], { name: 'g' })],
  ['[Pool "p": 0 of 3 places taken]', new Pool(3, { name: 'p' })],
];

describe('An object with a name', () => {
  it.each(named)('is shown as %s', (shown, object) => {
    expect(inspect(object)).toBe(shown);
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- it has a form of its own
    expect(String(object)).toBe(shown);
  });

  it.each<[string, () => unknown]>([
    ['Semaphore', () => new Semaphore(1, { name: 3 as never })],
    ['PriorityQueue', () => new PriorityQueue(null, [], { name: 3 as never })],
    ['Group', () => new Group([], { name: 3 as never })],
  ])('has a string as its name: %s', (_, make) => {
    expect(make).toThrow(new TypeError('expected a string as the name, got `3` (number)'));
  });

  it('may be a group of tasks', async () => {
    const text = await runVirtually(() => {
      'use greenlet';
      using group = new TaskGroup({ name: 'fetches', policy: 'collect' });
      group.spawn(() => sleep(1));
      return inspect(group);
    });
    expect(text).toBe('[TaskGroup "fetches": 1 task]');
  });
});

describe('An object without a name', () => {
  it('is shown by its class and its state', () => {
    expect(inspect(new Queue())).toBe('[Queue: empty]');
    class Mailbox extends Queue<string> {
      owner = 'me';
    }
    expect(inspect(new Mailbox())).toBe("[Mailbox: empty] { owner: 'me' }");
  });

  it('is shown by where it was made, if that is recorded', () => {
    expect(trackObjects(true)).toBe(false);
    const [event, pool] = [new Event(), new Pool(1)];
    expect(trackObjects(false)).toBe(true);
    expect(inspect(event)).toMatch(/^\[Event \(made at names\.test\.ts:\d+\): not set\]$/);
    expect(inspect(pool)).toMatch(/^\[Pool \(made at names\.test\.ts:\d+\): 0 of 1 places taken\]$/);
    expect(inspect(new Event())).toBe('[Event: not set]');
  });
});

describe('A group of tasks without a name', () => {
  it.each([{}, { timeout: 1000 }])('is shown by where taskGroup was called: %p', async (options) => {
    trackObjects(true);
    const text = await runVirtually(() => {
      'use greenlet';
      return taskGroup((group) => inspect(group), options);
    }).finally(() => trackObjects(false));
    expect(text).toMatch(/^\[TaskGroup \(made at names\.test\.ts:\d+\)\]$/);
  });
});

describe('What is shown of an object', () => {
  it('tells who holds it, and how many wait', async () => {
    const texts = await runVirtually(() => {
      'use greenlet';
      const [lock, semaphore, queue, channel] = [new RLock(), new Semaphore(2), new Queue(1, ['x']), new Channel()];
      const holder = spawn(() => {
        lock.acquire();
        lock.acquire();
        semaphore.acquire();
        sleep(10);
      });
      holder.name = 'holder';
      for (const block of [() => lock.acquire(), () => queue.put('y'), () => channel.get()]) spawn(block);
      sleep(1);
      return [lock, semaphore, queue, channel].map((object) => inspect(object));
    });
    expect(texts).toEqual([
      '[RLock: held by holder, 2 times, 1 waiting]',
      '[Semaphore: 1 of 2 taken, held by holder]',
      '[Queue: 1 of 1 items, 1 waiting to put]',
      '[Channel: 1 waiting to get]',
    ]);
  });

  it('tells when the holder has ended', async () => {
    const text = await runVirtually(() => {
      'use greenlet';
      const lock = new RLock();
      const holder = spawn(() => lock.acquire());
      holder.name = 'careless';
      holder.get();
      return inspect(lock);
    });
    expect(text).toBe('[RLock: held by careless, which has ended]');
  });

  it('is the same for the form that returns promises', () => {
    expect(inspect(new Semaphore(1, { name: 's' }).async)).toBe('[Semaphore "s": 0 of 1 taken]');
  });
});
