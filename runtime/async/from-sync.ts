import { notIterable } from '../contract/iteration/not-iterable.ts';
import { call, unnamed } from '../contract/enter.ts';
import { cooperativeResume, withoutThrow } from '../contract/iteration/generators.ts';
import { isArrayIteration, ITERATOR, spreadable } from '../contract/iteration/plain-array.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import type { Calls } from './async-generator.ts';
import { isObject } from '../contract/is-object.ts';
import { abandon, advanceGenerator, isGeneratorNext, rememberSource } from '../cancellation/abandon.ts';
import { asyncMethod } from './stream-reader.ts';

/**
 * What `for await` and `yield*` of a compiled async generator iterate instead of `iterable`. The methods of its iterator,
 * asynchronous or not, may block.
 */
export function asyncIterable(calls: Calls, iterable: object, name?: string): object {
  const method = asyncMethod(iterable);
  if (method !== undefined && method !== null) {
    const begin = new Begin(iterable, method, 'Symbol.asyncIterator', calls);
    return { [Symbol.asyncIterator]: () => new BlockingAsync(begin, calls) };
  }
  return fromSync(calls, iterable, name);
}

function fromSync(calls: Calls, iterable: object, name?: string): object {
  const method = (iterable as Iterable<unknown>)[ITERATOR] as unknown;
  if (typeof method !== 'function') throw notIterable(iterable, name, 'async iterable');
  // The language itself would wait for the promises in an array, and could not be interrupted.
  if (!calls.isConsumed() && isArrayIteration(iterable, method)) return { [ITERATOR]: () => call(method, iterable) };
  const begin = new Begin(iterable, method, 'Symbol.iterator', calls);
  return { [Symbol.asyncIterator]: () => new FromSync(begin, calls) };
}

/** Makes an iterator, by a method that may block: where the first value is asked for, since one can wait there. */
class Begin {
  readonly iterable: object;
  readonly #method: unknown;
  readonly #name: string;
  readonly #calls: Calls;

  constructor(iterable: object, method: unknown, name: string, calls: Calls) {
    this.iterable = iterable;
    this.#method = method;
    this.#name = name;
    this.#calls = calls;
  }

  /** Returns what `proceed` makes of the iterator; a promise of it where the method blocks. */
  run(proceed: (iterator: object) => unknown): unknown {
    const iterator = this.#calls.begin(() => {
      link.to = this.#method;
      return call(this.#method, this.iterable);
    });
    if (iterator !== SUSPENDED) return proceed(this.#check(iterator));
    return this.#calls.finish().then(async ({ value }) => await proceed(this.#check(value)));
  }

  #check(iterator: unknown): object {
    if (isObject(iterator)) return iterator;
    throw new TypeError(`Result of the ${this.#name} method is not an object`);
  }
}

/** An async iterator whose methods may block before they return their promise. Looked at as the language looks at it. */
class BlockingAsync {
  readonly #begin: Begin;
  readonly #calls: Calls;
  #iterator: AsyncIterator<unknown> | null = null;
  #next: unknown;
  /** Whether `throw` or `return` was read before the iterator was there. The language never does; what Babel and TypeScript make of `yield*` does. */
  #isReadEarly = false;

  constructor(begin: Begin, calls: Calls) {
    this.#begin = begin;
    this.#calls = calls;
  }

  get next(): unknown {
    return (...values: unknown[]): unknown => {
      if (this.#iterator !== null) return this.#advance(values);
      return this.#begin.run((iterator) => {
        this.#iterator = iterator as AsyncIterator<unknown>;
        rememberSource(iterator, this.#begin.iterable);
        this.#next = this.#owing(this.#iterator.next);
        return this.#advance(values);
      });
    };
  }

  get throw(): unknown {
    return this.#ending('throw', (error) => this.#refuse(error));
  }

  get return(): unknown {
    return this.#ending('return', (value) => ({ value, done: true }));
  }

