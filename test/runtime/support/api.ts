'use greenlet';

import {
  addSpawnCallback,
  AsyncResult,
  Barrier,
  BoundedSemaphore,
  Channel,
  Condition,
  Event,
  Greenlet,
  Group,
  inGreenlet,
  iwait,
  joinAll,
  kill,
  killAll,
  LifoQueue,
  local,
  Pool,
  PriorityQueue,
  Queue,
  RLock,
  run,
  Semaphore,
  setErrorHandler,
  setOpenFileLimit,
  setRecursionLimit,
  setSwitchInterval,
  shutdown,
  sleep,
  spawn,
  spawnerOf,
  spawnLater,
  spawnRaw,
  spawnStackOf,
  taskGroup,
  TaskGroup,
  Timeout,
  trackSpawns,
  treeLocals,
  wait,
  waitFor,
  withTimeout,
  type Killer,
} from 'greenlets';
import { Continulet, generator, Greenlet as RawGreenlet, permute, setTrace } from 'greenlets/core';
import { trace, trackObjects } from 'greenlets/observe';
import { explore } from 'greenlets/testing';

/** What a parameter may be given. Whatever else it is given is refused. */
export type Kind =
  | 'array'
  | 'array, if any'
  | 'array, or null'
  | 'block'
  | 'boolean'
  | 'class of errors'
  | 'count'
  | 'function'
  | 'function, if any'
  | 'function, or null'
  | 'greenlet'
  | 'greenlet, if any'
  | 'greenlet, or null'
  | 'greenlet, or ms'
  | 'hook'
  | 'iterable'
  | 'iterable, if any'
  | 'limit'
  | 'lock'
  | 'ms'
  | 'ms, if any'
  | 'ms, or null'
  | 'name'
  | 'nothing'
  | 'options'
  | 'signal'
  | 'size'
  | 'timeout, or null'
  | 'units'
  | 'units, or null';

/** A call with one argument that may be wrong: `greenlet` has not ended. */
export type Call = (value: never, greenlet: Greenlet) => unknown;

const nap = (): void => sleep(1);
const held = (): Condition => {
  const condition = new Condition();
  condition.lock.acquire();
  return condition;
};

type Row = readonly [name: string, kind: Kind, call: Call];

