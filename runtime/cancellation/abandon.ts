import { reflectApply } from '../contract/builtins.ts';
import type { CancellationKind } from '../contract/cancellations/cancellations.ts';
import { comesFrom } from './clean-up.ts';
import { share } from '../contract/share.ts';
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

/** A compiled async generator, or whatever else can be interrupted where it waits. */
export interface Interruptible {
  /** Returns false if it does not wait. */
  interrupt(error: unknown, kind: CancellationKind): boolean;
  wasInterrupted(error: unknown): boolean;
}

/** What is known about async iterators that compiled code iterates. */
interface Iterated {
  /** The calls of compiled async generators, by the generator. Only of those that compiled code has begun. */
  readonly callsOf: WeakMap<object, Interruptible>;
  /** The Node streams that iterators were made of. */
  readonly streams: WeakMap<object, Destroyable>;
  /** The generator whose body is being entered. */
  entering: object | null;
}

const iterated = share<Iterated>(Symbol.for('greenlets:v1:iterated'), () => ({
  callsOf: new WeakMap(),
  streams: new WeakMap(),
  entering: null,
}));

interface Destroyable {
  destroy(): unknown;
  on(event: 'error', listener: (failure: unknown) => void): unknown;
  listenerCount?(event: 'error'): number;
}

/** Codes of Node and undici for errors that only say that a stream was destroyed before its end. */
const MERE_ENDS: readonly unknown[] = [
  'ABORT_ERR',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_ABORTED',
];
/** Node's iterator of a stream listens for errors, which it drops when the stream is destroyed. */
const OWN_LISTENERS = 1;

/** An iterator that knows how to be abandoned while it owes a value. */
export interface Abandonable {
  /** A rejection is reported. */
  abandon(): Promise<void>;
}

/** To be told of what an async iterator was made of. */
export function rememberSource(iterator: object, source: unknown): void {
  if (isStream(source)) iterated.streams.set(iterator, source);
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
  const outer = iterated.entering;
  // A body that is known calls others, which must not be taken for it.
  iterated.entering = iterated.callsOf.has(iterator) ? null : iterator;
  try {
    return reflectApply(generatorNext, iterator, values as []);
  } finally {
    iterated.entering = outer;
  }
}

/** The body of a compiled async generator begins or goes on. Returns whether it is a loop of compiled code that has asked for a value. */
export function entered(calls: Interruptible): boolean {
  if (iterated.entering === null) return false;
  iterated.callsOf.set(iterated.entering, calls);
  iterated.entering = null;
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
  const calls = iterated.callsOf.get(iterator);
  if (calls !== undefined && (await interruptSoon(calls, promise, error, kind)))
    return await ended(iterator, promise, calls, error);
  try {
    const stream = iterated.streams.get(iterator);
    if (stream !== undefined) destroy(stream, error);
    else if (isAbandonable(iterator)) reportLater(iterator.abandon(), calls, error);
    else close(iterator, calls, error);
  } catch (failure) {
    hub.handleError(failure, null);
  }
}

/** How many jobs a generator may take from one wait to the next, or to the value that it owes. */
const JOBS_BETWEEN_WAITS = 10;

/**
 * A wait of the generator may be over, and what it does next be a job that has not run: it goes on to its next wait, where it is
 * interrupted, or to the end of its step. Returns whether it has come to one of them.
 */
async function interruptSoon(
  calls: Interruptible,
  promise: unknown,
  error: unknown,
  kind: CancellationKind,
): Promise<boolean> {
  const step = { isSettled: false };
  const settled = (): void => void (step.isSettled = true);
  (promise as Promise<unknown>).then(settled, settled);
  for (let jobs = 0; jobs < JOBS_BETWEEN_WAITS; jobs++) {
    if (step.isSettled || calls.interrupt(error, kind)) return true;
    await Promise.resolve();
  }
  return false;
}

/** What the generator makes of the interruption is dropped, other errors are reported. It may also have gone on. */
async function ended(iterator: object, promise: unknown, calls: Interruptible, error: unknown): Promise<void> {
  try {
    const result = (await promise) as IteratorResult<unknown>;
    if (!result.done) await (iterator as AsyncIterator<unknown>).return?.();
  } catch (failure) {
    if (!isExpected(failure, calls, error)) hub.handleError(failure, null);
  }
}

/** The result of `return()` may never come: it is not waited for. */
function close(iterator: object, calls: Interruptible | undefined, error: unknown): void {
  const method = (iterator as AsyncIterator<unknown>).return as unknown;
  if (typeof method !== 'function') return;
  reportLater(reflectApply(method as () => unknown, iterator, []), calls, error);
}

function reportLater(result: unknown, calls: Interruptible | undefined, error: unknown): void {
  Promise.resolve(result).catch((failure: unknown) => {
    if (!isExpected(failure, calls, error)) hub.handleError(failure, null);
  });
}

/** An error of `_destroy` is reported, unless the program listens for errors of the stream. */
function destroy(stream: Destroyable, error: unknown): void {
  if ((stream.listenerCount?.('error') ?? 0) <= OWN_LISTENERS) {
    stream.on('error', (failure) => {
      if (!isMereEnd(failure) && !comesFrom(failure, error)) hub.handleError(failure, null);
    });
  }
  stream.destroy();
}

/** Whether an error says no more than that we have destroyed the stream. It may be of another realm. */
function isMereEnd(failure: unknown): boolean {
  if (typeof failure !== 'object' || failure === null) return false;
  const { name, code, message } = failure as Partial<Record<keyof NodeJS.ErrnoException, unknown>>;
  return name === 'AbortError' || MERE_ENDS.includes(code) || /\babort(?:ed)?\b/i.test(String(message));
}

/** Somebody else may have killed the generator, too: nobody has to hear of that, either. */
function isExpected(failure: unknown, calls: Interruptible | undefined, error: unknown): boolean {
  return comesFrom(failure, error) || calls?.wasInterrupted(failure) === true;
}

function isAbandonable(iterator: object): iterator is Abandonable {
  return 'abandon' in iterator && typeof iterator.abandon === 'function';
}
