import type { CancellationKind } from '../contract/cancellations.ts';
import type { Calls } from '../async/async-generator.ts';
import { comesFrom } from './clean-up.ts';
import { hub } from '../hub/index.ts';

/*
 * Somebody is interrupted while an async iterator owes the next value. Nobody is going to ask it for more, so it is closed.
 * The language queues `return()` behind the value that is owed, which may never come: where we know how, it is interrupted.
 */

const exampleFunction = async function* (): AsyncGenerator {
  yield await Promise.resolve();
};
/** Read from the prototype that all async generators share, before anybody changes it. */
const { next: generatorNext } = exampleFunction();

/** The calls of compiled async generators, by the generator. Only of those that compiled code has begun. */
const callsOf = new WeakMap<object, Calls>();
/** The Node streams that iterators were made of. */
const streams = new WeakMap<object, Destroyable>();
/** The generator whose body is being entered. */
let entering: object | null = null;

interface Destroyable {
  destroy(): unknown;
}

/** An iterator that knows how to be abandoned while it owes a value. */
export interface Abandonable {
  abandon(): void;
}

/** To be told of what an async iterator was made of. */
export function rememberSource(iterator: object, source: unknown): void {
  if (isStream(source)) streams.set(iterator, source);
}

/** `destroy` alone could mean anything. */
function isStream(source: unknown): source is Destroyable {
  if (typeof source !== 'object' || source === null) return false;
  const { destroy, on } = source as Partial<Record<'destroy' | 'on', unknown>>;
  return typeof destroy === 'function' && typeof on === 'function';
}

/** Whether `next` is that of the engine's async generators: it never blocks, and may begin one of ours. */
export function isGeneratorNext(next: unknown): next is typeof generatorNext {
  return next === generatorNext;
}

/** Asks an async generator for the next value. If that begins the body of a compiled one, it can be interrupted later. */
export function advanceGenerator(iterator: object, values: unknown[] = []): unknown {
  const outer = entering;
  entering = iterator;
  try {
    return Reflect.apply(generatorNext, iterator, values as []);
  } finally {
    entering = outer;
  }
}

/** The body of a compiled async generator begins. Returns whether compiled code has asked for its first value. */
export function entered(calls: Calls): boolean {
  if (entering === null) return false;
  callsOf.set(entering, calls);
  entering = null;
  return true;
}

/**
 * Closes an async iterator that owes `promise`. A compiled async generator is interrupted where it waits, so that its
 * `finally` blocks run now; the promise that is returned is settled when it has ended.
 */
export async function abandon(
  iterator: object,
  promise: unknown,
  error: unknown,
  kind: CancellationKind,
): Promise<void> {
  const calls = callsOf.get(iterator);
  if (calls?.interrupt(error, kind) === true) return await ended(iterator, promise, calls, error);
  try {
    const stream = streams.get(iterator);
    if (stream !== undefined) stream.destroy();
    else if (isAbandonable(iterator)) iterator.abandon();
    else close(iterator, calls, error);
  } catch (failure) {
    hub.handleError(failure, null);
  }
}

/** What the generator makes of the interruption is dropped, other errors are reported. It may also have gone on. */
async function ended(iterator: object, promise: unknown, calls: Calls, error: unknown): Promise<void> {
  try {
    const result = (await promise) as IteratorResult<unknown>;
    if (!result.done) await (iterator as AsyncIterator<unknown>).return?.();
  } catch (failure) {
    if (!isExpected(failure, calls, error)) hub.handleError(failure, null);
  }
}

/** The result of `return()` may never come: it is not waited for. */
function close(iterator: object, calls: Calls | undefined, error: unknown): void {
  const method = (iterator as AsyncIterator<unknown>).return as unknown;
  if (typeof method !== 'function') return;
  const result: unknown = Reflect.apply(method as () => unknown, iterator, []);
  Promise.resolve(result).catch((failure: unknown) => {
    if (!isExpected(failure, calls, error)) hub.handleError(failure, null);
  });
}

/** Somebody else may have killed the generator, too: nobody has to hear of that, either. */
function isExpected(failure: unknown, calls: Calls | undefined, error: unknown): boolean {
  return comesFrom(failure, error) || calls?.wasInterrupted(failure) === true;
}

function isAbandonable(iterator: object): iterator is Abandonable {
  return 'abandon' in iterator && typeof iterator.abandon === 'function';
}
