import type { CancellationKind } from '../contract/cancellations/cancellations.ts';
import { link } from '../contract/link.ts';
import { branded, GreenletExit } from '../core/errors/errors.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { toError } from '../core/errors/to-error.ts';
import { Ending, reportUnasked } from './ending/ending.ts';
import { LoopExit } from '../hub/errors/errors.ts';
import { hub } from '../hub/index.ts';
import { getCurrent } from '../core/greenlet.ts';
import { Link } from '../waiting/links/callback-link.ts';
import { Outsider } from '../graph/outside/outsider.ts';
import { ScheduledGreenlet } from '../waiting/scheduled-greenlet.ts';
import { OWN_RESULT, resultWait } from '../waiting/promises/result-waits.ts';
import { isThenable } from '../waiting/promises/thenable.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { receiver, type Failing, type LinkTarget } from '../waiting/links/link-target.ts';
import type { Linkable } from '../waiting/links/linkable.ts';
import { calledInGreenlet } from './call-in-greenlet.ts';
import { raisedHere } from './ending/raised-here.ts';
import { runnable } from './spawning/runnable.ts';
import { Timeout } from '../time/timeout.ts';
import { checkLimit, isUnlimited, timeoutOf, type Limit } from '../time/limit.ts';
import { checkKillOptions, type Killer, type KillOptions } from './ending/kill-options.ts';

/**
 * A function that the hub runs concurrently with others: what `spawn` returns.
 *
 * It is a thenable: `await greenlet` gives promise-land its result. If it fails and nobody asks for the error, it is
 * reported, once; see `setErrorHandler`. Those ask who call `get`, `then` (`await`) or `linkException`, want it raised
 * (`raiseError`), or look at `exception` after the end. To wait for the end, with `join` for example, is not to ask.
 *
 * A subclass may define a method `body` instead of passing a function.
 *
 * Source: gevent's `Greenlet`, which reports every failure, handled or not.
 */
