import type { AnyFunction } from '../contract/frame.ts';
import { isObject } from '../contract/is-object.ts';
import { link } from '../contract/link.ts';
import { cannotSuspend } from '../core/borders/border.ts';
import { expected } from '../core/errors/expected.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { isThenable } from '../waiting/promises/thenable.ts';
import { assertCanWait, canWait } from '../waiting/waiter/can-wait.ts';
import type { Ending } from '../waiting/waiter/wait-states.ts';
import type { AbandonedCall, CallPlan } from './options.ts';

/** A function of a library, as views call it. */
export class Call {
  readonly #name: string;
  readonly #fn: AnyFunction;
  readonly #plan: CallPlan;
  /** Whether it is known to return promises: it need not be called then to know that it cannot be called here. */
  #waits: boolean;

  /**
   * @param name how the call is named in messages, as `Client.query()`
   * @param fn the original
   */
  constructor(name: string, fn: AnyFunction, plan: CallPlan) {
    this.#name = name;
    this.#fn = fn;
    this.#plan = plan;
    this.#waits = Object.prototype.toString.call(fn) === '[object AsyncFunction]';
  }

  /** @throws {SwitchError} if the running code cannot be suspended */
  assertCanWait(): void {
    assertCanWait(this.#name);
  }

  /**
   * Calls the original. Returns what it returns, or, in the place of a promise, the wait for it.
   *
   * @throws {SwitchError} if the running code cannot be suspended and the original returned a promise; unless that was known, it
   *   has been called then
   */
  begin(object: unknown, args: readonly unknown[]): unknown {
    if (this.#waits) assertCanWait(this.#name);
    const { withSignal, onAbandon } = this.#plan;
    if (withSignal !== undefined) return this.#beginWith(withSignal, object, args);
    const promise: unknown = Reflect.apply(this.#fn, object, args);
    if (!isThenable(promise)) return promise;
    return this.#wait(
      promise,
      onAbandon === undefined ? null : (reason) => onAbandon({ object, args, promise, reason }),
    );
  }

  #beginWith(withSignal: NonNullable<CallPlan['withSignal']>, object: unknown, args: readonly unknown[]): unknown {
    const controller = new AbortController();
    const given: unknown = withSignal(args, controller.signal);
    if (!Array.isArray(given)) throw expected('the arguments from `withSignal`, as an array', given);
    const promise: unknown = Reflect.apply(this.#fn, object, given);
    if (!isThenable(promise)) {
      // What it asks for each value has the same signal.
      if (isObject(promise)) controllers.set(promise, controller);
      return promise;
    }
    return this.#wait(promise, (reason) => {
      this.#plan.onAbandon?.({ object, args: given as unknown[], promise, reason });
      controller.abort(reason);
    });
  }

  #wait(promise: PromiseLike<unknown>, abandon: ((reason: unknown) => void) | null): PendingCall {
    this.#waits = true;
    if (canWait()) return new PendingCall(this.#name, abandon).follow(promise);
    const error = cannotSuspend(this.#name);
    promise.then(undefined, () => undefined);
    abandon?.(error);
    throw error;
  }
}

/** What `withSignal` has given to calls whose results are no promises. */
const controllers = new WeakMap<object, AbortController>();

/** Whoever waited for the next value of what a call has returned has given up: what the call was given a signal for is aborted. */
export function abandonIteration(source: object, reason: unknown): void {
  controllers.get(source)?.abort(reason);
}

/** The wait for the promise of a call, which is abandoned if anything else ends the wait. */
export class PendingCall extends PromiseWait<unknown> {
  readonly #abandon: ((reason: unknown) => void) | null;

  constructor(name: string, abandon: ((reason: AbandonedCall['reason']) => void) | null) {
    super(name);
    this.#abandon = abandon;
  }

  protected override settle(how: Ending, content: unknown): boolean {
    const settled = super.settle(how, content);
    if (settled && !this.isAnswered) this.#abandon?.(content);
    return settled;
  }

  /** Somebody throws straight into the greenlet. */
  protected override leave(): void {
    const { pending } = this;
    super.leave();
    if (pending) this.#abandon?.(link.registers.value);
  }
}
