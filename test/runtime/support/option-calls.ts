'use greenlet';

import {
  AsyncResult,
  Barrier,
  BoundedSemaphore,
  Channel,
  Condition,
  Event,
  Group,
  iwait,
  joinAll,
  killAll,
  LifoQueue,
  Pool,
  PriorityQueue,
  Queue,
  RLock,
  run,
  Semaphore,
  sleep,
  spawn,
  wait,
  waitFor,
  withTimeout,
  type Greenlet,
} from 'greenlets';

export type Call = (greenlet: Greenlet, options: never) => unknown;

/** Calls that take options, and the names of those. */
export const calls: Record<string, { names: string; call: Call }> = {
  sleep: { names: '`ref`, `signal`', call: (_, options) => sleep(1, options) },
  wait: { names: '`onAbandon`, `timeout`, `signal`', call: (_, options) => wait(5, options) },
  withTimeout: { names: '`timeoutValue`, `signal`', call: (_, options) => withTimeout(5, () => 1, options) },
  run: { names: '`signal`', call: (_, options) => wait(run(options, () => 1)) },
  spawn: { names: '`signal`, `dependent`', call: (_, options) => spawn(options, () => 1) },
  joinAll: {
    names: '`timeout`, `signal`, `raiseError`, `count`',
    call: (greenlet, options) => joinAll([greenlet], options),
  },
  waitFor: { names: '`timeout`, `signal`, `count`', call: (greenlet, options) => waitFor([greenlet], options) },
  iwait: { names: '`timeout`, `signal`, `count`', call: (greenlet, options) => iwait([greenlet], options) },
  'group.join': {
    names: '`timeout`, `signal`, `raiseError`',
    call: (greenlet, options) => new Group([greenlet]).join(options),
  },
  killAll: { names: '`block`, `timeout`, `signal`', call: (greenlet, options) => killAll([greenlet], Error, options) },
  'greenlet.kill': {
    names: '`block`, `timeout`, `signal`',
    call: (greenlet, options) => greenlet.kill(Error, options),
  },
  'group.kill': {
    names: '`block`, `timeout`, `signal`',
    call: (greenlet, options) => new Group([greenlet]).kill(Error, options),
  },
  'group.killOne': {
    names: '`block`, `timeout`, `signal`',
    call: (greenlet, options) => new Group().killOne(greenlet, Error, options),
  },
  'pool.add': { names: '`block`, `timeout`, `signal`', call: (greenlet, options) => new Pool().add(greenlet, options) },
  imap: { names: '`maxSize`', call: (_, options) => new Group().imap(() => 1, [], options) },
  imapUnordered: { names: '`maxSize`', call: (_, options) => new Group().imapUnordered(() => 1, [], options) },
  'new PriorityQueue': { names: '`compare`, `name`', call: (_, options) => new PriorityQueue(null, [], options) },
  'new Queue': { names: '`name`', call: (_, options) => new Queue(null, [], options) },
  'new LifoQueue': { names: '`name`', call: (_, options) => new LifoQueue(null, [], options) },
  'new Channel': { names: '`name`', call: (_, options) => new Channel(options) },
  'new Event': { names: '`name`', call: (_, options) => new Event(options) },
  'new AsyncResult': { names: '`name`', call: (_, options) => new AsyncResult(options) },
  'new Semaphore': { names: '`name`', call: (_, options) => new Semaphore(1, options) },
  'new BoundedSemaphore': { names: '`name`', call: (_, options) => new BoundedSemaphore(1, options) },
  'new RLock': { names: '`name`', call: (_, options) => new RLock(options) },
  'new Condition': { names: '`name`', call: (_, options) => new Condition(new RLock(), options) },
  'new Barrier': { names: '`name`', call: (_, options) => new Barrier(2, null, options) },
  'new Group': { names: '`name`', call: (_, options) => new Group([], options) },
  'new Pool': { names: '`name`', call: (_, options) => new Pool(2, options) },
};

/** Calls that take a time, or an object with a time and a signal. */
export const limited: Record<string, Call> = {
  'greenlet.join': (greenlet, limit) => greenlet.join(limit),
  'greenlet.get': (greenlet, limit) => greenlet.get(limit),
  'queue.get': (_, limit) => new Queue(null, [1]).get(limit),
  'queue.put': (_, limit) => new Queue().put(1, limit),
  'event.wait': (_, limit) => new Event().wait(limit),
  'semaphore.acquire': (_, limit) => new Semaphore().acquire(limit),
  'pool.waitAvailable': (_, limit) => new Pool().waitAvailable(limit),
};
