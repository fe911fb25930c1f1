import { cancellations } from '../contract/cancellations.ts';
import { GreenletExit } from '../core/errors.ts';
import { getCurrent } from '../core/greenlet.ts';
import { toError } from '../core/to-error.ts';
import { Deadline } from '../time/deadline.ts';
import { checkFlag, checkIterable } from '../core/check.ts';
import { checkOptions, NO_OPTIONS } from '../core/options.ts';
import { counted, FACTS, shown, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { assertGreenlet, Greenlet } from '../greenlets/greenlet.ts';
import { checkKillOptions, type Killer, type KillOptions } from '../greenlets/kill-options.ts';
import { Emptied } from './emptied.ts';
import { Hold } from './hold.ts';
import { assertArray } from './iwait.ts';
import { assertCallback } from '../waiting/linkable.ts';
import { promised } from '../waiting/promised.ts';
import { assertCanWait } from '../waiting/waiter.ts';
import { mapItems } from './map-items.ts';
import { MAP_OPTIONS, MapIterator, type MapOptions } from './map-iterator.ts';
import { spawn } from '../greenlets/spawn.ts';
import type { Limit } from '../time/limit.ts';

/**
 * Keeps track of greenlets until they end.
 *
 * Source: gevent's `Group`.
 */
export class Group implements Iterable<Greenlet> {
  static {
    shown(this, ['maxSize']);
  }
  readonly #members = new Set<Greenlet>();
  /** What `applyAsync` has accepted, but could not begin for want of room. */
  readonly #submitted = new Set<Greenlet>();
  readonly #emptied = new Emptied(this);
  /** Set while `kill` waits for the last member, so that it need not run after newcomers. */
  #killer: Error | null = null;

  /** @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist */
  constructor(greenlets: Iterable<Greenlet> = [], options: NameOptions = NO_OPTIONS) {
    checkIterable(greenlets);
    setName(this, options, new.target);
    this.#emptied.set();
    for (const greenlet of greenlets) this.enter(greenlet);
  }

  /** How many members are alive. */
  get size(): number {
    return this.#members.size;
  }

  /** Whether a greenlet is a member. */
  has(greenlet: unknown): boolean {
    const members: ReadonlySet<unknown> = this.#members;
    return members.has(greenlet);
  }

  /** The members that are alive now. */
  [Symbol.iterator](): Iterator<Greenlet> {
    return [...this.#members].values();
  }

  /**
   * Makes a greenlet a member until it ends. Does nothing to one that is a member already.
   *
   * @throws {TypeError} if it is no greenlet
   */
  add(greenlet: Greenlet): void {
    this.enter(greenlet);
  }

  /** Lets a member go; it runs on. Returns false if it was none. */
  discard(greenlet: Greenlet): boolean {
    const wasMember = this.#members.delete(greenlet);
    this.#noticeEnd();
    return wasMember;
  }

  /**
   * Adds a greenlet and starts it. Blocks while there is no room for it.
   *
   * Kill and timeout safety: if the caller is killed while it waits for room, the greenlet is neither added nor
   * started.
   *
   * @throws {SwitchError} if there is no room, and the calling code cannot be suspended; nothing has happened then
   */
  start(greenlet: Greenlet): void {
    'use greenlet';
    this.add(greenlet);
    greenlet.start();
  }

  /**
   * Runs `fn` in a new member. Blocks while there is no room for it.
   *
   * Kill and timeout safety: if the caller is killed while it waits for room, nothing is spawned.
   *
   * @throws {SwitchError} if there is no room, and the calling code cannot be suspended; nothing has been spawned then
   */
  spawn<Args extends unknown[], R>(fn: (...args: Args) => R | PromiseLike<R>, ...args: Args): Greenlet<R> {
    'use greenlet';
    const greenlet = new Greenlet<R, Args>(fn, ...args);
    this.start(greenlet);
    return greenlet;
  }

  /** Whether there is no room for another member. */
  full(): boolean {
    return false;
  }

  /** Never blocks, since there is always room for another member; that of a `Pool` may block. */
  waitAvailable(): boolean {
    return true;
  }

  /**
   * Blocks until no member is left, and nothing that `applyAsync` was given.
   *
   * Kill and timeout safety: nothing changes for the members.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @param raiseError whether to throw, then, the error of the first that is a member now and has failed; those of the
   *   others are reported
   * @returns false if the timeout was over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  join(limit?: Limit, raiseError = false): boolean {
    'use greenlet';
    checkFlag(raiseError, 'raiseError');
    if (!raiseError) return this.#emptied.wait(limit);
    const hold = new Hold();
    for (const greenlet of this.#all()) hold.add(greenlet);
    try {
      const emptied = this.#emptied.wait(limit);
      hold.throwFirst();
      return emptied;
    } finally {
      hold.end();
    }
  }

  /**
   * Kills all members, each once, and those that are added while it waits until none is left. What `applyAsync` was given
   * counts as a member.
   *
   * Kill and timeout safety: all are killed whatever becomes of the caller. A signal that is aborted already is raised before any
   * is.
   *
   * @param options when `timeout` ms are over, `kill` returns all the same
   * @throws {SwitchError} unless `block` is false, if there is somebody to wait for and the calling code cannot be
   *   suspended; nobody has been killed then
   */
  kill(error: Killer = GreenletExit, options: KillOptions = NO_OPTIONS): void {
    'use greenlet';
    const killer = toError(error);
    checkKillOptions(options);
    const { block = true, timeout = null, signal = null } = options;
    const deadline = new Deadline({ timeout, signal });
    if (this.#isEmpty()) return;
    if (block) assertCanWait('Group.kill()');
    this.#interruptAll(killer);
    if (!block) return;
    this.#killer = killer;
    try {
      while (!this.#isEmpty() && this.#emptied.wait(deadline.left));
    } finally {
      this.#killer = null;
    }
  }

  /**
   * For `using`: kills the members that have not ended at the end of the block, and blocks until they have. Whoever wants them to end by
   * themselves calls `join` before.
   *
   * Kill and timeout safety: as `kill`.
   *
   * @throws {SwitchError} as `kill`
   */
  [Symbol.dispose](): void {
    'use greenlet';
    this.kill();
  }

  /** The same for `await using`; the promise is fulfilled when they have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    const emptied = this.#emptied.then();
    this.#interruptAll(new GreenletExit());
    await emptied;
  }

  /**
   * Kills a greenlet if it is a member. See `Greenlet.kill`.
   *
   * Kill and timeout safety: as `Greenlet.kill`.
   *
   * @throws {SwitchError} as `Greenlet.kill`
   */
  killOne(greenlet: Greenlet, error: Killer = GreenletExit, options: KillOptions = NO_OPTIONS): void {
    'use greenlet';
    assertGreenlet(greenlet);
    const killer = toError(error);
    checkKillOptions(options);
    if (this.has(greenlet)) greenlet.kill(killer, options);
  }

  /**
   * Calls `fn` in a member of its own and returns the result; if that is a promise it is waited for. In a member it is called at once, since that may hold
   * the last place.
   *
   * Kill and timeout safety: if the caller is killed while it waits for room, nothing is spawned; if it is killed
   * later, the call goes on.
   *
   * @throws {SwitchError} if the calling code cannot be suspended; a call that has begun goes on
   */
  apply<Args extends unknown[], R>(fn: (...args: Args) => R | PromiseLike<R>, ...args: Args): R {
    'use greenlet';
    assertCallback(fn);
    const since = cancellations.tick();
    if (this.has(getCurrent())) return promised(fn(...args), 'Group.apply()', since);
    return this.spawn<Args, R>(fn, ...args).get();
  }

  /**
   * Like `apply`, but returns a greenlet for the result. Never blocks: if there is no room, the call begins when there is.
   * `join` waits for it from now on.
   *
   * @param args what `fn` is called with; nothing by default
   * @param callback called with the result in a greenlet of its own if there is one, not after an error
   * @param errorCallback called with the error in a greenlet of its own if there is one, which is not reported then
   * @throws {TypeError} if an argument has the wrong type
   */
  applyAsync<Args extends unknown[], R>(
    fn: (...args: Args) => R | PromiseLike<R>,
    args: Args | [] = [],
    callback?: (result: R) => void,
    errorCallback?: (error: unknown) => void,
  ): Greenlet<R> {
    assertCallback(fn);
    assertArray(args);
    assertCallbacks(callback, errorCallback);
    const greenlet = this.full() ? this.#submit(fn, args as Args) : this.spawn(fn, ...(args as Args));
    return linked(greenlet, callback, errorCallback);
  }

  /**
   * Calls `fn` for each item, concurrently; returns the results in the order of the items.
   *
   * Kill and timeout safety: if the caller is killed, no more calls begin, and those under way go on.
   *
   * @throws {TypeError} if an argument has the wrong type
   * @throws the error of the first item, in that order, for which `fn` fails; the other calls go on, and if they fail as
   *   well, that is reported (see `setErrorHandler`). To have every error, use `imap`, or `spawn` and `get`.
   * @throws {SwitchError} if the calling code cannot be suspended; calls that have begun go on
   */
  map<T, R>(fn: (item: T) => R | PromiseLike<R>, items: Iterable<T>): R[] {
    'use greenlet';
    assertMap(fn, items);
    return mapItems(this, fn, items);
  }

  /**
   * Like `map`, but returns a greenlet for the results. Never blocks.
   *
   * @param callback called with the results in a greenlet of its own, not after an error
   * @param errorCallback called with the error that `map` would throw in a greenlet of its own; that is not reported then
   * @throws {TypeError} if an argument has the wrong type
   */
  mapAsync<T, R>(
    fn: (item: T) => R | PromiseLike<R>,
    items: Iterable<T>,
    callback?: (results: R[]) => void,
    errorCallback?: (error: unknown) => void,
  ): Greenlet<R[]> {
    assertMap(fn, items);
    assertCallbacks(callback, errorCallback);
    const greenlet = spawn(() => {
      'use greenlet';
      return mapItems(this, fn, items);
    });
    return linked(greenlet, callback, errorCallback);
  }

  /**
   * Calls `fn` for each item, concurrently, and iterates over the results in the order of the items. The step at which
   * the call failed throws its error; the iteration can go on after it.
   *
   * The items are fetched by a greenlet of its own, ahead of the reader. Errors that are not read, because the iteration is
   * left early, are reported.
   *
   * @throws {TypeError} if an argument has the wrong type
   */
  imap<T, R>(
    fn: (item: T) => R | PromiseLike<R>,
    items: Iterable<T>,
    options: MapOptions = NO_OPTIONS,
  ): MapIterator<T, R> {
    assertMap(fn, items);
    checkOptions(options, MAP_OPTIONS);
    return new MapIterator(this, fn, items, { ...options, ordered: true });
  }

  /** Like `imap`, but in the order in which the calls end. */
  imapUnordered<T, R>(
    fn: (item: T) => R | PromiseLike<R>,
    items: Iterable<T>,
    options: MapOptions = NO_OPTIONS,
  ): MapIterator<T, R> {
    assertMap(fn, items);
    checkOptions(options, MAP_OPTIONS);
    return new MapIterator(this, fn, items, { ...options, ordered: false });
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const greenlets = this.#all();
    return { state: counted(greenlets.length, greenlets.length === 1 ? 'member' : 'members'), wakers: null };
  }

  /** Internal: whoever waits until nobody is left waits for these. @internal */
  get awaited(): readonly Greenlet[] {
    return this.#all();
  }

  /** Internal: takes in a greenlet for which there is room. @internal */
  protected enter(greenlet: Greenlet): void {
    assertGreenlet(greenlet);
    if (this.has(greenlet)) return;
    this.#members.add(greenlet);
    this.#emptied.clear();
    greenlet.onEnd(() => this.discard(greenlet));
    if (this.#killer !== null) greenlet.interrupt(this.#killer);
  }

  #interruptAll(killer: Error): void {
    for (const greenlet of this.#all()) greenlet.interrupt(killer);
  }

  #all(): Greenlet[] {
    return [...this.#members, ...this.#submitted];
  }

  #isEmpty(): boolean {
    return this.#members.size === 0 && this.#submitted.size === 0;
  }

  #noticeEnd(): void {
    if (this.#isEmpty()) this.#emptied.set();
  }

  /** Makes a call as soon as there is room, in a member with a name that tells what it calls. */
  #submit<Args extends unknown[], R>(fn: (...args: Args) => R | PromiseLike<R>, args: Args): Greenlet<R> {
    const call = (): R => {
      'use greenlet';
      return this.spawn(fn, ...args).get();
    };
    const greenlet = spawn(Object.defineProperty(call, 'name', { value: fn.name }));
    this.#submitted.add(greenlet);
    this.#emptied.clear();
    greenlet.onEnd(() => {
      this.#submitted.delete(greenlet);
      this.#noticeEnd();
    });
    return greenlet;
  }
}

function assertCallbacks(...callbacks: unknown[]): void {
  for (const callback of callbacks) if (callback !== undefined) assertCallback(callback);
}

/** Calls one of these when the greenlet has ended. */
function linked<R>(
  greenlet: Greenlet<R>,
  callback: ((result: R) => void) | undefined,
  errorCallback: ((error: unknown) => void) | undefined,
): Greenlet<R> {
  'use greenlet';
  if (callback !== undefined) greenlet.linkValue(() => callback(greenlet.value as R));
  if (errorCallback !== undefined) greenlet.linkException(() => errorCallback(greenlet.exception));
  return greenlet;
}

function assertMap(fn: unknown, items: unknown): void {
  assertCallback(fn);
  checkIterable(items);
}
