import type { AnyFunction } from '../contract/frame.ts';
import { isObject } from '../contract/is-object.ts';
import { link } from '../contract/link.ts';
import { cannotSuspend } from '../core/borders/border.ts';
import { expected } from '../core/errors/expected.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { isThenable } from '../waiting/promises/thenable.ts';
import { assertCanWait, canWait } from '../waiting/waiter/can-wait.ts';
import { raisePending } from '../waiting/waiter/raise-pending.ts';
import type { Ending } from '../waiting/waiter/wait-states.ts';
import { dismiss } from './late.ts';
import type { CallPlan } from './options.ts';

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
      this.#undo(object, args),
    );
  }

  /** What is done with what the call makes if nobody gets it. */
  #undo(object: unknown, args: readonly unknown[]): Act | null {
    const { onUnclaimed } = this.#plan;
    return onUnclaimed === undefined ? null : (made) => dismiss(() => onUnclaimed(made, { object, args }));
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
    const abandon = (reason: unknown): void => {
      this.#plan.onAbandon?.({ object, args: given as unknown[], promise, reason });
      controller.abort(reason);
    };
    return this.#wait(promise, abandon, this.#undo(object, given));
  }

  #wait(promise: PromiseLike<unknown>, abandon: Act | null, undo: Act | null): PendingCall {
    this.#waits = true;
    if (undo !== null) abandon = alsoUndoing(promise, abandon, undo);
    if (canWait()) return new PendingCall(this.#name, abandon, undo).follow(promise);
    const error = cannotSuspend(this.#name);
    promise.then(undefined, ignore);
    abandon?.(error);
    throw error;
  }
}

/** What is told a reason, or gets a result. */
type Act = (content: unknown) => void;

/** Abandons a call that makes something. */
function alsoUndoing(promise: PromiseLike<unknown>, abandon: Act | null, undo: Act): Act {
  return (reason) => {
    promise.then(undo, ignore);
    abandon?.(reason);
  };
}

function ignore(): void {
  // Nobody waits for it.
}

/** What `withSignal` has given to calls whose results are no promises. */
const controllers = new WeakMap<object, AbortController>();

/** Whoever waited for the next value of what a call has returned has given up: what the call was given a signal for is aborted. */
export function abandonIteration(source: object, reason: unknown): void {
  controllers.get(source)?.abort(reason);
}

/** The wait for the promise of a call, which is abandoned if anything else ends the wait. */
export class PendingCall extends PromiseWait<unknown> {
  readonly #abandon: Act | null;
  readonly #undo: Act | null;

  /** @param undo closes what the promise is fulfilled with */
  constructor(name: string, abandon: Act | null, undo: Act | null = null) {
    super(name);
    this.#abandon = abandon;
    this.#undo = undo;
  }

  /**
   * What the wait has ended with is about to be handed over.
   *
   * @throws what was raised in the greenlet meanwhile, if that is something to be closed
   */
  claim(made: unknown): unknown {
    const undo = this.#undo;
    if (undo !== null) raisePending(() => undo(made));
    return made;
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