  /** Who reads a method early asks only then whether there is one: it always is, and does without what the iterator has not. */
  #ending(name: 'throw' | 'return', without: (value: unknown) => unknown): unknown {
    if (this.#iterator === null) this.#isReadEarly = true;
    if (!this.#isReadEarly) return this.#blocking(this.#iterator?.[name]);
    return (value: unknown): unknown => {
      const method = this.#blocking(this.#iterator?.[name]);
      return method === undefined || method === null ? without(value) : (method as (value: unknown) => unknown)(value);
    };
  }

  /** Closes the iterator, as the language does. */
  async #refuse(error: unknown): Promise<never> {
    if (this.#iterator === null) throw error;
    const close = this.#blocking(this.#iterator.return) as (() => unknown) | null | undefined;
    await close?.();
    throw withoutThrow();
  }

  #advance(values: readonly unknown[]): unknown {
    return (this.#next as (...values: readonly unknown[]) => unknown)(...spreadable(values));
  }

  /** `next`: the iterator owes a value, and is closed if the generator is interrupted meanwhile. */
  #owing(method: unknown): unknown {
    if (typeof method !== 'function') return method;
    // One that nobody can interrupt need not interrupt another.
    const advance =
      isGeneratorNext(method) && this.#calls.isConsumed()
        ? (...values: unknown[]) => advanceGenerator(this.#iterator as object, values)
        : (this.#blocking(method) as (...values: unknown[]) => unknown);
    return (...values: unknown[]): unknown => {
      const promise = advance(...spreadable(values));
      return this.#calls.awaited(promise, (error, kind) => abandon(this.#iterator as object, promise, error, kind));
    };
  }

  /** What cannot be called is left for the language to complain about. */
  #blocking(method: unknown): unknown {
    if (typeof method !== 'function') return method;
    return (...values: unknown[]): unknown => {
      const result = this.#calls.begin(() => {
        link.to = method;
        return call(method, this.#iterator, ...values);
      });
      return result === SUSPENDED ? this.#calls.finish().then(({ value }) => value) : result;
    };
  }
}

/** %AsyncFromSyncIteratorPrototype% (ECMA-262, 27.1.6) for an iterator whose methods may block. */
class FromSync {
  readonly #begin: Begin;
  readonly #calls: Calls;
  #started: Iterator<unknown> | null = null;
  #next: unknown;

  constructor(begin: Begin, calls: Calls) {
    this.#begin = begin;
    this.#calls = calls;
  }

  get #iterator(): Iterator<unknown> {
    return this.#started as Iterator<unknown>;
  }

  next(...values: unknown[]): Promise<IteratorResult<unknown>> {
    if (this.#started !== null) return this.#resume('next', values);
    return this.#begin.run((iterator) => {
      this.#started = iterator as Iterator<unknown>;
      this.#next = this.#started.next;
      return this.#resume('next', values);
    }) as Promise<IteratorResult<unknown>>;
  }

  return(...values: unknown[]): Promise<IteratorResult<unknown>> {
    return this.#resume('return', values);
  }

  throw(...values: unknown[]): Promise<IteratorResult<unknown>> {
    return this.#resume('throw', values);
  }

  /** Awaits the call if it blocks, and the value; but for that, what is awaited is what the language awaits. */
  async #resume(name: 'next' | 'return' | 'throw', values: unknown[]): Promise<IteratorResult<unknown>> {
    const method = name === 'next' ? this.#next : (this.#iterator[name] as unknown);
    const isMissing = name !== 'next' && (method === undefined || method === null);
    if (isMissing && name === 'return') return { value: values[0], done: true };
    const begun = isMissing ? this.#beginClosing() : this.#call(method, values);
    const result = begun === SUSPENDED ? (await this.#calls.finish()).value : begun;
    if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
    if (isMissing) throw withoutThrow();
    const done = Boolean((result as IteratorResult<unknown>).done);
    const value = (result as IteratorResult<unknown>).value as unknown;
    try {
      return { value: await this.#calls.awaited(value), done };
    } catch (error) {
      const closing = !done && name !== 'return' ? this.#closeAfterError() : null;
      if (closing !== null) await closing;
      throw error;
    }
  }

  #call(method: unknown, values: unknown[]): unknown {
    return this.#calls.begin(() => {
      const target = cooperativeResume.get(method) ?? unnamed(method);
      link.to = target;
      return call(target, this.#iterator, ...values);
    });
  }

  #beginClosing(): unknown {
    const method = this.#iterator.return as unknown;
    return method === undefined || method === null ? this.#iterator : this.#call(method, []);
  }

  /** Closes the iterator for the sake of an error, which counts more than one of `return`; a promise if that blocks. */
  #closeAfterError(): Promise<unknown> | null {
    try {
      return this.#beginClosing() === SUSPENDED ? this.#calls.finish().catch(() => undefined) : null;
    } catch {
      return null;
    }
  }
}