export class Greenlet<R = unknown, Args extends unknown[] = never>
  extends ScheduledGreenlet
  implements Linkable, PromiseLike<R>, Failing
{
  static {
    branded(this, 'HubGreenlet');
  }

  /** Made when somebody asks for it, or there is one. */
  #ending: Ending<R> | null = null;

  /** For a subclass with a `body` that takes no arguments. */
  constructor(run: null);
  /**
   * @param run what it runs; null if the subclass has a `body`
   * @param args what that is called with
   * @throws {TypeError} if there is nothing to run
   */
  constructor(run: ((...args: Args) => R | PromiseLike<R>) | null, ...args: Args);
  constructor(run: ((...args: Args) => R | PromiseLike<R>) | null, ...args: unknown[]) {
    super(runnable(run, new.target.prototype as object), args);
  }

  /** What a subclass runs. If it returns a promise, the greenlet waits for it, as for that of a function. */
  protected body?(...args: Args): R | PromiseLike<R>;

  /** Whether it has ended, in whatever way. */
  ready(): boolean {
    return this.#ending === null ? this.dead : this.#ending.settled;
  }

  /** Whether it has ended with a value. A plain `kill` counts as success, with the `GreenletExit` as the value. */
  successful(): boolean {
    return this.#ending === null ? this.dead : this.#ending.successful;
  }

  /** The result; undefined until it has ended, or if it failed. */
  get value(): R | undefined {
    return this.#ending?.value;
  }

  /** The error that it failed with; undefined until then. */
  get exception(): unknown {
    if (this.ready() && !this.successful()) this.observe();
    return this.#ending?.error;
  }

  /**
   * Blocks until the greenlet has ended, in whatever way.
   *
   * Kill and timeout safety: nothing changes for the greenlet that is waited for.
   *
   * @param limit in ms, or an object with a timeout and a signal; when it is over, `join` returns all the same
   * @throws {LoopExit} if a greenlet waits for itself without a timeout
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  join(limit?: Limit): void {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    this.#expectEnd(limit).wait('Greenlet.join()', limit);
  }

  /**
   * Blocks until the greenlet has ended; returns its result, or throws the error that it failed with, as often as asked.
   *
   * Kill and timeout safety: nothing changes for the greenlet that is waited for.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {LoopExit} if a greenlet waits for itself without a timeout
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  get(limit?: Limit): R {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    const end = this.#expectEnd(limit);
    if (!end.ask('Greenlet.get()', limit)) throw new Timeout(timeoutOf(limit));
    if (!end.successful) this.observe();
    return end.unwrap(this, getMethod);
  }

  /**
   * Raises an error where this greenlet waits; `finally` blocks run, and so do `catch` clauses that name the error or throw
   * it again. A greenlet that has not begun never runs, one that is about to continue with a result takes that first, a
   * dead one is left alone. A greenlet that kills itself is
   * killed here, or, without `block`, where it waits next.
   *
   * Kill and timeout safety: the target is killed whatever becomes of the caller.
   *
   * @param error a `GreenletExit` by default; with any other error the greenlet has failed
   * @param options `timeout` says how long to wait for the end, in ms: after it `kill` returns, and the greenlet goes on with its clean-up
   * @throws {SwitchError} unless `block` is false, if the calling code cannot be suspended; nobody has been killed
   *   then
   */
  kill(error: Killer = GreenletExit, options: KillOptions = NO_OPTIONS): void {
    'use greenlet';
    const killer = toError(error);
    checkKillOptions(options);
    const { block = true, timeout = null, signal = null } = options;
    if (this.ready()) return;
    if (block && link.current === this) throw raisedHere(this, killer);
    if (block) assertCanWait('Greenlet.kill()');
    this.interrupt(killer);
    if (block) this.#endOrNew().wait('Greenlet.kill()', signal === null ? timeout : { timeout, signal });
  }

  /**
   * Calls `callback` in a greenlet of its own, where it may block, when this greenlet has ended. Links come in the order in
   * which they were made, and before those who wait for the end. An `AsyncResult` takes the result over instead.
   *
   * @throws {TypeError} if `callback` is neither
   */
  link(callback: LinkTarget<this>): void {
    this.#link(callback, calledInGreenlet(callback));
  }

  /** Like `link`, if the greenlet ends with a value. */
  linkValue(callback: LinkTarget<this>): void {
    const call = calledInGreenlet(callback);
    this.#link(callback, () => this.successful() && call(this));
  }

  /** Like `link`, if the greenlet fails. The error is not reported then, but if an `AsyncResult` takes it that nobody asks. */
  linkException(callback: LinkTarget<this>): void {
    const call = calledInGreenlet(callback);
    this.#link(callback, () => {
      if (this.successful()) return;
      // An `AsyncResult` leaves it to those who ask there.
      if (typeof callback === 'function') this.observe();
      call(this);
    });
  }

  /**
   * Calls `callback` in the hub when this greenlet has ended. Otherwise like `link`.
   *
   * @param callback must not block
   */
  rawlink(callback: LinkTarget<this>): void {
    this.#link(callback, receiver(callback));
  }

  /** Takes back one `link` or `rawlink` with this callback. */
  unlink(callback: LinkTarget<this>): void {
    this.#ending?.unlink(callback, this);
  }

  /** Whether there is a `link` or `rawlink` that has not been called yet. */
  hasLinks(): boolean {
    return this.#ending?.hasLinks === true;
  }

  /** Takes back all links. */
  unlinkAll(): void {
    this.#ending?.unlinkAll();
  }

  /**
   * Like `get`, but throws at once if the greenlet has not ended.
   *
   * @throws {Timeout} then
   */
  getNowait(): R {
    if (!this.ready()) throw new Timeout(0);
    this.observe();
    return this.#endOrNew().unwrap();
  }

  /**
   * For `using`: kills the greenlet at the end of the block if it has not ended, and blocks until it has. Whoever wants its result asks
   * for it before.
   *
   * Kill and timeout safety: as `kill`.
   *
   * @throws {SwitchError} as `kill`
   */
  [Symbol.dispose](): void {
    'use greenlet';
    return this.kill();
  }

  /** The same for `await using`; the promise is fulfilled when the greenlet has ended. */
  [Symbol.asyncDispose](): Promise<void> {
    if (this.ready()) return Promise.resolve();
    const ended = new Promise<void>((resolve) => this.onEnd(() => resolve()));
    this.interrupt(new GreenletExit());
    return ended;
  }

  /** For `await` outside greenlets: `get` as a promise. A greenlet that nothing can wake any more gets a `LoopExit`, as by `run`. */
  then<Value = R, Reason = never>(
    onFulfilled?: ((value: R) => Value | PromiseLike<Value>) | null,
    onRejected?: ((reason: unknown) => Reason | PromiseLike<Reason>) | null,
  ): Promise<Value | Reason> {
    return new Promise<R>((resolve, reject) => this.inform(resolve, reject)).then(onFulfilled, onRejected);
  }

  /** Internal: `rawlink` for somebody who does not care how the greenlet ends. @internal */
  onEnd(callback: (greenlet: this) => void): void {
    this.#link(callback, callback);
  }

  /** Internal: settles a promise of somebody outside of greenlets when this greenlet has ended. @internal */
  inform(resolve: (value: R) => void, reject: (error: unknown, wasKilled: boolean) => void, isTopLevel = false): void {
    this.observe();
    this.#endOrNew().add(new Outsider(this, resolve, reject, isTopLevel));
  }

  /** Internal: whether it has ended with a `GreenletExit` that was thrown. @internal */
  get exited(): boolean {
    return this.#ending?.exited === true;
  }

  /** Internal: whether it has ended by being killed. @internal */
  get killed(): boolean {
    return this.exited || (!this.successful() && this.endedByKill(this.#ending?.error));
  }

  /** Internal: whether somebody outside of greenlets waits for the end. @internal */
  get watched(): boolean {
    return this.#ending?.find((waiter) => waiter instanceof Outsider) !== undefined;
  }

  /** Internal: blocks until the greenlet has ended; returns false if `timeout` ms were over first. @internal */
  awaitEnd(reason: string, limit: Limit): boolean {
    'use greenlet';
    return this.#endOrNew().wait(reason, limit);
  }

  /** Internal: where those queue who wait for the end; null if nobody has done so. @internal */
  get waitersOfEnd(): object | null {
    return this.#ending;
  }

  /** Internal: greenlets have ended in this order. @internal */
  get endOrder(): number {
    return this.#endOrNew().order;
  }

  /** Internal: somebody takes care of what this greenlet ends with, so a failure need not be reported. @internal */
  observe(): void {
    this.#endOrNew().excuseAll();
    hub.failures.remove(this);
  }

  /** Internal: the error that it ended with. Not to ask for it. @internal */
  get failure(): unknown {
    return this.#ending?.error;
  }

  /** Internal: whether this is the error that it ended with. Not to ask for it. @internal */
  failedWith(error: unknown): boolean {
    return this.ready() && !this.successful() && this.failure === error;
  }

  /** Internal: the same, but only until `release`; who has not asked by then leaves it to be reported. @internal */
  hold(): void {
    this.#endOrNew().hold();
  }

  /** Internal: the reverse of `hold`. @internal */
  release(): void {
    const end = this.#endOrNew();
    end.release();
    if (end.settled && !end.successful) this.#reportUnasked(end);
  }

  /** Raises `error` where this greenlet waits: `kill` without waiting, callable from anywhere. */
  override interrupt(error: unknown, kind: CancellationKind = 'kill', killer: object = getCurrent()): void {
    this.#endOrNew().excuse(error);
    super.interrupt(error, kind, killer);
  }

  /** Internal: waits for a promise that the function returned. @internal */
  override complete(result: unknown): unknown {
    if (!isThenable(result)) return result;
    const waiter = resultWait(OWN_RESULT, result, FROM_THE_START);
    // It may be of another copy of the library.
    link.to = waiter.wait;
    return waiter.wait();
  }

  protected override receiverOf(run: unknown): unknown {
    return run === this.body ? this : super.receiverOf(run);
  }

  protected override settle(failed: boolean, content: unknown, exited: boolean): void {
    const end = this.#endOrNew();
    end.settle(failed, content, exited);
    if (failed) this.#reportUnasked(end);
  }

  #reportUnasked(end: Ending<R>): void {
    // The first of several kills may be the one that goes on.
    if (end.unasked && !this.endedByKill(end.error)) reportUnasked(this, end);
  }

  /** Internal: whether somebody has asked for the end, or may do so. @internal */
  protected get isAwaited(): boolean {
    return this.#ending !== null;
  }

  #endOrNew(): Ending<R> {
    if (this.#ending !== null) return this.#ending;
    this.#ending = new Ending<R>();
    // It was nobody's when it ended, and has not kept its result.
    if (this.dead) this.#ending.settle(false, undefined, false);
    return this.#ending;
  }

  #expectEnd(limit: Limit): Ending<R> {
    if (isUnlimited(limit) && link.current === this) throw new LoopExit([{ greenlet: this, reason: 'itself' }]);
    return this.#endOrNew();
  }

  #link(callback: object, call: (greenlet: this) => unknown): void {
    this.#endOrNew().link(new Link(callback, call, this));
  }
}

const { get: getMethod } = Greenlet.prototype;

/** Whatever a greenlet has called, it has called for its result. */
const FROM_THE_START = 0;
