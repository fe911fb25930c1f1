import { share } from '../../contract/share.ts';
import { checkArray, checkErrorClass } from '../../core/errors/check.ts';
import { expected } from '../../core/errors/expected.ts';
import { getCurrent, Greenlet } from '../../core/greenlet.ts';
import { isOfAny } from '../../core/errors/is-of-any.ts';
import { hub } from '../index.ts';
import { observers, type Observer } from '../observers.ts';
import type { ErrorHandler } from './report.ts';

/** A class of errors. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/** The handlers of greenlets that have one of their own. */
const handlers = share(Symbol.for('greenlets:v1:errorHandlers'), () => new WeakMap<Greenlet, ErrorHandler>());

/** Which errors are not reported, and which end the program. */
const policy = share<{ quiet: readonly ErrorClass[]; fatal: readonly ErrorClass[] }>(
  Symbol.for('greenlets:v1:errorPolicy'),
  () => ({ quiet: [], fatal: [] }),
);

function handlerFor(error: unknown, greenlet: Greenlet | null): ErrorHandler | null {
  if (isOfAny(error, policy.quiet)) return () => undefined;
  if (isOfAny(error, policy.fatal)) return throwOutside;
  return greenlet === null ? null : (handlers.get(greenlet) ?? null);
}

const throwOutside: ErrorHandler = (error) => {
  hub.host.setImmediate(() => {
    throw error;
  });
};

/** Whoever is started by such a greenlet has the same one. */
const inheritance: Observer = {
  started(greenlet) {
    const handler = handlers.get(getCurrent());
    if (handler !== undefined && !handlers.has(greenlet)) handlers.set(greenlet, handler);
  },
};

/**
 * Sets who is told of the errors that nobody handles: those of greenlets that nobody asks for, and those of callbacks in
 * the hub. By default they go to `console.error`, and on Node the exit code becomes 1, as after an unhandled rejection,
 * unless somebody asks for the error later, or the program has set `process.exitCode`.
 *
 * For a greenlet, sets who is told of its errors, and of those of the greenlets that it starts from now on, with all that these start.
 *
 * @param handler must not block; null, for a greenlet, for the one that is set for all
 * @returns the handler so far; null for a greenlet that has had none
 * @throws {TypeError} if `handler` is not a function, or `greenlet` no greenlet
 */
export function setErrorHandler(handler: ErrorHandler | null, greenlet: Greenlet): ErrorHandler | null;
export function setErrorHandler(handler: ErrorHandler): ErrorHandler;
export function setErrorHandler(handler: ErrorHandler | null, greenlet?: Greenlet): ErrorHandler | null {
  if (greenlet !== undefined) return setHandlerOf(greenlet, handler);
  if (typeof handler !== 'function') throw expected('a function', handler);
  const previous = hub.onError;
  hub.onError = handler;
  return previous;
}

function setHandlerOf(greenlet: Greenlet, handler: ErrorHandler | null): ErrorHandler | null {
  if (!isGreenlet(greenlet)) throw expected('a greenlet', greenlet);
  if (handler !== null && typeof handler !== 'function') throw expected('a function, or null', handler);
  const previous = handlers.get(greenlet) ?? null;
  if (handler === null) {
    handlers.delete(greenlet);
    return previous;
  }
  handlers.set(greenlet, handler);
  observers.add(inheritance);
  hub.handlerFor = handlerFor;
  return previous;
}

function isGreenlet(value: unknown): boolean {
  return value instanceof Greenlet;
}

/**
 * Sets which errors are not reported, though nobody asks for them. A `GreenletExit` never is.
 *
 * @returns the classes so far; none by default
 * @throws {TypeError} if `classes` is not an array of classes
 *
 * Source: `Hub.NOT_ERROR` of gevent.
 */
export function setQuietErrors(classes: readonly ErrorClass[]): readonly ErrorClass[] {
  const previous = policy.quiet;
  policy.quiet = checked(classes);
  hub.handlerFor = handlerFor;
  return previous;
}

/**
 * Sets which errors end the program if nobody asks for them: they are thrown outside of greenlets, as uncaught exceptions.
 *
 * @returns the classes so far; none by default
 * @throws {TypeError} if `classes` is not an array of classes
 *
 * Source: `Hub.SYSTEM_ERROR` of gevent.
 */
export function setFatalErrors(classes: readonly ErrorClass[]): readonly ErrorClass[] {
  const previous = policy.fatal;
  policy.fatal = checked(classes);
  hub.handlerFor = handlerFor;
  return previous;
}

function checked(classes: readonly ErrorClass[]): readonly ErrorClass[] {
  checkArray(classes, 'an array of classes of errors');
  for (const each of classes) checkErrorClass(each);
  return [...classes];
}
