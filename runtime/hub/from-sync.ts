import { call } from '../contract/enter.ts';
import { cooperativeResume } from '../contract/generators.ts';
import { isPlainArray } from '../contract/plain-array.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import type { Calls } from './async-generator.ts';
import { isObject } from '../contract/is-object.ts';

/**
 * What `for await` and `yield*` of a compiled async generator iterate instead of `iterable`. The methods of its iterator,
 * asynchronous or not, may block.
 */
export function asyncIterable(calls: Calls, iterable: object): object {
  const asyncMethod = (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator] as unknown;
  if (asyncMethod !== undefined && asyncMethod !== null) {
    return { [Symbol.asyncIterator]: () => letBlock(call(asyncMethod, iterable), calls) };
  }
  if (isPlainArray(iterable)) return iterable;
  const method = (iterable as Iterable<unknown>)[Symbol.iterator] as unknown;
  if (typeof method !== 'function') throw new TypeError('the operand is not async iterable');
  const iterator = call(method, iterable);
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.iterator method is not an object');
  const wrapped = new FromSync(iterator as Iterator<unknown>, calls);
  return { [Symbol.asyncIterator]: () => wrapped };
}

function letBlock(iterator: unknown, calls: Calls): unknown {
  return isObject(iterator) ? new BlockingAsync(iterator as AsyncIterator<unknown>, calls) : iterator;
}

/** An async iterator whose methods may block before they return their promise. Looked at as the language looks at it. */
class BlockingAsync {
  readonly #iterator: AsyncIterator<unknown>;
  readonly #calls: Calls;
  readonly next: unknown;

  constructor(iterator: AsyncIterator<unknown>, calls: Calls) {
    this.#iterator = iterator;
    this.#calls = calls;
    this.next = this.#blocking(iterator.next);
  }

  get throw(): unknown {
    return this.#blocking(this.#iterator.throw);
  }

  get return(): unknown {
    return this.#blocking(this.#iterator.return);
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
  readonly #iterator: Iterator<unknown>;
  readonly #calls: Calls;
  readonly #next: unknown;

  constructor(iterator: Iterator<unknown>, calls: Calls) {
    this.#iterator = iterator;
    this.#calls = calls;
    this.#next = iterator.next;
  }

  next(...values: unknown[]): Promise<IteratorResult<unknown>> {
    return this.#resume('next', values);
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
    const begun = isMissing ? this.#beginClosing() : this.#begin(method, values);
    const result = begun === SUSPENDED ? (await this.#calls.finish()).value : begun;
    if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
    if (isMissing) throw new TypeError("The iterator does not provide a 'throw' method");
    const done = Boolean((result as IteratorResult<unknown>).done);
    const value = (result as IteratorResult<unknown>).value as unknown;
    try {
      return { value: await value, done };
    } catch (error) {
      const closing = !done && name !== 'return' ? this.#closeAfterError() : null;
      if (closing !== null) await closing;
      throw error;
    }
  }

  #begin(method: unknown, values: unknown[]): unknown {
    return this.#calls.begin(() => {
      const target = cooperativeResume.get(method) ?? method;
      link.to = target;
      return call(target, this.#iterator, ...values);
    });
  }

  #beginClosing(): unknown {
    const method = this.#iterator.return as unknown;
    return method === undefined || method === null ? this.#iterator : this.#begin(method, []);
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
