import { cancellations } from '../../contract/cancellations/cancellations.ts';
import { GreenletExit } from '../errors/errors.ts';
import { Exit } from '../exit.ts';
import { expected } from '../errors/expected.ts';
import { getCurrent, type Greenlet } from '../greenlet.ts';
import { Continulet } from './continulet.ts';

/**
 * Makes a generator function of an ordinary one, which is given the generator first. Whoever has that yields by `self.yield(value)`, in
 * whatever function: there is no `yield*` to be written on the way.
 *
 * ```js
 * const leaves = generator((self, tree) => {
 *   visit(tree, (leaf) => self.yield(leaf));
 * });
 * for (const leaf of leaves(tree)) console.log(leaf);
 * ```
 *
 * Of generators that are nested, the one on which `yield` is called gets the value.
 *
 * @throws {TypeError} if `fn` is not a function
 *
 * Source: PyPy's `_continuation.generator`.
 */
export function generator<T, Args extends unknown[] = [], Return = void, Next = unknown>(
  fn: (self: Genlet<T, Return, Next>, ...args: Args) => Return,
): (...args: Args) => Genlet<T, Return, Next> {
  if (typeof fn !== 'function') throw expected('a function', fn);
  return (...args) =>
    new Genlet<T, Return, Next>((self) => {
      'use greenlet';
      return fn(self, ...args);
    });
}

/** What a function made by `generator` returns: an iterator, whose body runs on a stack of its own. */
export class Genlet<T = unknown, Return = unknown, Next = unknown> implements IterableIterator<T, Return, Next> {
  readonly #body: Continulet<unknown, []>;
  /** Where the body runs, once it has begun. */
  #stack: Greenlet | null = null;
  #running = false;
  /** What `return` was given, by what it throws into the body: that may yield before it ends. */
  readonly #returns = new Map<unknown, Return>();

  constructor(fn: (self: Genlet<T, Return, Next>) => Return) {
    this.#body = new Continulet(() => {
      'use greenlet';
      this.#stack = getCurrent();
      this.#running = true;
      return fn(this);
    });
  }

  /** Whether it may yield another value. */
  isPending(): boolean {
    return this.#body.isPending();
  }

  /**
   * In the body: hands a value to whoever iterates. Evaluates to what is given to `next`.
   *
   * Kill and timeout safety: as `Continulet.switch`.
   *
   * @throws {TypeError} outside the body
   * @throws {SwitchError} if the calling code cannot be suspended; nothing has happened then
   */
  yield(value: T): Next {
    'use greenlet';
    if (!this.#running) throw new TypeError('yield() can only be called while the generator runs');
    this.#running = false;
    try {
      return this.#body.switch(value) as Next;
    } finally {
      this.#running = true;
    }
  }

  /**
   * Runs the body up to its next `yield`. The value of the first call is dropped, as in the generators of the language.
   *
   * Kill and timeout safety: if a kill or timeout comes here while the body waits, the body is not told; its next `yield`, or its end,
   * is a `SwitchError`.
   *
   * @throws {TypeError} if the body is running
   * @throws whatever the body throws
   * @throws {SwitchError} if the calling code is in a greenlet and cannot be suspended; nothing has happened then
   */
  next(value?: Next): IteratorResult<T, Return> {
    'use greenlet';
    if (!this.isPending()) return ended(undefined as Return);
    this.#assertSuspended();
    // Not by way of a method that `throw` shares: each value would take 5 % longer.
    try {
      return this.#result(this.#body.switch(this.#stack === null ? undefined : value));
    } catch (error) {
      return this.#resultOf(error);
    }
  }

  /**
   * Throws an error where the body waits; goes on to its next `yield`.
   *
   * Kill and timeout safety: as `next`.
   *
   * @throws {TypeError} if the body is running, or if it is no error
   * @throws whatever the body throws
   * @throws {SwitchError} as `next`
   */
  throw(error: unknown): IteratorResult<T, Return> {
    'use greenlet';
    if (!this.isPending()) throw error;
    return this.#throw(error);
  }

  /**
   * Ends the body where it waits: its `finally` blocks run, but no `catch` clause that does not name a `GreenletExit`. If one of them yields,
   * the body goes on there, and ends later.
   *
   * Kill and timeout safety: as `next`.
   *
   * @throws {TypeError} if the body is running
   * @throws whatever the body throws meanwhile
   * @throws {SwitchError} as `next`
   */
  return(value?: Return): IteratorResult<T, Return> {
    'use greenlet';
    if (!this.isPending()) return ended(value as Return);
    this.#assertSuspended();
    const exit = new GreenletExit();
    this.#returns.set(exit, value as Return);
    // Where the body waits may be on the stack of another one, from which the error comes to it.
    if (this.#stack !== null) cancellations.begin(this.#stack, new Exit(exit, this.#stack));
    return this.#throw(exit);
  }

  /** The iterator itself. */
  [Symbol.iterator](): this {
    return this;
  }

  /** What `Object.prototype.toString` calls a generator. */
  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- a field would be a property of each generator
  get [Symbol.toStringTag](): string {
    return 'Generator';
  }

  /** Lets the body go on with an error. */
  #throw(error: unknown): IteratorResult<T, Return> {
    'use greenlet';
    this.#assertSuspended();
    try {
      return this.#result(this.#body.throw(error));
    } catch (thrown) {
      return this.#resultOf(thrown);
    }
  }

  #assertSuspended(): void {
    if (this.#running) throw new TypeError('the generator is already running');
  }

  /** @throws {unknown} `error`, unless the body has ended by `return` */
  #resultOf(error: unknown): IteratorResult<T, Return> {
    if (this.isPending() || !this.#returns.has(error)) throw error;
    return ended(this.#returns.get(error) as Return);
  }

  #result(value: unknown): IteratorResult<T, Return> {
    return this.isPending() ? { value: value as T, done: false } : ended(value as Return);
  }
}

/** In the order in which the language has the properties. */
function ended<Return>(value: Return): IteratorReturnResult<Return> {
  return { value, done: true };
}
