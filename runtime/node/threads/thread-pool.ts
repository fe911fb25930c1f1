import { isInstance } from '../../contract/is-instance.ts';
import type { Transferable } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { checkArray, checkIterable } from '../../core/errors/check.ts';
import { expected } from '../../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../../core/errors/options.ts';
import { createGreenlet } from '../../greenlets/spawning/create-greenlet.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import { wait } from '../../async/wait.ts';
import { isCancellation } from '../../cancellation/is-cancellation.ts';
import { Group } from '../../groups/group.ts';
import { MapIterator } from '../../groups/mapping/map-iterator.ts';
import { Pool } from '../../groups/pool.ts';
import { hub } from '../../hub/index.ts';
import { checkTimeout } from '../../hub/time/milliseconds.ts';
import { limitOf, type LimitOptions } from '../../time/limit.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { moduleOf } from './module-of.ts';
import { restoreFailure, type Answer, type Task } from './protocol.ts';
import { workerFile } from './worker-file.ts';

/** The functions that a module exports, by their names. */
type Functions = Record<string, (...args: never[]) => unknown>;
/** The names of those of a module `M`. */
export type FunctionName<M> = {
  [Name in keyof M]: M[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof M] &
  string;
type Args<M, Name extends keyof M> = M[Name] extends (...args: infer A) => unknown ? A : never;
type Result<M, Name extends keyof M> = M[Name] extends (...args: never[]) => infer R ? Awaited<R> : never;

export interface ThreadPoolOptions {
  /** How many threads there are at most; one for each core by default. */
  readonly size?: number;
  /** How long a thread without work is kept, in ms; 10 s by default. */
  readonly idleTimeout?: number;
}

export interface ApplyOptions extends LimitOptions {
  /** What is moved to the thread, and not copied: array buffers, ports... */
  readonly transfer?: readonly Transferable[];
}

/**
 * Threads that call functions which a module exports. Arguments and results are copied. Marked functions run in greenlets there, and other
 * functions may return a promise. What fails in a thread after its call has returned goes to the error handler.
 *
 * ```js
 * const pool = new ThreadPool(new URL('./hash.js', import.meta.url));
 * const digest = pool.apply('hash', [text]); // other greenlets run meanwhile
 * ```
 *
 * Source: gevent's `ThreadPool`. A function cannot be handed to another thread, so it is named.
 */
export class ThreadPool<M extends object = Functions> {
  readonly #module: string;
  readonly #pool: Piscina<Task, Answer>;
  /** Those that `spawn` has returned: `close` waits for them, also if they have not begun. */
  readonly #spawned = new Group();
  #isClosed = false;
  /** Whether the threads end: more calls would start others. */
  #isOver = false;

  /**
   * @param module the module that exports the functions: its URL, or the path of its file, absolute or from the working directory on, as
   * `Worker` takes it
   * @throws {TypeError} if an argument or an option has the wrong type, or an option does not exist
   * @throws {RangeError} if `idleTimeout` is negative
   */
  constructor(module: URL | string, options: ThreadPoolOptions = NO_OPTIONS) {
    this.#module = moduleOf(module);
    checkOptions(options, ['size', 'idleTimeout']);
    const { size, idleTimeout = 10_000 } = options;
    checkThreads(size);
    checkTimeout(idleTimeout);
    this.#pool = new Piscina<Task, Answer>({
      filename: workerFile(),
      minThreads: 0,
      ...(size === undefined ? {} : { maxThreads: size }),
      idleTimeout,
      // Else Atomics would block a thread that has greenlets of its own.
      atomics: 'disabled',
    });
    // Of what a call has left behind that has returned. Another thread takes the place of that one.
    this.#pool.on('error', (error) => hub.handleError(error, null));
  }

  /** How many threads there are at most. */
  get size(): number {
    return this.#pool.maxThreads;
  }

  /** How many threads there are. */
  get threads(): number {
    return this.#pool.threads.length;
  }

  /**
   * Calls a function of the module in a thread; blocks until it returns, and returns its result.
   *
   * Kill and timeout safety: the thread is ended at once, in the middle of what it computes, and another one takes its place. A call that has not
   * begun does not begin.
   *
   * @param args what it is called with: whatever can be cloned; nothing by default
   * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
   * @throws {Error} if the pool is closed
   * @throws what the function throws; the stack tells where it was in the thread, and then where it was called here
   * @throws {Timeout} if there is a timeout, and it is over first
   * @throws {DataCloneError} if an argument or the result cannot be sent to another thread
   * @throws {SwitchError} if the running code cannot be suspended; nothing has been called then
   */
  apply<Name extends FunctionName<M>>(
    name: Name,
    args: Args<M, Name> | [] = [],
    options: ApplyOptions = NO_OPTIONS,
  ): Result<M, Name> {
    'use greenlet';
    this.#assertOpen();
    return this.#call(name, args, options);
  }

  #call<Name extends FunctionName<M>>(
    name: Name,
    args: Args<M, Name> | [],
    options: ApplyOptions = NO_OPTIONS,
  ): Result<M, Name> {
    'use greenlet';
    checkName(name);
    checkArray(args, 'an array of arguments');
    assertCanWait('ThreadPool.apply()');
    checkOptions(options, ['transfer', 'timeout', 'signal']);
    const { transfer = [], timeout = null, signal = null } = options;
    checkArray(transfer, 'an array as `transfer`');
    limitOf({ timeout, signal });
    if (this.#isOver) throw isClosed();
    const controller = new AbortController();
    const answered = this.#pool.run(
      { module: this.#module, name, args },
      { signal: controller.signal, transferList: [...transfer] as never },
    );
    const answer = wait(
      answered.catch((error: unknown) => {
        throw asError(error, name);
      }),
      { timeout, signal, onAbandon: () => controller.abort() },
    );
    if ('failure' in answer) throw restoreFailure(answer.failure);
    return answer.value as Result<M, Name>;
  }

  /**
   * Calls a function of the module in a thread; returns a greenlet, which has the result and can be killed.
   *
   * @throws {TypeError} if `name` is no name
   * @throws {Error} if the pool is closed
   */
  spawn<Name extends FunctionName<M>>(name: Name, ...args: Args<M, Name>): Greenlet<Result<M, Name>> {
    checkName(name);
    this.#assertOpen();
    const greenlet = createGreenlet<[], Result<M, Name>>(
      Object.defineProperty(
        () => {
          'use greenlet';
          return this.#call(name, args);
        },
        'name',
        { value: name },
      ),
      [],
    );
    this.#spawned.add(greenlet);
    greenlet.start();
    return greenlet;
  }

  /**
   * Calls a function of the module for each item, in as many threads as there are; blocks until all have returned, and returns the results in the
   * order of the items.
   *
   * Kill and timeout safety: as `apply`, for all calls that are under way.
   *
   * @throws {TypeError} if an argument has the wrong type
   * @throws {Error} if the pool is closed
   * @throws what the first call throws that fails
   * @throws {SwitchError} if the running code cannot be suspended; nothing has been called then
   */
  map<Name extends FunctionName<M>>(name: Name, items: Iterable<Args<M, Name>[0]>): Result<M, Name>[] {
    'use greenlet';
    checkName(name);
    this.#assertOpen();
    assertCanWait('ThreadPool.map()');
    const calls = this.#greenlets();
    try {
      return calls.map((item) => this.apply(name, [item] as Args<M, Name>), items);
    } catch (error) {
      // Nobody else can.
      if (isCancellation(error)) calls.kill(undefined, { block: false });
      throw error;
    }
  }

  /**
   * Like `map`, but returns an iterator, which blocks until the next result is there.
   *
   * Kill and timeout safety: as `Pool.imap`. Who leaves the iteration ends the calls that are under way, as `apply`.
   *
   * @throws {TypeError} if an argument has the wrong type
   * @throws {Error} if the pool is closed
   * @throws {SwitchError} the iterator, if the running code cannot be suspended
   */
  imap<Name extends FunctionName<M>>(
    name: Name,
    items: Iterable<Args<M, Name>[0]>,
  ): MapIterator<Args<M, Name>[0], Result<M, Name>> {
    checkName(name);
    this.#assertOpen();
    checkIterable(items);
    const calls = this.#greenlets();
    const call = (item: Args<M, Name>[0]): Result<M, Name> => {
      'use greenlet';
      return this.apply(name, [item] as Args<M, Name>);
    };
    return new MapIterator(calls, call, items, {
      ordered: true,
      onLeave: () => calls.kill(undefined, { block: false }),
    });
  }

  /**
   * Ends the threads when the calls that have been made are over; blocks until then. Calls that come later throw an error, and so do those for
   * the items that `map` and `imap` have not come to.
   *
   * Kill and timeout safety: the threads are ended at once.
   *
   * @throws {SwitchError} if the running code cannot be suspended; nothing has happened then
   */
  close(): void {
    'use greenlet';
    assertCanWait('ThreadPool.close()');
    this.#isClosed = true;
    try {
      this.#spawned.join();
      this.#isOver = true;
      wait(this.#pool.close());
    } catch (error) {
      void this.terminate();
      throw error;
    }
  }

  /**
   * Ends the threads at once; calls that are under way throw, and so do calls that come later. The promise is fulfilled when the threads have ended.
   * Never blocks.
   */
  async terminate(): Promise<void> {
    this.#isClosed = this.#isOver = true;
    await this.#pool.destroy();
  }

  /**
   * For `using`: as `close`.
   *
   * Kill and timeout safety: as `close`.
   *
   * @throws {SwitchError} as `close`
   */
  [Symbol.dispose](): void {
    'use greenlet';
    this.close();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw isClosed();
  }

  #greenlets(): Pool {
    return new Pool(this.size);
  }
}

function checkThreads(size: unknown): void {
  if (size !== undefined && !(Number.isInteger(size) && (size as number) >= 1))
    throw expected('a whole number of at least 1 as `size`', size);
}

function checkName(name: unknown): void {
  if (typeof name !== 'string') throw expected('the name of a function that the module exports', name);
}

function isClosed(): Error {
  return new Error('the thread pool is closed: no function can be called any more');
}

/** That an answer cannot be copied is an error which cannot be copied either on some versions of Node: an empty object comes. */
function asError(error: unknown, name: string): Error {
  if (isInstance(error, Error)) return error;
  return new DOMException(`what "${name}" has returned or thrown could not be cloned`, 'DataCloneError');
}
