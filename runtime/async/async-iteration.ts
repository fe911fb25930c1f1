'use greenlet';
import { cancellations, type CancellationKind } from '../contract/cancellations/cancellations.ts';
import { applyCompiled } from '../contract/enter.ts';
import type { AnyFunction } from '../contract/frame.ts';
import { cooperativeResume } from '../contract/iteration/generators.ts';
import { getCurrent } from '../core/greenlet.ts';
import { abandon, advanceGenerator, isGeneratorNext, rememberSource } from '../cancellation/abandon.ts';
import { awaitOf, awaitValue } from './await.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';

/** The next result of an async iterator. If the wait for it is interrupted, the iterator is closed. */
export function awaitNext(iterator: object, next: unknown, values: unknown[] = []): unknown {
  const promise: unknown = isGeneratorNext(next)
    ? advanceGenerator(iterator, values)
    : callIterator(next as AnyFunction, iterator, values);
  const waiter = awaitOf(promise);
  try {
    return waiter.wait();
  } catch (error) {
    if (!waiter.isAnswered) awaitValue(abandon(iterator, promise, error, kindOf(error)));
    throw error;
  }
}

/** Calls a method of an async iterator, or of what makes one, which may block. Of natives, only generators know how to. */
export function callIterator(method: AnyFunction, self: unknown, values: unknown[] = []): unknown {
  return applyCompiled(cooperativeVersion(method), self, values);
}

function cooperativeVersion(method: AnyFunction): AnyFunction {
  'use no greenlet';
  return cooperativeResume.get(method) ?? method;
}

function kindOf(error: unknown): CancellationKind {
  'use no greenlet';
  return cancellations.find(getCurrent(), error)?.kind ?? 'kill';
}

/** An async iterator as a synchronous one that waits. */
class Waiting {
  readonly #iterator: AsyncIterator<unknown>;
  readonly #next: unknown;

  constructor(iterator: AsyncIterator<unknown>) {
    this.#iterator = iterator;
    this.#next = iterator.next;
  }

  next(...values: unknown[]): IteratorResult<unknown> {
    // Before anything is taken from it, and in words that the program has written.
    assertCanWait('iterating over an async iterable');
    return awaitNext(this.#iterator, this.#next, values) as IteratorResult<unknown>;
  }

  get throw(): ((error: unknown) => IteratorResult<unknown>) | undefined {
    return typeof this.#iterator.throw === 'function' ? this.raise : undefined;
  }

  get return(): ((value?: unknown) => IteratorResult<unknown>) | undefined {
    return typeof this.#iterator.return === 'function' ? this.end : undefined;
  }

  private raise(error: unknown): IteratorResult<unknown> {
    return awaitNext(this.#iterator, this.#iterator.throw, [error]) as IteratorResult<unknown>;
  }

  private end(...values: unknown[]): IteratorResult<unknown> {
    const method = this.#iterator.return as unknown;
    return awaitValue(callIterator(method as AnyFunction, this.#iterator, values)) as IteratorResult<unknown>;
  }
}

/** The iterator for a plain `for...of` over `source`, which is only asynchronously iterable. */
export function waitingIterator(iterator: object, source: unknown): object {
  rememberSource(iterator, source);
  return new Waiting(iterator as AsyncIterator<unknown>);
}
