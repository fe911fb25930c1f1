import { isInstance } from '../../contract/is-instance.ts';

/** What a thread is told to do. */
export interface Task {
  readonly module: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What it answers. */
export type Answer = { readonly value: unknown } | { readonly failure: Failure };

/** An error: what is copied between threads would lose its properties. */
export interface Failure {
  /** What was thrown, if that was no error. */
  readonly thrown?: unknown;
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly cause?: Failure;
  /** Those of an `AggregateError`. */
  readonly errors?: readonly Failure[];
  readonly properties?: Record<string, unknown>;
}

/** Errors of the language come back as what they are, others as an `Error` with their name. */
const CLASSES = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

export function describeFailure(error: unknown): Failure {
  if (!isInstance(error, Error)) return { thrown: error };
  const { name, message, stack = '', cause } = error;
  return {
    name,
    message,
    stack,
    ...(cause === undefined ? {} : { cause: describeFailure(cause) }),
    ...(isInstance(error, AggregateError) ? { errors: error.errors.map(describeFailure) } : {}),
    // What is not enumerable has been dealt with: the message, the stack, the cause and the errors.
    properties: copyable(Object.fromEntries(Object.entries(error))),
  };
}

/** The error in the thread of the caller, to be thrown there: the runtime adds the stack of who called. */
export function restoreFailure(failure: Failure): unknown {
  const { name, stack = '', properties } = failure;
  if (name === undefined) return failure.thrown;
  const error = create(name, failure);
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  error.stack = `${stack}
    at another thread, which was called by`;
  return Object.assign(error, properties);
}

function create(name: string, { message = '', cause, errors }: Failure): Error {
  const options = cause === undefined ? {} : { cause: restoreFailure(cause) };
  if (errors !== undefined) return new AggregateError(errors.map(restoreFailure), message, options);
  const Class = Object.hasOwn(CLASSES, name) ? CLASSES[name as keyof typeof CLASSES] : Error;
  return new Class(message, options);
}

/** Without what cannot be sent to another thread. */
function copyable(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => {
      try {
        structuredClone(value);
        return true;
      } catch {
        return false;
      }
    }),
  );
}
