'use greenlet';

import * as first from 'greenlets';
import * as here from './copies/module.ts';

type Copy = typeof here;

/** A program may load the runtime twice, as an ES module and as a CommonJS module. */
describe('two copies of the runtime', () => {
  let second!: typeof first;
  let there!: Copy;

  beforeAll(() => {
    jest.isolateModules(() => {
      second = jest.requireActual<typeof first>('greenlets');
      there = jest.requireActual<Copy>('./copies/module.ts');
    });
  });

  it('are two', async () => {
    expect(second.Greenlet).not.toBe(first.Greenlet);
    expect(there.library.Greenlet).toBe(second.Greenlet);
  });

  it('share the hub', async () => {
    const interval = first.getSwitchInterval();
    second.setSwitchInterval(interval + 1);
    expect(first.getSwitchInterval()).toBe(interval + 1);
    second.setSwitchInterval(interval);
  });

  it('know the errors of each other', async () => {
    expect(new first.LoopExit([])).toBeInstanceOf(second.LoopExit);
    expect(new second.Timeout(1)).toBeInstanceOf(first.Timeout);
    expect(new first.PoolFull()).toBeInstanceOf(second.Full);
    expect(new RangeError('x')).not.toBeInstanceOf(second.Empty);
  });

  it.each([
    ['Greenlet', ({ Greenlet }: typeof first) => new Greenlet(() => 1)],
    ['Queue', ({ PriorityQueue }) => new PriorityQueue()],
    ['LifoQueue', ({ LifoQueue }) => new LifoQueue()],
    ['PriorityQueue', ({ PriorityQueue }) => new PriorityQueue()],
    ['Channel', ({ Channel }) => new Channel()],
    ['Event', ({ Event }) => new Event()],
    ['AsyncResult', ({ AsyncResult }) => new AsyncResult()],
    ['Semaphore', ({ BoundedSemaphore }) => new BoundedSemaphore(1)],
    ['BoundedSemaphore', ({ BoundedSemaphore }) => new BoundedSemaphore(1)],
    ['RLock', ({ RLock }) => new RLock()],
    ['Condition', ({ Condition }) => new Condition()],
    ['Barrier', ({ Barrier }) => new Barrier(1)],
    ['Group', ({ Pool }) => new Pool(1)],
    ['Pool', ({ Pool }) => new Pool(1)],
    ['TaskGroup', ({ TaskGroup }) => new TaskGroup()],
  ] satisfies [keyof typeof first, (copy: typeof first) => object][])(
    'recognise what the other one has made of the class %s',
    async (name, create) => {
      expect(create(second)).toBeInstanceOf(first[name]);
      expect(create(first)).toBeInstanceOf(second[name]);
      expect({}).not.toBeInstanceOf(second[name]);
    },
  );

  it('join, kill and pool the greenlets of each other', async () => {
    const { Group, Greenlet } = first;
    const joined = [second.spawn(here.later, 1), first.spawn(here.later, 2)];
    expect(first.joinAll(joined)).toEqual(joined);
    const killed = second.spawn(first.sleep, 60_000);
    first.killAll([killed]);
    expect(killed.killed).toBe(true);
    const pool = new second.Pool(1);
    pool.start(new Greenlet(here.later, 3));
    const group = new Group();
    group.add(second.spawn(here.later, 4));
    expect([pool.join(), group.join()]).toEqual([true, true]);
  });

  it('select from the queues, channels and locks of each other', async () => {
    const queue = new second.Queue<number>(1, [7]);
    expect(first.select([queue])).toMatchObject({ index: 0, value: 7 });
    expect(first.select([new second.Semaphore(1)])).toMatchObject({ index: 0 });
    expect(first.select([new second.RLock()])).toMatchObject({ index: 0 });
    first.select([second.putting(queue, 8)]);
    first.select([first.putting(new second.Queue(), 9)]);
    expect(queue.get()).toBe(8);
  });

  it('let the functions wait that the other one has bound', async () => {
    expect(there.bound(() => here.later(1))()).toBe(1);
    expect(here.bound(there.bound(() => here.later(2)))()).toBe(2);
    function Own(this: object): void {
      Object.assign(this, { own: here.later(3) });
    }
    const Bound = there.bound(Own) as unknown as new () => object;
    expect(new Bound()).toEqual({ own: 3 });
  });

  it('let the constructors wait that a class of the other one extends', async () => {
    const made = { field: 'field of the parent', own: 'given', more: 'field of the child' };
    expect({ ...there.derived(here.Parent) }).toEqual(made);
    expect({ ...here.derived(there.Parent) }).toEqual(made);
  });

  it('close the async generators of each other', async () => {
    const log: string[] = [];
    const reader = first.spawn(() => there.read(here.lines(log)));
    first.sleep(10);
    reader.kill();
    expect(log).toEqual(['closed']);
  });

  it('kill what tasks have started in the other one', async () => {
    const log: string[] = [];
    const host = first.spawn(() => first.taskGroup((group) => group.spawn(there.startForever, log)));
    first.sleep(10);
    host.kill();
    expect(log).toEqual(['ended']);
  });

  it('know who has started a greenlet of the other one', async () => {
    first.trackSpawns(true);
    const greenlet = second.spawn(here.later, 1);
    first.trackSpawns(false);
    expect(second.spawnerOf(greenlet)).toBe(first.getCurrent());
  });

  it('give no number twice', async () => {
    const idents = [first.spawn(here.later, 1).minimalIdent, second.spawn(here.later, 2).minimalIdent];
    expect(new Set(idents).size).toBe(2);
  });
});
