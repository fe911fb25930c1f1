type AnyFn = (...args: never) => unknown;
type AnyClass = abstract new (...args: never) => unknown;
type IsAny<T> = 0 extends 1 & T ? true : false;

/** What tells the types of views from others. Nothing at run time has it, and a test double need not have it either. */
declare const VIEW: unique symbol;
interface View {
  readonly [VIEW]?: never;
}

/** Whether it is the type of a view. */
export type IsView<T> = typeof VIEW extends keyof T ? true : false;

/** The objects of a global class; never in projects that have neither the types of the DOM nor those of Node. */
type Global<Name extends string> = typeof globalThis extends Readonly<Record<Name, { prototype: infer T }>> ? T : never;

/** What is seen as it is, through a view, too. */
type Data =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | symbol
  | readonly unknown[]
  | Date
  | Error
  | RegExp
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | WeakMap<WeakKey, unknown>
  | ArrayBuffer
  | ArrayBufferView
  | Global<'URL'>
  | Global<'URLSearchParams'>
  | Global<'AbortSignal'>;

type IsCalled<T> = IsAny<T> extends true ? false : T extends Data ? false : T extends AnyFn | AnyClass ? true : false;
type HasMethods<T> = true extends { [K in keyof T]-?: IsCalled<NonNullable<T[K]>> }[keyof T] ? true : false;
type Holds<T> =
  IsAny<T> extends true
    ? false
    : T extends Data
      ? false
      : T extends AnyFn | AnyClass
        ? true
        : T extends object
          ? HasMethods<T>
          : false;
/** Whether there is anything in an object that can be called. */
type HasCalls<T> = true extends { [K in keyof T]-?: Holds<NonNullable<T[K]>> }[keyof T] ? true : false;

/**
 * The type of the view of a `T`: its methods return what their promises are fulfilled with. So do those of what they return, and of
 * what it holds. Data is what it is, and so are promises that a property holds.
 *
 * Up to eight overloads of a function are seen, in their order. Type parameters of methods become what they extend: a conditional
 * type cannot keep them.
 */
export type Green<T> =
  IsAny<T> extends true
    ? T
    : unknown extends T
      ? T
      : T extends Data
        ? T
        : IsView<T> extends true
          ? T
          : T extends AnyClass
            ? GreenClass<T> & Original<T>
            : T extends AnyFn
              ? GreenFunction<T> & Original<T>
              : T extends object
                ? HasCalls<T> extends true
                  ? GreenObject<T>
                  : T
                : T;

/** What has been taken from the original. */
type Original<T> = string extends keyof T
  ? { readonly async: T }
  : 'async' extends keyof T
    ? unknown
    : { readonly async: T };

type GreenObject<T> = Members<T> & Original<T> & Iteration<T> & Disposal<T> & View;

type Members<T> = { [K in keyof T]: Member<T[K]> };

/** Methods have no `async` of their own: it would not know their object. */
type Member<T> =
  IsAny<T> extends true
    ? T
    : T extends PromiseLike<unknown>
      ? T
      : T extends AnyClass
        ? Green<T>
        : T extends AnyFn
          ? GreenFunction<T>
          : Green<T>;

type Iteration<T> =
  T extends Iterable<unknown>
    ? unknown
    : T extends AsyncIterable<infer Item>
      ? { [Symbol.iterator](): IterableIterator<Green<Item>> }
      : unknown;

type Disposal<T> = T extends { [Symbol.dispose](): void }
  ? unknown
  : T extends { [Symbol.asyncDispose](): PromiseLike<void> }
    ? { [Symbol.dispose](): void }
    : unknown;

/** What a call returns whose original returns an `R`. */
export type Result<R> = Green<Awaited<R>>;

type GreenFunction<F> = Signatures<F> & Members<F> & View;

type GreenClass<C> = Constructors<C> & Members<C> & (C extends AnyFn ? Signatures<C> : unknown) & View;

/** One signature. Those that a function does not have are inferred as the first one, or without parameters and result. */
type Signature<This, A extends readonly unknown[], R> = unknown extends This
  ? (...args: Arguments<A>) => Result<R>
  : (this: This | Green<This>, ...args: Arguments<A>) => Result<R>;

type Constructor<A extends readonly unknown[], R> = new (...args: Arguments<A>) => Green<R>;

/** What a library gets: an original or its view, and callbacks, which are given views. */
type Arguments<A extends readonly unknown[]> = { [I in keyof A]: Argument<A[I]> };

type Argument<P> =
  IsAny<P> extends true
    ? P
    : P extends Data
      ? P
      : P extends AnyClass
        ? P | Green<P>
        : P extends (this: infer This, ...args: infer A) => infer R
          ? Callback<This, Views<A>, R | Awaited<R> | Result<R>>
          : P extends object
            ? HasCalls<P> extends true
              ? P | Green<P>
              : P
            : P;

type Callback<This, A extends readonly unknown[], R> = unknown extends This
  ? (...args: A) => R
  : (this: Green<This>, ...args: A) => R;

type Views<A extends readonly unknown[]> = { [I in keyof A]: Green<A[I]> };

// prettier-ignore
type Signatures<F> = F extends {
  (this: infer T1, ...args: infer A1): infer R1; (this: infer T2, ...args: infer A2): infer R2;
  (this: infer T3, ...args: infer A3): infer R3; (this: infer T4, ...args: infer A4): infer R4;
  (this: infer T5, ...args: infer A5): infer R5; (this: infer T6, ...args: infer A6): infer R6;
  (this: infer T7, ...args: infer A7): infer R7; (this: infer T8, ...args: infer A8): infer R8;
} ? Signature<T1, A1, R1> & Signature<T2, A2, R2> & Signature<T3, A3, R3> & Signature<T4, A4, R4> &
    Signature<T5, A5, R5> & Signature<T6, A6, R6> & Signature<T7, A7, R7> & Signature<T8, A8, R8>
  : F extends (this: infer This, ...args: infer A) => infer R ? Signature<This, A, R> : never;

// prettier-ignore
type Constructors<C> = C extends {
  new (...args: infer A1): infer R1; new (...args: infer A2): infer R2;
  new (...args: infer A3): infer R3; new (...args: infer A4): infer R4;
} ? Constructor<A1, R1> & Constructor<A2, R2> & Constructor<A3, R3> & Constructor<A4, R4>
  : C extends new (...args: infer A) => infer R ? Constructor<A, R> : unknown;

/** Anything for a function with one signature, and nothing for one with more. */
export type Single<F> = F extends { (...args: infer A1): infer R1; (...args: infer A2): infer R2 }
  ? [A1, R1] extends [A2, R2]
    ? [A2, R2] extends [A1, R1]
      ? unknown
      : never
    : never
  : unknown;
