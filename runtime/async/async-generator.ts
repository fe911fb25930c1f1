import { cancellations, type CancellationKind } from '../contract/cancellations/cancellations.ts';
import { caughtAll, receive } from '../contract/cancellations/caught.ts';
import { park, takeQuietly, type Frame } from '../contract/frame.ts';
import { isInstance } from '../contract/is-instance.ts';
import { isObject } from '../contract/is-object.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import { stacks, type AwaitedAt, type NativeCall } from '../contract/stacks/state.ts';
import type { Mention } from '../contract/cancellations/mentions.ts';
import { giveName, nameOfStarted } from '../core/names/greenlet-names.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { entered } from '../cancellation/abandon.ts';
import { beginCleanUp, type Cleaning } from '../cancellation/clean-up.ts';
import { hub } from '../hub/index.ts';
import { Interrupt } from '../waiting/interrupt.ts';
import type { Outcome } from '../waiting/outcome.ts';
import { ScheduledGreenlet } from '../waiting/scheduled-greenlet.ts';

/*
 * A compiled async generator stays a native one, with its queue, its `await` and `yield`. What may block in it is called
 * in a greenlet of the generator's own; if it does block, the generator awaits it.
 */

/** The calls of one activation of an async generator. */
export class Calls {
  #greenlet: CallGreenlet | null = null;
  #isConsumed: boolean;
  /** Interrupts the `await` under way. */
  #reject: ((error: unknown) => void) | null = null;
  /** The name of the generator. */
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    this.#isConsumed = entered(this);
  }

  /**
   * Whether compiled code iterates, which may be interrupted, and the generator with it. To be asked whenever the generator goes on:
   * its first values may have been asked for by hand.
   */
  isConsumed(): boolean {
    this.#isConsumed ||= entered(this);
    return this.#isConsumed;
  }

  /** Makes a call, as compiled code that may suspend; SUSPENDED if it did. */
  begin(make: () => unknown): unknown {
    this.isConsumed();
    let greenlet = this.#greenlet;
    if (greenlet === null || greenlet.dead) greenlet = this.#greenlet = new CallGreenlet(this.#name);
    greenlet.make = make;
    greenlet.outcome = null;
    hub.startHere(greenlet);
    const outcome = greenlet.outcome as Outcome<unknown> | null;
    if (outcome === null) {
      hub.live.add(greenlet);
      return SUSPENDED;
    }
    if (outcome.ok) return outcome.value;
    throw outcome.error;
  }

  /** The greenlet to which the cancellations of the generator are delivered. */
  get owner(): Greenlet {
    return (this.#greenlet ??= new CallGreenlet(this.#name));
  }

  /**
   * What the generator awaits instead of `value`, so that it can be interrupted. Where nobody could interrupt it that is the
   * value itself, since a promise in between takes a job.
   *
   * @param abandon closes what is waited for; the generator goes on afterwards
   */
  awaited(value: unknown, abandon?: (error: unknown, kind: CancellationKind) => Promise<void>): unknown {
    if (!this.isConsumed() || !isObject(value)) return value;
    return new Promise((resolve, reject) => {
      let isInterrupted = false;
      const interrupt = (error: unknown): void => {
        isInterrupted = true;
        const closed = abandon?.(error, this.#kindOf(error)) ?? Promise.resolve();
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
        void closed.then(() => reject(error));
      };
      this.#reject = interrupt;
      // Once interrupted, what comes of the value is for whoever closes it.
      const done = (settle: (result: unknown) => void) => (result: unknown) => {
        if (isInterrupted) return;
        if (this.#reject === interrupt) this.#reject = null;
        settle(result);
      };
      Promise.resolve(value).then(done(resolve), done(reject));
    });
  }

  /** Raises an error where the generator waits; false if it does not wait. */
  interrupt(error: unknown, kind: CancellationKind): boolean {
    if (this.#greenlet?.notify) {
      this.#greenlet.interrupt(error, kind);
      return true;
    }
    const reject = this.#reject;
    if (reject === null) return false;
    this.#reject = null;
    new Interrupt(this.owner, error, kind).raised();
    reject(error);
    return true;
  }

  /** Whether the generator was interrupted with this error. */
  wasInterrupted(error: unknown): boolean {
    return cancellations.find(this.owner, error) !== undefined;
  }

  #kindOf(error: unknown): CancellationKind {
    return cancellations.find(this.owner, error)?.kind ?? 'kill';
  }

  /** What the call that suspended evaluates to, in an object lest it be awaited, too. `asked`: what the generator has called for it, if it has. */
  finish(asked: unknown = null): Promise<{ value: unknown }> {
    const greenlet = this.#greenlet as CallGreenlet;
    greenlet.awaitedAt = asked === null ? null : (stacks.noteAwait?.(asked) ?? null);
    return new Promise((resolve) => {
      greenlet.notify = (outcome) => {
        resolve(outcome.ok ? { value: outcome.value } : new Failed(outcome.error));
      };
    });
  }
}

/** What the generator awaits of a call that failed: the error is thrown where it asks for the value, in its own frame. */
class Failed {
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  get value(): never {
    stacks.tracer?.passesHere(this.#error, getValue);
    throw this.#error;
  }
}

const getValue: unknown = Reflect.getOwnPropertyDescriptor(Failed.prototype, 'value')?.get;

/** Runs calls one after another. Between them it rests, unknown to the hub, so that an abandoned generator can go. */
class CallGreenlet extends ScheduledGreenlet implements NativeCall {
  make: (() => unknown) | null = null;
  outcome: Outcome<unknown> | null = null;
  notify: ((outcome: Outcome<unknown>) => void) | null = null;
  awaitedAt: AwaitedAt | null = null;
  readonly #frame: Frame = { fn: serve, self: this, pc: 0, caller: null, native: this };
  readonly generator: string;

  /** @param generator the name of that whose calls it makes */
  constructor(generator: string) {
    super(serve, []);
    this.generator = generator;
  }

  override get name(): string {
    return nameOfStarted(this, this.generator);
  }

  override set name(name: string) {
    giveName(this, name);
  }

  /** Makes the next call. Hand-compiled. */
  serve(resumed: boolean): unknown {
    const { make } = this;
    this.make = null;
    try {
      const result = make !== null ? make() : resumed ? takeQuietly() : undefined;
      if (result === SUSPENDED) return park(this.#frame, serve, this, 0);
      this.settle(false, result);
    } catch (error) {
      caughtAll(error);
      if (this.outcome === null) this.settle(true, error);
      else hub.mailbox.put(this, { error, cancelled: false, raised: () => undefined });
    }
    link.to = null;
    return park(this.#frame, serve, this, 0);
  }

  protected override receiverOf(): this {
    return this;
  }

  protected override settle(failed: boolean, content: unknown): void {
    const { notify } = this;
    if (failed) stacks.tracer?.ended(content, this, true);
    const outcome: Outcome<unknown> = failed ? { ok: false, error: content } : { ok: true, value: content };
    this.outcome = outcome;
    this.notify = null;
    hub.forget(this, failed, content);
    notify?.(outcome);
  }
}

/** The function of the greenlet: gives control back after each call. */
function serve(this: CallGreenlet): unknown {
  const resumed = link.frame !== null;
  link.registers.frame = null;
  return this.serve(resumed);
}

/** @param name that of the generator; empty if it has none */
export function calls(name = ''): Calls {
  return new Calls(name);
}

export function beginCall(calls: Calls, make: () => unknown): unknown {
  return calls.begin(make);
}

/** What is awaited instead of `value`; see `Calls.awaited`. */
export function awaited(calls: Calls, value: unknown): unknown {
  return calls.awaited(value);
}

/** What is yielded instead of `value`, for which an async generator waits as for what it awaits. Most values are no promises, though. */
export function yielded(calls: Calls, value: unknown): unknown {
  return isInstance(value, Promise) ? calls.awaited(value) : value;
}

/** What a `catch` clause of the generator receives; see `caught`. */
export function caughtIn(calls: Calls, error: unknown, ...mentions: Mention[]): unknown {
  return receive(calls.owner, error, mentions);
}

/** Enters a clause of the generator that cleans up; see `cleanUp`. */
export function cleanUpIn(calls: Calls, error: unknown, ...mentions: Mention[]): Cleaning | null {
  return beginCleanUp(calls.owner, error, mentions);
}

export function finishCall(calls: Calls): Promise<{ value: unknown }> {
  return calls.finish(finishCall);
}
