import { cancellations } from '../contract/cancellations/cancellations.ts';
import { caughtAll } from '../contract/cancellations/caught.ts';
import { call, enter } from '../contract/enter.ts';
import { park, takeQuietly, type Activation } from '../contract/frame.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import { getCurrent } from '../core/greenlet.ts';
import { awaitValue } from './await.ts';
import { comesFrom } from '../cancellation/clean-up.ts';
import { hub } from '../hub/index.ts';
import { tellLeaving } from './leaving.ts';

// Where the symbols are missing they are what Babel's transform takes for them.
const symbols: { dispose?: symbol; asyncDispose?: symbol } = Symbol;
const disposeKey = symbols.dispose ?? Symbol.for('Symbol.dispose');
const asyncDisposeKey = symbols.asyncDispose ?? Symbol.for('Symbol.asyncDispose');

interface Resource {
  value: unknown;
  /** Undefined for null and undefined, which `await using` accepts and waits for. */
  method: unknown;
  isAsync: boolean;
  /** The result of the method is awaited; that of a synchronous method for `await using` is ignored first. */
  awaitsResult: boolean;
}

/** The resources of a block with `using` declarations, and the state of their disposal. */
export class Disposables {
  readonly #stack: Resource[] = [];
  #failed = false;
  #error: unknown = undefined;
  #current: Resource | null = null;
  #toAwait: { value: unknown } | null = null;
  #needsAwait = false;
  #hasAwaited = false;
  over = false;

  add(resource: Resource): void {
    this.#stack.push(resource);
  }

  /** An error that comes while another one is under way suppresses it. */
  fail(error: unknown): void {
    this.#current = null;
    this.#error = this.#failed ? combined(error, this.#error) : error;
    this.#failed = true;
  }

  /** The next call to make: of a method, or of `awaitValue`. May return SUSPENDED. */
  step(): unknown {
    const { value } = this.#toAwait ?? {};
    if (this.#toAwait !== null) {
      this.#toAwait = null;
      this.#hasAwaited = true;
      link.to = awaitValue;
      return awaitValue(value);
    }
    const resource = this.#stack.pop();
    if (resource?.isAsync !== true && this.#needsAwait && !this.#hasAwaited) {
      if (resource !== undefined) this.#stack.push(resource);
      this.#needsAwait = false;
      this.#toAwait = { value: undefined };
    } else if (resource === undefined) this.over = true;
    else if (resource.method === undefined) this.#needsAwait = true;
    else return this.#call(resource);
    return undefined;
  }

  /** What the call came to. */
  receive(result: unknown): void {
    const resource = this.#current;
    this.#current = null;
    if (resource?.isAsync === true) this.#toAwait = { value: resource.awaitsResult ? result : undefined };
  }

  finish(): void {
    if (this.#failed) throw this.#error;
  }

  #call(resource: Resource): unknown {
    this.#current = resource;
    tellLeaving(resource.value, this.#failed ? { error: this.#error } : null);
    link.to = resource.method;
    return call(resource.method, resource.value);
  }
}

export function disposables(): Disposables {
  return new Disposables();
}

/** The value of a `using` declaration; it is disposed of when its block is left. */
export function use<T>(resources: Disposables, value: T, isAsync: boolean): T {
  if (value === null || value === undefined) {
    if (isAsync) resources.add({ value, method: undefined, isAsync, awaitsResult: false });
    return value;
  }
  if (typeof value !== 'object' && typeof value !== 'function') {
    throw new TypeError('using declarations can only be used with objects, functions, null, or undefined.');
  }
  const asyncMethod = isAsync ? read(value, asyncDisposeKey) : undefined;
  const method = asyncMethod ?? read(value, disposeKey);
  if (typeof method !== 'function') throw new TypeError('Object is not disposable.');
  resources.add({ value, method, isAsync, awaitsResult: asyncMethod !== undefined });
  return value;
}

function read(value: object, key: symbol): unknown {
  const method = (value as Record<symbol, unknown>)[key];
  return method === null ? undefined : method;
}

/**
 * Disposes of the resources of a block that has been left; `kind` is 1 if by `error`. The methods may block. Written as
 * compiled code.
 *
 * Source: DisposeResources of the proposal "Explicit Resource Management".
 */
export function dispose(resources: Disposables, kind: number, error: unknown): unknown {
  let frame: Activation | null = null;
  if (link.to !== dispose) {
    frame = link.frame as Activation | null;
    if (frame === null) return enter(dispose, null, [resources, kind, error]);
    resources = frame.a as Disposables;
  }
  link.to = null;
  let resumed = frame !== null;
  if (!resumed && kind === 1) resources.fail(error);
  while (!resources.over) {
    try {
      const result = resumed ? takeQuietly() : resources.step();
      resumed = false;
      if (result === SUSPENDED) return park(frame, dispose, null, -1, resources);
      resources.receive(result);
    } catch (failure) {
      resumed = false;
      caughtAll(failure);
      resources.fail(failure);
    }
  }
  resources.finish();
  return undefined;
}

/** A cancellation is not wrapped, lest it is lost; what it meets is reported. */
function combined(error: unknown, earlier: unknown): unknown {
  const isUnderWay = (value: unknown): boolean => cancellations.find(getCurrent(), value) !== undefined;
  if (!isUnderWay(earlier) && !isUnderWay(error)) return suppressed(error, earlier);
  const [kept, other] = isUnderWay(earlier) ? [earlier, error] : [error, earlier];
  if (!isUnderWay(other) && !comesFrom(other, kept)) hub.handleError(other, getCurrent());
  return kept;
}

type SuppressedErrorLike = new (error: unknown, suppressed: unknown) => Error;

function suppressed(error: unknown, earlier: unknown): Error {
  const { SuppressedError } = globalThis as { SuppressedError?: SuppressedErrorLike };
  if (SuppressedError !== undefined) return new SuppressedError(error, earlier);
  return Object.assign(new Error(), { name: 'SuppressedError', error, suppressed: earlier });
}
