import { reflectApply } from '../builtins.ts';
import { ITERATOR } from './plain-array.ts';
import type { AnyFunction, Frame } from '../frame.ts';
import { IN_BODY, IN_DELEGATE, park, takeQuietly } from '../frame.ts';
import { call, callWith, enter, unnamed } from '../enter.ts';
import { asynchronous } from './asynchronous.ts';
import { link, SUSPENDED } from '../link.ts';
import { isObject } from '../is-object.ts';
import { notIterable } from './not-iterable.ts';
import type { GeneratorFunctionLike } from './generator-likes.ts';
import { isResumed, PAUSED, refusal } from './suspension.ts';
import { noteMachinery } from '../machinery.ts';

/*
 * A compiled generator keeps its native frame. Where a call in it suspends, it yields SUSPENDED to whoever resumed it,
 * and asks for the value (`take`) when it is resumed. Only the functions here resume it in that way; they announce the
 * generator in `link.to`, and the generator's body, which knows its function, recognises it.
 */

type NativeGenerator = Generator<unknown, unknown, unknown>;

// Read from the prototype that all generators share, before anybody changes it.
const exampleFunction = function* (): Generator {
  yield undefined;
};
const example = exampleFunction() as NativeGenerator;
const native = { next: example.next, throw: example.throw, return: example.return } as const;
export { native as nativeGenerator };

/** What passes through `yield*` while the inner iterator's `throw` or `return` is suspended: to be resumed in the same way. */
const DELEGATED = Object.freeze({ value: SUSPENDED, done: false });

/** The generator whose body asks, if cooperative code resumed it; `fn` is its function. */
export function opened(fn: GeneratorFunctionLike): object | false {
  const { to } = link;
  if (typeof to !== 'object' || to === null) return false;
  link.to = null;
  return belongsTo(to, fn) ? to : false;
}

/**
 * Whether the generator is one of the function's, as far as its prototype tells; nobody else is asked. Where the function
 * has no prototype to give, its generators have that of all, which tells nothing.
 */
function belongsTo(generator: object, fn: GeneratorFunctionLike): boolean {
  const { prototype } = fn;
  return isObject(prototype) && reflected(isPrototypeOf, prototype, [generator]);
}

const { isPrototypeOf } = Object.prototype;
const reflected: (fn: (value: object) => boolean, self: unknown, args: [object]) => boolean = reflectApply;

/** The cooperative version of a native method of generators, written as compiled code. */
function cooperative(method: (this: NativeGenerator, value: unknown) => IteratorResult<unknown>): AnyFunction {
  return function resume(this: NativeGenerator, value: unknown): unknown {
    let frame: Frame | null = null;
    if (link.to !== resume) {
      frame = link.frame;
      if (frame === null) return enter(resume, this, [value]);
      link.registers.frame = null;
    }
    link.to = frame === null ? this : SUSPENDED;
    const resumed = frame === null || frame.pc === IN_DELEGATE ? method : native.next;
    // As long as it runs, nobody can look where it is suspended.
    if (frame !== null) frame.pc = 0;
    const result = call(resumed, this, value) as IteratorResult<unknown>;
    link.to = null;
    if (Passed.is(result)) return result.result;
    // The value of a refusal throws.
    if (result.value !== SUSPENDED) return result;
    return park(frame, resume, this, result === DELEGATED ? IN_DELEGATE : IN_BODY);
  };
}

/**
 * What an inner iterator of `yield*` returned, on its way out. The language looks at its `done` once, and at its
 * `value` only in the end.
 */
class Passed {
  readonly #result: IteratorResult<unknown>;
  readonly done: boolean;

  constructor(result: IteratorResult<unknown>) {
    this.#result = result;
    this.done = Boolean(result.done);
  }

  static is(object: object): object is Passed {
    return #result in object;
  }

  get result(): IteratorResult<unknown> {
    return this.#result;
  }

  get value(): unknown {
    return this.#result.value as unknown;
  }
}

const resuming = new Map<unknown, AnyFunction>([
  [native.next, cooperative(native.next)],
  [native.throw, cooperative(native.throw)],
  [native.return, cooperative(native.return)],
]);
noteMachinery(...resuming.values());

/** From each native method that resumes a generator (or a helper of an iterator) to the one that lets it suspend. */
export const cooperativeResume: ReadonlyMap<unknown, AnyFunction> = resuming;

/** Adds to `cooperativeResume`; methods that this engine does not have are left out. */
export function registerResume(versions: readonly (readonly [method: unknown, version: AnyFunction])[]): void {
  for (const [method, version] of versions) if (method !== undefined) resuming.set(method, version);
}

/**
 * What `yield*` in a compiled generator delegates to: the iterator of `iterable`, which may block when it is made and in its
 * methods. `fn` is the function of the generator, `open` what it knows about who resumed it. `name`: how the engine refers to it, unless by what it is.
 */
