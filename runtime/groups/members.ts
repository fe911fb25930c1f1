import { GreenletExit } from '../core/errors/errors.ts';
import { toError } from '../core/errors/to-error.ts';
import { Deadline } from '../time/deadline.ts';
import { checkFlag, checkIterable } from '../core/errors/check.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { assertGreenlet, createGreenlet } from '../greenlets/spawning/create-greenlet.ts';
import type { Greenlet } from '../greenlets/greenlet.ts';
import { checkKillOptions, type Killer, type KillOptions } from '../greenlets/ending/kill-options.ts';
import { Emptied } from './emptied.ts';
import { Hold } from './hold.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { limitOf, optionsOf, type LimitOptions } from '../time/limit.ts';

/** What limits the `join` of a group. */
export interface GroupJoinOptions extends LimitOptions {
  /** Whether to throw, then, the error of the first that is a member now and has failed; those of the others are reported. */
  readonly raiseError?: boolean;
}

const JOIN_OPTIONS = ['timeout', 'signal', 'raiseError'];

/** Greenlets that are kept track of until they end: what a `Group` is without the calls that it makes in its members. */
export class Members implements Iterable<Greenlet> {
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
    for (const greenlet of greenlets) this.takeIn(greenlet);
  }

  /** How many members there are. One that has ended leaves as soon as the hub has told those who listen to it. */
  get size(): number {
    return this.#members.size;
  }

  /** Whether a greenlet is a member. */
  has(greenlet: unknown): boolean {
    return this.isMember(greenlet);
  }

  /** The members that there are now. */
  [Symbol.iterator](): Iterator<Greenlet> {
    return [...this.#members].values();
  }

  /**
   * Makes a greenlet a member until it ends. Does nothing to one that is a member already.
   *
   * @throws {TypeError} if it is no greenlet
   */
  add(greenlet: Greenlet): void {
    this.takeIn(greenlet);
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
    return greenlet.start();
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
    const greenlet = createGreenlet(fn, args);
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
   * @param limit in ms, or an object with a timeout, a signal, and `raiseError`
   * @param raise the same as `raiseError`, as gevent has it
   * @returns false if the timeout was over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  join(limit?: GroupJoinOptions | number | null, raise = false): boolean {
    'use greenlet';
    const { raiseError = raise, ...options } = optionsOf(limit, JOIN_OPTIONS);
    checkFlag(raiseError, 'raiseError');
    const time = limitOf(options);
    if (!raiseError) return this.#emptied.waitIn('join', time);
    const hold = new Hold();
    this.#all().forEach((greenlet) => hold.watch(greenlet));
    try {
      const emptied = this.#emptied.waitIn('join', time);
      hold.throwFirst();
      return emptied;
    } finally {
      hold.letGo();
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
      while (!this.#isEmpty() && this.#emptied.waitIn('kill', deadline.left));
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
    return this.kill();
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
    if (this.isMember(greenlet)) return greenlet.kill(killer, options);
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
  protected takeIn(greenlet: Greenlet): void {
    assertGreenlet(greenlet);
    if (this.isMember(greenlet)) return;
    this.#members.add(greenlet);
    this.#emptied.clear();
    greenlet.onEnd(() => this.discard(greenlet));
    if (this.#killer !== null) greenlet.interrupt(this.#killer);
  }

  /** Internal: `has`. @internal */
  protected isMember(greenlet: unknown): boolean {
    const members: ReadonlySet<unknown> = this.#members;
    return members.has(greenlet);
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
  /** Internal: a call counts that has been accepted, but could not begin for want of room. @internal */
  protected submitted(greenlet: Greenlet): void {
    this.#submitted.add(greenlet);
    this.#emptied.clear();
    greenlet.onEnd(() => {
      this.#submitted.delete(greenlet);
      this.#noticeEnd();
    });
  }
}