const rows: readonly Row[] = [
  ['run(fn)', 'function', (fn) => wait(run(fn))],
  ['run(options, fn)', 'function', (fn) => wait(run({}, fn))],
  ['run({ signal }, fn)', 'signal', (signal) => wait(run({ signal }, nap))],
  ['spawn(fn)', 'function', (fn) => spawn(fn)],
  ['spawn(options, fn)', 'function', (fn) => spawn({}, fn)],
  ['spawn({ signal }, fn)', 'signal', (signal) => spawn({ signal }, nap)],
  ['spawnLater(ms)', 'ms', (ms) => spawnLater(ms, nap)],
  ['spawnLater(1, fn)', 'function', (fn) => spawnLater(1, fn)],
  ['spawnRaw(fn)', 'function', (fn) => spawnRaw(fn)],
  ['new Greenlet(fn)', 'function', (fn) => new Greenlet(fn)],
  ['greenlet.join(limit)', 'limit', (limit, greenlet) => greenlet.join(limit)],
  ['greenlet.get(limit)', 'limit', (limit, greenlet) => greenlet.get(limit)],
  ['greenlet.kill(error)', 'class of errors', (error: Killer, greenlet) => greenlet.kill(error)],
  ['greenlet.kill(Error, options)', 'options', (options, greenlet) => greenlet.kill(Error, options)],
  ['greenlet.kill(Error, { block })', 'block', (block, greenlet) => greenlet.kill(Error, { block })],
  ['greenlet.kill(Error, { timeout })', 'timeout, or null', (timeout, greenlet) => greenlet.kill(Error, { timeout })],
  ['greenlet.kill(Error, { signal })', 'signal', (signal, greenlet) => greenlet.kill(Error, { signal })],
  ['greenlet.link(callback)', 'function', (callback, greenlet) => greenlet.link(callback)],
  ['greenlet.linkValue(callback)', 'function', (callback, greenlet) => greenlet.linkValue(callback)],
  ['greenlet.linkException(callback)', 'function', (callback, greenlet) => greenlet.linkException(callback)],
  ['greenlet.rawlink(callback)', 'function', (callback, greenlet) => greenlet.rawlink(callback)],
  ['greenlet.startLater(ms)', 'ms', (ms) => new Greenlet(nap).startLater(ms)],
  ['kill(greenlet)', 'greenlet', (greenlet) => kill(greenlet)],
  ['kill(greenlet, error)', 'class of errors', (error: Killer, greenlet) => kill(greenlet, error)],
  ['killAll(greenlets)', 'array', (greenlets) => killAll(greenlets)],
  ['killAll([greenlet, x])', 'greenlet', (other, greenlet) => killAll([greenlet, other])],
  ['killAll([greenlet], error)', 'class of errors', (error: Killer, greenlet) => killAll([greenlet], error)],
  ['killAll([greenlet], Error, options)', 'options', (options, greenlet) => killAll([greenlet], Error, options)],
  ['killAll([greenlet], Error, { block })', 'block', (block, greenlet) => killAll([greenlet], Error, { block })],
  ['killAll(..., { timeout })', 'timeout, or null', (timeout, greenlet) => killAll([greenlet], Error, { timeout })],
  ['joinAll(greenlets)', 'array', (greenlets) => joinAll(greenlets)],
  ['joinAll([x])', 'greenlet', (greenlet) => joinAll([greenlet])],
  ['joinAll([x], { count })', 'greenlet', (greenlet) => joinAll([greenlet], { count: 1 })],
  ['joinAll([greenlet], limit)', 'limit', (limit, greenlet) => joinAll([greenlet], limit)],
  ['joinAll(..., { timeout })', 'timeout, or null', (timeout, greenlet) => joinAll([greenlet], { timeout })],
  ['joinAll(..., { signal })', 'signal', (signal, greenlet) => joinAll([greenlet], { signal })],
  ['joinAll(..., { raiseError })', 'block', (raiseError, greenlet) => joinAll([greenlet], { raiseError })],
  ['joinAll(..., { count })', 'count', (count, greenlet) => joinAll([greenlet], { count })],
  ['iwait(objects)', 'array', (objects) => iwait(objects)],
  ['iwait([x])', 'greenlet, or ms', (object) => iwait([object])],
  ['iwait([greenlet], limit)', 'limit', (limit, greenlet) => iwait([greenlet], limit).return()],
  ['iwait([greenlet], { count })', 'count', (count, greenlet) => iwait([greenlet], { count }).return()],
  ['waitFor(objects)', 'array, or null', (objects) => waitFor(objects)],
  ['waitFor([greenlet], limit)', 'limit', (limit, greenlet) => waitFor([greenlet], limit)],
  ['waitFor([greenlet], { count })', 'count', (count, greenlet) => waitFor([greenlet], { timeout: 1, count })],
  ['shutdown(timeout)', 'timeout, or null', (timeout) => void shutdown(timeout)],
  ['sleep(ms)', 'ms, if any', (ms) => sleep(ms)],
  ['sleep(1, options)', 'options', (options) => sleep(1, options)],
  ['sleep(1, { ref })', 'block', (ref) => sleep(1, { ref })],
  ['sleep(1, { signal })', 'signal', (signal) => sleep(1, { signal })],
  ['wait(1, limit)', 'limit', (limit) => wait(1, limit)],
  ['wait(1, { timeout })', 'timeout, or null', (timeout) => wait(1, { timeout })],
  ['wait(1, { signal })', 'signal', (signal) => wait(1, { signal })],
  ['wait(1, { onAbandon })', 'function, if any', (onAbandon) => wait(1, { onAbandon })],
  ['withTimeout(ms)', 'ms, or null', (ms) => withTimeout(ms, () => 1)],
  ['withTimeout(1, fn)', 'function', (fn) => withTimeout(1, fn)],
  ['withTimeout(1, fn, options)', 'options', (options) => withTimeout(1, () => 1, options)],
  ['withTimeout(1, fn, { signal })', 'signal', (signal) => withTimeout(1, () => 1, { signal })],
  ['new Timeout(ms)', 'ms, or null', (ms) => new Timeout(ms)],
  ['Timeout.startNew(ms)', 'ms, or null', (ms) => Timeout.startNew(ms).close()],
  ['inGreenlet(fn)', 'function', (fn) => inGreenlet(fn)],
  ['local(create)', 'function, if any', (create) => local(create)],
  ['new Semaphore(count)', 'units', (count) => new Semaphore(count)],
  ['new BoundedSemaphore(count)', 'units', (count) => new BoundedSemaphore(count)],
  ['semaphore.acquire(limit)', 'limit', (limit) => new Semaphore().acquire(limit)],
  ['semaphore.wait(limit)', 'limit', (limit) => new Semaphore().wait(limit)],
  ['semaphore.with(fn)', 'function', (fn) => new Semaphore().with(fn)],
  ['semaphore.rawlink(callback)', 'function', (callback) => new Semaphore().rawlink(callback)],
  ['rlock.acquire(limit)', 'limit', (limit) => new RLock().acquire(limit)],
  ['rlock.with(fn)', 'function', (fn) => new RLock().with(fn)],
  ['new Condition(lock)', 'lock', (lock) => new Condition(lock)],
  ['condition.wait(limit)', 'limit', (limit) => held().wait(limit)],
  ['condition.waitFor(predicate)', 'function', (predicate) => held().waitFor(predicate)],
  ['condition.waitFor(predicate, limit)', 'limit', (limit) => held().waitFor(() => true, limit)],
  ['condition.notify(count)', 'count', (count) => held().notify(count)],
  ['condition.with(fn)', 'function', (fn) => new Condition().with(fn)],
  ['event.wait(limit)', 'limit', (limit) => setEvent().wait(limit)],
  ['event.rawlink(callback)', 'function', (callback) => new Event().rawlink(callback)],
  ['result.get(limit)', 'limit', (limit) => result().get(limit)],
  ['result.wait(limit)', 'limit', (limit) => result().wait(limit)],
  ['result.copy(source)', 'greenlet', (source) => new AsyncResult().copy(source)],
  ['result.rawlink(callback)', 'function', (callback) => new AsyncResult().rawlink(callback)],
  ['new Barrier(parties)', 'count', (parties) => parties !== 0 && new Barrier(parties)],
  ['new Barrier(1, action)', 'function, or null', (action) => new Barrier(1, action)],
  ['barrier.wait(limit)', 'limit', (limit) => new Barrier(1).wait(limit)],
  ['new Queue(maxSize)', 'size', (maxSize) => new Queue(maxSize)],
  ['new Queue(1, items)', 'iterable, if any', (items) => new Queue(1, items)],
  ['new LifoQueue(maxSize)', 'size', (maxSize) => new LifoQueue(maxSize)],
  ['new LifoQueue(1, items)', 'iterable, if any', (items) => new LifoQueue(1, items)],
  ['new PriorityQueue(maxSize)', 'size', (maxSize) => new PriorityQueue(maxSize)],
  ['new PriorityQueue(1, [], { compare })', 'function, if any', (compare) => new PriorityQueue(1, [], { compare })],
  ['queue.put(1, limit)', 'limit', (limit) => new Queue().put(1, limit)],
  ['queue.get(limit)', 'limit', (limit) => new Queue(null, [1]).get(limit)],
  ['queue.peek(limit)', 'limit', (limit) => new Queue(null, [1]).peek(limit)],
  ['queue.join(limit)', 'limit', (limit) => new Queue().join(limit)],
  ['queue.shutdown(immediate)', 'block', (immediate) => new Queue().shutdown(immediate)],
  ['channel.put(1, limit)', 'limit', (limit) => new Channel().put(1, limit)],
  ['channel.get(limit)', 'limit', (limit) => new Channel().get(limit)],
  ['new Queue(1, [], options)', 'options', (options) => new Queue(1, [], options)],
  ['new Event(options)', 'options', (options) => new Event(options)],
  ['new Semaphore(1, { name })', 'name', (name) => new Semaphore(1, { name })],
  ['new Group(greenlets)', 'iterable, if any', (greenlets) => new Group(greenlets)],
  ['group.add(greenlet)', 'greenlet', (greenlet) => new Group().add(greenlet)],
  ['group.start(greenlet)', 'greenlet', (greenlet) => new Group().start(greenlet)],
  ['group.spawn(fn)', 'function', (fn) => new Group().spawn(fn)],
  ['group.join(limit)', 'limit', (limit) => new Group().join(limit)],
  ['group.join({ raiseError })', 'block', (raiseError) => new Group().join({ raiseError })],
  ['group.kill(error)', 'class of errors', (error: Killer, greenlet) => new Group([greenlet]).kill(error)],
  ['group.kill(Error, { block })', 'block', (block, greenlet) => new Group([greenlet]).kill(Error, { block })],
  ['group.killOne(greenlet)', 'greenlet', (greenlet) => new Group().killOne(greenlet)],
  [
    'group.killOne(greenlet, error)',
    'class of errors',
    (error: Killer, greenlet) => new Group().killOne(greenlet, error),
  ],
  ['group.apply(fn)', 'function', (fn) => new Group().apply(fn)],
  ['group.applyAsync(fn)', 'function', (fn) => new Group().applyAsync(fn)],
  ['group.applyAsync(fn, args)', 'array, if any', (args) => new Group().applyAsync(nap, args)],
  ['group.applyAsync(fn, [], callback)', 'function, if any', (callback) => new Group().applyAsync(nap, [], callback)],
  ['group.map(fn)', 'function', (fn) => new Group().map(fn, [])],
  ['group.map(fn, items)', 'iterable', (items) => new Group().map(() => 1, items)],
  ['group.mapAsync(fn)', 'function', (fn) => new Group().mapAsync(fn, [])],
  ['group.mapAsync(fn, items)', 'iterable', (items) => new Group().mapAsync(() => 1, items)],
  ['group.imap(fn)', 'function', (fn) => new Group().imap(fn, []).return()],
  ['group.imap(fn, items)', 'iterable', (items) => new Group().imap(() => 1, items).return()],
  ['group.imap(fn, [], options)', 'options', (options) => new Group().imap(() => 1, [], options).return()],
  ['group.imap(fn, [], { maxSize })', 'units, or null', (maxSize) => imapOf(maxSize)],
  ['new Pool(maxSize)', 'units, or null', (maxSize) => new Pool(maxSize)],
  ['pool.add(greenlet)', 'greenlet', (greenlet) => new Pool(1).add(greenlet)],
  ['pool.add(greenlet, options)', 'options', (options, greenlet) => new Pool(1).add(greenlet, options)],
  ['pool.add(greenlet, { block })', 'block', (block, greenlet) => new Pool(1).add(greenlet, { block })],
  [
    'pool.add(greenlet, { timeout })',
    'timeout, or null',
    (timeout, greenlet) => new Pool(1).add(greenlet, { timeout }),
  ],
  ['pool.spawn(fn)', 'function', (fn) => new Pool(1).spawn(fn)],
  ['pool.waitAvailable(limit)', 'limit', (limit) => new Pool(1).waitAvailable(limit)],
  ['pool.map(fn)', 'function', (fn) => new Pool(1).map(fn, [])],
  ['pool.map(fn, items)', 'iterable', (items) => new Pool(1).map(() => 1, items)],
  ['new TaskGroup(options)', 'options', (options) => new TaskGroup(options)],
  ['taskGroup.spawn(fn)', 'function', (fn) => new TaskGroup().spawn(fn)],
  ['taskGroup.join(limit)', 'limit', (limit) => new TaskGroup().join(limit)],
  ['taskGroup(fn)', 'function', (fn) => taskGroup(fn)],
  ['taskGroup(fn, options)', 'options', (options) => taskGroup(() => 1, options)],
  ['taskGroup(fn, { timeout })', 'timeout, or null', (timeout) => taskGroup(() => 1, { timeout })],
  ['taskGroup(fn, { signal })', 'signal', (signal) => taskGroup(() => 1, { signal })],
  ['addSpawnCallback(callback)', 'function', (callback) => addSpawnCallback(callback)],
  ['setErrorHandler(handler)', 'function', (handler) => setErrorHandler(setErrorHandler(handler))],
  ['setSwitchInterval(ms)', 'ms', (ms) => setSwitchInterval(ms)],
  ['setOpenFileLimit(limit)', 'nothing', (limit) => setOpenFileLimit(limit)],
  ['setRecursionLimit(limit)', 'nothing', (limit) => setRecursionLimit(limit)],
  ['trackObjects(on)', 'boolean', (on) => trackObjects(on)],
  ['trackSpawns(on)', 'boolean', (on) => trackSpawns(on)],
  ['spawnerOf(greenlet)', 'greenlet', (greenlet) => spawnerOf(greenlet)],
  ['spawnStackOf(greenlet)', 'greenlet', (greenlet) => spawnStackOf(greenlet)],
  ['treeLocals(greenlet)', 'greenlet, if any', (greenlet) => treeLocals(greenlet)],
  ['new core.Greenlet(run, parent)', 'greenlet, or null', (parent) => new RawGreenlet(nap, parent)],
  ['new Continulet(fn)', 'function', (fn) => new Continulet(fn)],
  ['permute(continulet)', 'nothing', (continulet) => permute(continulet)],
  ['generator(fn)', 'function', (fn) => generator(fn)],
  ['setTrace(hook)', 'hook', (hook) => setTrace(hook)],
  ['trace(options)', 'nothing', (options) => trace(options)],
  ['explore(test)', 'function', (test) => wait(explore(test, { schedules: 1 }))],
];

/** Every public parameter that cannot be anything. */
export function api(): readonly Row[] {
  return rows;
}

function setEvent(): Event {
  const event = new Event();
  event.set();
  return event;
}

function result(): AsyncResult {
  const result = new AsyncResult();
  result.set(1);
  return result;
}

function imapOf(maxSize: number): unknown {
  return new Group().imap(() => 1, [], { maxSize }).return();
}
