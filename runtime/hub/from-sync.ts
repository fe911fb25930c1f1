import { call } from '../contract/enter.ts';
import { cooperativeResume } from '../contract/generators.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import type { Calls } from './async-generator.ts';

type Method = (value?: unknown) => IteratorResult<unknown>;

/**
 * What `for await` and `yield*` of a compiled async generator iterate instead of `iterable`. A generator that may block
 * is resumed by cooperative code; everything else iterates as it does natively.
 */
export function asyncIterable(calls: Calls, iterable: object): object {
  const asyncMethod = (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator] as unknown;
  if (asyncMethod !== undefined && asyncMethod !== null) {
    return { [Symbol.asyncIterator]: () => call(asyncMethod, iterable) };
  }
  const iterator = call((iterable as Iterable<unknown>)[Symbol.iterator], iterable) as Iterator<unknown>;
  const native = { [Symbol.iterator]: () => iterator };
  if (!isObject(iterator) || !cooperativeResume.has(iterator.next)) return native;
  const wrapped = new FromSync(iterator, calls);
  return { [Symbol.asyncIterator]: () => wrapped };
}

/** %AsyncFromSyncIteratorPrototype% (ECMA-262, 27.1.6) for a generator whose methods may block. */
class FromSync {
  readonly #iterator: Iterator<unknown>;
  readonly #calls: Calls;

  constructor(iterator: Iterator<unknown>, calls: Calls) {
    this.#iterator = iterator;
    this.#calls = calls;
  }

  next(value: unknown): Promise<IteratorResult<unknown>> {
    return this.#resume(this.#iterator.next as Method, value, true);
  }

  return(value: unknown): Promise<IteratorResult<unknown>> {
    const method = this.#iterator.return as Method | undefined;
    if (method === undefined) return Promise.resolve({ value, done: true });
    return this.#resume(method, value, false);
  }

  throw(error: unknown): Promise<IteratorResult<unknown>> {
    return this.#resume(this.#iterator.throw as Method, error, true);
  }

  #resume(method: Method, value: unknown, closes: boolean): Promise<IteratorResult<unknown>> {
    return new Promise((resolve, reject) => {
      const receive = (result: IteratorResult<unknown>): void => {
        const settled = (settledValue: unknown): void => resolve({ value: settledValue, done: Boolean(result.done) });
        const failed = (error: unknown): void => {
          if (closes && !result.done) this.#iterator.return?.();
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
          reject(error);
        };
        void Promise.resolve(result.value).then(settled, failed);
      };
      const result = this.#calls.begin(() => {
        const target = cooperativeResume.get(method) ?? method;
        link.to = target;
        return call(target, this.#iterator, value);
      });
      if (result !== SUSPENDED) receive(result as IteratorResult<unknown>);
      else void this.#calls.finish().then((finished) => receive(finished.value as IteratorResult<unknown>), reject);
    });
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
