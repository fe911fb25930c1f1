import { reflectApply } from '../contract/builtins.ts';
import { asyncForm, type Async } from '../greenlets/async-form.ts';
import { stacks } from '../contract/stacks/state.ts';
import { branded } from '../core/errors/errors.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { thenOutside } from '../graph/outside/outside-waits.ts';
import { OwnedSettlement } from '../graph/owned-settlement.ts';
import { expected } from '../core/errors/expected.ts';
import { Link } from '../waiting/links/callback-link.ts';
import { isFailing, receiver, type CopySource, type Failing, type LinkTarget } from '../waiting/links/link-target.ts';
import type { Linkable } from '../waiting/links/linkable.ts';
import { Timeout } from '../time/timeout.ts';
import { checkLimit, timeoutOf, type Limit } from '../time/limit.ts';

/**
 * A result that somebody will provide: one value or error, for any number of greenlets that wait.
 *
 * It is a thenable, for `await` outside greenlets. Source: gevent's `AsyncResult`, which accepts a second result and
 * then holds a value and an error; here that is an error.
 */
export class AsyncResult<T = unknown> implements Linkable, PromiseLike<T>, Failing {
  static {
    branded(this, 'AsyncResult');
    shown(this);
  }
  readonly #result = new OwnedSettlement<T>(this);
  /** The greenlet whose error it has taken over, which is reported unless somebody asks for it here. */
  #origin: Failing | null = null;
  /** Whether somebody has asked before there was a result. */
  #isAsked = false;

  /** @throws {TypeError} if there is an option that does not exist, or the name is no string */
  constructor(options: NameOptions = NO_OPTIONS) {
    setName(this, options, new.target);
  }

  /** The same methods for code that is not compiled: they return promises, `await result.async.get(100)`. */
  get async(): Async<AsyncResult<T>> {
    return asyncForm<AsyncResult<T>>(this);
  }

  /** Whether there is a value or an error. */
  ready(): boolean {
    return this.#result.settled;
  }

  /** Whether the result is there, and is a value. */
  successful(): boolean {
    return this.#result.successful;
  }

  /** Undefined until the result is there, or if it is an error. */
  get value(): T | undefined {
    return this.#result.value;
  }

  /** Undefined until the result is there, or if it is a value. */
  get exception(): unknown {
    if (this.ready()) this.observe();
    return this.#result.error;
  }

  /** Internal: the error, which is not asked for by that. @internal */
  get failure(): unknown {
    return this.#result.error;
  }

  /** Internal: somebody asks for the error. @internal */
  observe(): void {
    this.#isAsked = true;
    this.#origin?.observe();
  }

  /**
   * Wakes all that wait; they run later. May be called from anywhere.
   *
   * @throws {Error} if there is a result already
   */
  set(value: T): void {
    this.#assertUnset();
    this.#result.settle(false, value);
  }

  /** Like `set`, but `get` will throw the error. */
  setException(error: unknown): void {
    this.#assertUnset();
    this.#result.settle(true, error);
  }

  /**
   * Takes over the result of a greenlet, or of another `AsyncResult`, that is ready: `greenlet.rawlink((g) => result.copy(g))`.
   * The error of a greenlet is reported unless somebody asks for it, here or there.
   *
   * @throws {Error} if there is a result already, or none yet to be taken over
   * @throws {TypeError} if `source` is neither
   */
  copy(source: CopySource<T>): void {
    assertSource(source);
    if (source.successful()) return this.set(source.value as T);
    if (!isFailing(source)) return this.setException(source.exception);
    stacks.tracer?.handOver(source.failure, source, this);
    this.setException(source.failure);
    this.#origin = source;
    if (this.#isAsked) source.observe();
  }

  /**
   * Blocks until the result is there; returns the value or throws the error.
   *
   * Kill and timeout safety: nothing changes for the others.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  get(limit?: Limit): T {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (!this.#result.wait('AsyncResult.get()', limit)) throw new Timeout(timeoutOf(limit));
    this.observe();
    return this.#result.unwrap(this, getMethod);
  }

  /**
   * Like `get`, but throws at once if the result is not there.
   *
   * @throws {Timeout} then
   */
  getNowait(): T {
    if (!this.ready()) throw new Timeout(0);
    this.observe();
    return this.#result.unwrap(this, getNowaitMethod);
  }

  /**
   * Blocks until the result is there. Returns the value; undefined if it is an error, or if the time was over first.
   *
   * Kill and timeout safety: nothing changes for the others.
   *
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  wait(limit?: Limit): T | undefined {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    this.#result.wait('AsyncResult.wait()', limit);
    return this.value;
  }

  /** There is nothing that could be cancelled: always false. */
  cancel(): boolean {
    return false;
  }

  /**
   * Calls `callback` in the hub when the result is there: before those who wait for it. Another `AsyncResult` takes the
   * result over.
   *
   * @param callback must not block
   * @throws {TypeError} if `callback` is neither
   */
  rawlink(callback: LinkTarget<this>): void {
    this.#result.link(new Link(callback, receiver(callback), this));
  }

  /** Takes back one `rawlink`. */
  unlink(callback: LinkTarget<this>): void {
    this.#result.unlink(callback, this);
  }

  /**
   * For `await` outside greenlets: `get` as a promise. If nobody can provide the result any more, it is rejected with a `LoopExit`, as that
   * of `run`.
   */
  then<Value = T, Reason = never>(
    onFulfilled?: ((value: T) => Value | PromiseLike<Value>) | null,
    onRejected?: ((reason: unknown) => Reason | PromiseLike<Reason>) | null,
  ): Promise<Value | Reason> {
    this.observe();
    return thenOutside(this, this.#result, () => this.#result.unwrap(), { onFulfilled, onRejected });
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const result = this.#result;
    const settled = result.successful ? 'has a value' : 'has an error';
    return {
      state: stateOf(result.settled ? settled : 'no result', counted(result.size, 'waiting')),
      wakers: null,
    };
  }

  #assertUnset(): void {
    if (this.ready()) throw new Error('this AsyncResult has a result already');
  }
}

/** Also one of a class of somebody else's that has a result. */
function assertSource(source: unknown): void {
  const { successful, ready } = (source ?? {}) as Partial<Record<'successful' | 'ready', unknown>>;
  if (typeof successful !== 'function') throw expected('a greenlet, or an AsyncResult', source);
  if (typeof ready === 'function' && reflectApply(ready, source, []) !== true)
    throw new Error('there is no result yet that could be taken over');
}

const { get: getMethod, getNowait: getNowaitMethod } = AsyncResult.prototype;
