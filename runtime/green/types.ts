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
 * Up to eight overloads of a function are seen, in their order, and up to 32 of those that listen to events. Type parameters of methods become what they extend: a conditional
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

type Members<T> = { [K in keyof T]: K extends Listens ? Listening<T[K]> : Member<T[K]> };

/** Methods of emitters, which may have an overload for each of very many events. */
type Listens = 'on' | 'once' | 'off' | 'addListener' | 'removeListener' | 'prependListener' | 'prependOnceListener';
type Listening<F> = IsAny<F> extends true ? F : F extends AnyFn ? ManySignatures<F> & View : Member<F>;

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

/** The same, up to 32 of them: to infer so many takes the compiler long. */
// prettier-ignore
type ManySignatures<F> = F extends {
  (this: infer T1, ...args: infer A1): infer R1; (this: infer T2, ...args: infer A2): infer R2;
  (this: infer T3, ...args: infer A3): infer R3; (this: infer T4, ...args: infer A4): infer R4;
  (this: infer T5, ...args: infer A5): infer R5; (this: infer T6, ...args: infer A6): infer R6;
  (this: infer T7, ...args: infer A7): infer R7; (this: infer T8, ...args: infer A8): infer R8;
  (this: infer T9, ...args: infer A9): infer R9; (this: infer T10, ...args: infer A10): infer R10;
  (this: infer T11, ...args: infer A11): infer R11; (this: infer T12, ...args: infer A12): infer R12;
  (this: infer T13, ...args: infer A13): infer R13; (this: infer T14, ...args: infer A14): infer R14;
  (this: infer T15, ...args: infer A15): infer R15; (this: infer T16, ...args: infer A16): infer R16;
  (this: infer T17, ...args: infer A17): infer R17; (this: infer T18, ...args: infer A18): infer R18;
  (this: infer T19, ...args: infer A19): infer R19; (this: infer T20, ...args: infer A20): infer R20;
  (this: infer T21, ...args: infer A21): infer R21; (this: infer T22, ...args: infer A22): infer R22;
  (this: infer T23, ...args: infer A23): infer R23; (this: infer T24, ...args: infer A24): infer R24;
  (this: infer T25, ...args: infer A25): infer R25; (this: infer T26, ...args: infer A26): infer R26;
  (this: infer T27, ...args: infer A27): infer R27; (this: infer T28, ...args: infer A28): infer R28;
  (this: infer T29, ...args: infer A29): infer R29; (this: infer T30, ...args: infer A30): infer R30;
  (this: infer T31, ...args: infer A31): infer R31; (this: infer T32, ...args: infer A32): infer R32;
} ? Signature<T1, A1, R1> & Signature<T2, A2, R2> & Signature<T3, A3, R3> & Signature<T4, A4, R4> &
    Signature<T5, A5, R5> & Signature<T6, A6, R6> & Signature<T7, A7, R7> & Signature<T8, A8, R8> &
    Signature<T9, A9, R9> & Signature<T10, A10, R10> & Signature<T11, A11, R11> & Signature<T12, A12, R12> &
    Signature<T13, A13, R13> & Signature<T14, A14, R14> & Signature<T15, A15, R15> & Signature<T16, A16, R16> &
    Signature<T17, A17, R17> & Signature<T18, A18, R18> & Signature<T19, A19, R19> & Signature<T20, A20, R20> &
    Signature<T21, A21, R21> & Signature<T22, A22, R22> & Signature<T23, A23, R23> & Signature<T24, A24, R24> &
    Signature<T25, A25, R25> & Signature<T26, A26, R26> & Signature<T27, A27, R27> & Signature<T28, A28, R28> &
    Signature<T29, A29, R29> & Signature<T30, A30, R30> & Signature<T31, A31, R31> & Signature<T32, A32, R32>
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