export function delegate(
  iterable: Iterable<unknown> | null | undefined,
  fn: GeneratorFunctionLike,
  open: object | false,
  name?: string,
): Iterable<unknown> {
  const method = iterable?.[ITERATOR] ?? waitingMethod(iterable);
  if (typeof method !== 'function') throw notIterable(iterable, name);
  const iterator = new Delegate(iterable as object, method, fn, open);
  return { [ITERATOR]: () => iterator as unknown as Iterator<unknown> };
}

/** What makes an iterator that waits, of what is only asynchronously iterable. */
function waitingMethod(iterable: unknown): AnyFunction | undefined {
  const method = iterable === undefined || iterable === null ? undefined : asynchronous.method(iterable);
  if (typeof method !== 'function') return undefined;
  return function (this: object): unknown {
    const iterator: unknown = call(method, this);
    if (!isObject(iterator)) throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
    return asynchronous.wait(iterator, this);
  };
}

/** What `yield*` of the language says. */
export function withoutThrow(): TypeError {
  return new TypeError("The iterator does not provide a 'throw' method.");
}

class Delegate {
  /** What is iterated, and the method that makes its iterator, when the first value is asked for. */
  readonly #iterable: object;
  #method: AnyFunction | null;
  #iterator!: Iterator<unknown>;
  #next: unknown;
  readonly #fn: GeneratorFunctionLike;
  /** The generator, if cooperative code resumed it. */
  #outer: object | false;
  #isFirst = true;
  /** A method of the iterator suspended; the generator is being resumed with what it returns. */
  #suspended = false;
  /** What is yielded then. */
  #pause: object = PAUSED;
  /** What is being called is `return`, for want of `throw`. */
  #isClosing = false;

  constructor(iterable: object, method: AnyFunction, fn: GeneratorFunctionLike, open: object | false) {
    this.#outer = open;
    this.#iterable = iterable;
    this.#method = method;
    this.#fn = fn;
  }

  next(value: unknown): unknown {
    if (this.#method !== null) return this.#begin(this.#method);
    if (this.#suspended) return this.#resume();
    this.#pause = PAUSED;
    return this.#forward(this.#next, [value]);
  }

  get throw(): unknown {
    if (this.#suspended) return () => this.#resume();
    this.#pause = DELEGATED;
    const method = this.#iterator.throw as unknown;
    return method === undefined || method === null
      ? () => this.#close()
      : (...values: unknown[]) => this.#forward(method, values);
  }

  get return(): unknown {
    if (this.#suspended) return () => this.#resume();
    this.#pause = DELEGATED;
    const method = this.#iterator.return as unknown;
    return method === undefined || method === null
      ? undefined
      : (...values: unknown[]) => this.#forward(method, values);
  }

  /** An iterator without `throw` is closed instead, which may block, and the delegation ends with an error. */
  #close(): unknown {
    const method = this.#iterator.return as unknown;
    if (method === undefined || method === null) throw withoutThrow();
    this.#isClosing = true;
    return this.#forward(method, []);
  }

  /** Makes the iterator, and advances it for the first time. */
  #begin(method: AnyFunction): unknown {
    const resumed = this.#suspended;
    if (resumed && !isResumed()) return refusal(this.next);
    this.#suspended = false;
    link.to = this.#outer === false || resumed ? null : method;
    const iterator = resumed ? takeQuietly() : call(method, this.#iterable);
    this.#suspended = iterator === SUSPENDED;
    if (this.#suspended) return PAUSED;
    if (!isObject(iterator)) throw new TypeError('Result of the Symbol.iterator method is not an object');
    this.#method = null;
    this.#iterator = iterator as Iterator<unknown>;
    this.#next = this.#iterator.next;
    return this.#forward(this.#next, [undefined]);
  }

  #forward(method: unknown, values: unknown[]): unknown {
    if (!this.#isFirst) this.#outer = opened(this.#fn);
    this.#isFirst = false;
    const target = (this.#outer === false ? undefined : cooperativeResume.get(method)) ?? unnamed(method);
    link.to = this.#outer === false ? null : target;
    return this.#receive(() => callWith(target, this.#iterator, values));
  }

  #resume(): unknown {
    if (!isResumed()) return refusal(this.next);
    this.#suspended = false;
    return this.#receive(takeQuietly);
  }

  /** When the delegation is over, the generator's own body goes on, and asks who resumed it. */
  #receive(produce: () => unknown): unknown {
    let isOver = true;
    try {
      const result = produce();
      this.#suspended = result === SUSPENDED;
      if (this.#suspended) isOver = false;
      else if (this.#isClosing)
        throw isObject(result) ? withoutThrow() : new TypeError(`Iterator result ${String(result)} is not an object`);
      if (this.#suspended || this.#outer === false || !isObject(result)) return this.#suspended ? this.#pause : result;
      const passed = new Passed(result as IteratorResult<unknown>);
      isOver = passed.done;
      return passed;
    } finally {
      link.to = isOver && this.#outer !== false ? this.#outer : null;
    }
  }
}
