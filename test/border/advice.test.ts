import {
  Barrier,
  Event,
  Group,
  joinAll,
  killAll,
  Pool,
  PriorityQueue,
  Queue,
  run,
  Semaphore,
  sleep,
  spawn,
  wait,
} from 'greenlets';
import { useVirtualHost, settle } from '../support/virtual-host.ts';
import { errorOf } from '../runtime/support/error-of.ts';

/** Blocking calls in code that is not compiled, and what can be done instead of each. */
const calls: [name: string, call: () => unknown, instead: string | null][] = [
  ['Queue.get()', () => new Queue().get(), '`await queue.async.get()`, or `getNowait()`, which never waits'],
  [
    'Queue.put()',
    () => new Queue(1, [1]).put(2),
    '`await queue.async.put(item)`, or `putNowait(item)`, which never waits',
  ],
  ['Queue.get()', () => [...new Queue()], '`for await`, which takes items by promises'],
  ['Semaphore.acquire()', () => new Semaphore(0).acquire(), '`await semaphore.async.acquire()`, or `tryAcquire()`'],
  ['Event.wait()', () => new Event().wait(), '`await event`'],
  ['wait()', () => wait(Promise.resolve()), '`await`'],
  ['Greenlet.get()', () => spawn(() => 1).get(), '`await greenlet`'],
  ['Greenlet.kill()', () => spawn(() => 1).kill(), 'the option `{ block: false }`, which does not wait for the end'],
  ['killAll()', () => killAll([spawn(() => 1)]), 'the option `{ block: false }`'],
  ['Group.kill()', () => new Group([spawn(() => 1)]).kill(), 'the option `{ block: false }`'],
  ['joinAll()', () => joinAll([spawn(() => 1)]), '`await Promise.all(greenlets)`'],
  ['Greenlet.get()', () => new Pool(2).map(() => 1, [1]), '`await` with `mapAsync`'],
];

/** What a call in code that is not compiled throws. */
function refusalOf(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was refused');
}

const HERE = /advice\.test\.ts:\d+:\d+/;

describe.each(calls)('%s in code that is not compiled', (name, call, instead) => {
  /** The function to be marked. */
  function handler(): unknown {
    return call();
  }

  it('is refused outside greenlets with the function of the program that makes the call, and with what else can be done', () => {
    useVirtualHost();
    const { message } = refusalOf(handler);
    expect(message).toContain(`${name} would block, but no greenlet is running: mark `);
    expect(message).toMatch(HERE);
    expect(message).toContain('and start it with run() or spawn()');
    expect(message).not.toMatch(/runtime.(?:queues|groups|greenlets|sync|async)/);
    if (instead !== null) expect(message).toContain(`. Code that is not compiled can use ${instead}`);
  });

  it('is refused in a greenlet in the same way', async () => {
    const host = useVirtualHost();
    const { message } = await settle(host, run(errorOf, handler));
    expect(message).toContain(`${name} would block, but `);
    expect(message).toMatch(
      / was called by .*advice\.test\.ts:\d+:\d+\), which is not compiled: mark it with "use greenlet"/,
    );
    expect(message).not.toMatch(/runtime.(?:queues|groups|greenlets|sync|async)/);
    if (instead !== null) expect(message).toContain(`. Code that is not compiled can use ${instead}`);
  });
});

describe('A callback of the library that must not block', () => {
  it.each<[string, () => unknown, string]>([
    [
      'of a PriorityQueue',
      () => {
        'use greenlet';
        return new PriorityQueue(null, [1], function order(a, b) {
          sleep(1);
          return a - b;
        }).put(2);
      },
      'the function that compares items must not block',
    ],
    [
      'of a Barrier',
      () => {
        'use greenlet';
        return new Barrier(1, function order() {
          sleep(1);
        }).wait();
      },
      'the action of a barrier must not block',
    ],
    ['that is not compiled', () => new Barrier(1, () => sleep(1)).wait(), 'the action of a barrier must not block'],
  ])('%s is named for what it is', async (_, call, reason) => {
    const host = useVirtualHost();
    const { message } = await settle(host, run(errorOf, call));
    expect(message).toContain('sleep() would block, but ');
    expect(message).toContain(reason);
    expect(message).not.toContain('use greenlet');
  });
});

describe('What no mark can make suspendable', () => {
  it('is told of the field of a class that is not compiled', async () => {
    class Reader {
      readonly first = new Queue().get();
    }
    const host = useVirtualHost();
    const { message } = await settle(
      host,
      run(errorOf, () => new Reader()),
    );
    expect(message).toMatch(
      /^Queue\.get\(\) would block, but it was called by the initializer of a field, or by a static element, of a class \(.*advice\.test\.ts:\d+:\d+\)\. These can be suspended only in marked code, and only if the class has no decorators/,
    );
  });
});
