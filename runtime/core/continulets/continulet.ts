import { cancellations } from '../../contract/cancellations/cancellations.ts';
import type { AnyFunction } from '../../contract/frame.ts';
import { branded, GreenletExit, SwitchError } from '../errors/errors.ts';
import { Exit } from '../exit.ts';
import { expected } from '../errors/expected.ts';
import { getCurrent } from '../greenlet.ts';
import { toError } from '../errors/to-error.ts';
import { shownName } from '../names/shown-name.ts';
import { assertDeliverable, takeHandshake, transfer } from '../switching/transfer.ts';
import { Continuation } from './continuation.ts';
import { Stack } from './stack.ts';

/** The name is that of a field which can be seen, so that `structuredClone` follows it, and refuses what it finds. */
const CONTINUATION = '[[continuation]]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A place for one continuation: what is left to do somewhere else, until somebody switches to it.
 *
 * To switch is to swap: the continuation of the caller is stored, and the one that was stored goes on. So the function of a
 * continulet gets back to whoever switched to it by the same call. There is no parent, and nothing global that tells which continulet
 * is running. Independent uses, such as two generators, cannot disturb each other.
 *
 * ```js
 * const c = new Continulet((self, start) => {
 *   for (let i = start; ; i++) self.switch(i);
 * }, 10);
 * c.switch(); // 10
 * c.switch(); // 11
 * ```
 *
 * `Value`: what is exchanged. Source: PyPy's `_continuation.continulet`.
 */
export class Continulet<Value = unknown, Args extends unknown[] = unknown[]> {
  static {
    branded(this, 'Continulet');
  }
  /** Who goes on at the next switch; undefined before `init`, null after the end. */
  private [CONTINUATION]: Continuation | null | undefined;
  #name: string | undefined;

  /**
   * @param fn called with this continulet and `args` at the first switch; without it, the continulet is empty until `init`
   * @throws {TypeError} if `fn` is not a function
   */
  constructor(fn: (self: Continulet<Value>, ...args: Args) => NoInfer<Value>, ...args: Args);
  constructor();
  constructor(...start: [] | [fn: (self: Continulet<Value>, ...args: Args) => NoInfer<Value>, ...args: Args]) {
    this[CONTINUATION] = undefined;
    if (start.length > 0) this.init(...(start as [fn: () => Value, ...args: Args]));
  }

  /**
   * Gives an empty continulet what it runs.
   *
   * @throws {TypeError} if `fn` is not a function
   * @throws {SwitchError} if it has something to run already, or had
   */
  init(fn: (self: Continulet<Value>, ...args: Args) => NoInfer<Value>, ...args: Args): void {
    if (typeof fn !== 'function') throw expected('a function to run', fn);
    if (this[CONTINUATION] !== undefined) throw new SwitchError('this continulet is initialized already');
    this.#name = fn.name;
    this[CONTINUATION] = new Stack(this, fn as AnyFunction, args).beginning;
  }

  /** Whether there is something to switch to: not before `init`, and not after the end. */
  isPending(): boolean {
    return this[CONTINUATION] !== undefined && this[CONTINUATION] !== null;
  }

  /**
   * Stores the continuation of the caller, and lets the one that was stored go on. Evaluates to what is sent back.
   *
   * With `to`, three continuations go round: that of the caller is stored in this continulet, the one of this continulet in `to`, and
   * the one that was in `to` goes on. An empty continulet counts for nothing: if this one is empty, it is a switch to `to`; if both
   * are, or if both are the same, the result is `value`.
   *
   * Kill and timeout safety: a kill or timeout that is delivered to the greenlet which waits in this call is thrown here. The
   * continuation is used up then: a switch back to it throws a `SwitchError`.
   *
   * @param value what the other side gets; the first switch to a continulet cannot send anything
   * @throws {SwitchError} if one of the continulets has finished, if what it holds has gone on otherwise, or if the calling code is in a
   *   greenlet and cannot be suspended; nothing has happened then
   * @throws whatever the function throws, if it ends
   */
  switch(value?: Value, to?: Continulet | null): Value {
    const compiledCaller = takeHandshake(switchMethod as AnyFunction);
    return swap(this, to ?? null, value, false, compiledCaller) as Value;
  }

  /**
   * Like `switch`, but an error is thrown where the other side waits. A function that has not begun does not run: the error comes back. A
   * `GreenletExit` is a cancellation there, which `catch` clauses pass on.
   *
   * Kill and timeout safety: as `switch`.
   *
   * @param error an error, or a class of errors; a `GreenletExit` by default
   * @throws {TypeError} if it is neither
   * @throws {SwitchError} as `switch`
   */
  throw(error: unknown = new GreenletExit(), to?: Continulet | null): Value {
    const compiledCaller = takeHandshake(throwMethod as AnyFunction);
    return swap(this, to ?? null, toError(error), true, compiledCaller) as Value;
  }

  /** Internal: the function has ended. Returns who goes on. @internal */
  finish(): Continuation | null {
    const continuation = this[CONTINUATION] ?? null;
    this[CONTINUATION] = null;
    return continuation;
  }

  /** Internal: who goes on at the next switch; null if there is nothing to switch to because it is empty. @internal */
  get continuation(): Continuation | null {
    const continuation = this[CONTINUATION];
    if (continuation === null) throw new SwitchError('this continulet has finished already');
    if (continuation?.spent === true) {
      throw new SwitchError(
        'what this continulet would switch to has gone on without it: somebody else has continued it',
      );
    }
    return continuation ?? null;
  }

  /** Internal. @internal */
  store(continuation: Continuation): void {
    this[CONTINUATION] = continuation;
  }

  /** What Node's `console.log` shows. */
  [INSPECT](): string {
    const { name, state } = this.toJSON();
    return `[Continulet ${name}: ${state}]`;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; state: 'empty' | 'pending' | 'finished' } {
    const name = shownName(this.#name ?? '');
    const state = this.isPending() ? 'pending' : this[CONTINUATION] === null ? 'finished' : 'empty';
    return { name, state };
  }
}

// Not read from the prototype each time: V8 does not know that a class stays what it is.
const { switch: switchMethod, throw: throwMethod } = Continulet.prototype;

function swap(
  self: Continulet,
  other: Continulet | null,
  value: unknown,
  throwing: boolean,
  maySuspend: boolean,
): unknown {
  if (other !== null) assertContinulet(other);
  const stored = self.continuation;
  const beyond = other === null || other === self ? null : other.continuation;
  const target = beyond ?? stored;
  if (target === null || other === self) {
    if (throwing) throw value;
    return value;
  }
  const name = throwing ? 'Continulet.throw()' : 'Continulet.switch()';
  assertDeliverable(target.greenlet, maySuspend, name);
  if (throwing) announce(target, value);

  const here = new Continuation(getCurrent());
  if (beyond === null || stored === null) {
    const destination = stored === null ? (other as Continulet) : self;
    destination.store(here);
  } else {
    (other as Continulet).store(stored);
    self.store(here);
  }
  if (maySuspend) here.park();
  try {
    return transfer(target.greenlet, value, throwing, maySuspend, name);
  } finally {
    if (!maySuspend) here.spend();
  }
}

function announce({ greenlet }: Continuation, error: unknown): void {
  if (error instanceof GreenletExit) cancellations.begin(greenlet, new Exit(error, greenlet));
  else cancellations.arrive(greenlet, error);
}

/**
 * Passes the continuations of several continulets on, each to the next and the last one to the first, without switching: for two, it exchanges
 * them. A function that is running then returns to where the other one would have. Empty continulets are left out.
 *
 * @throws {TypeError} if one is no continulet
 * @throws {SwitchError} if one has finished; nothing has changed then
 */
export function permute(...continulets: Continulet[]): void {
  continulets.forEach(assertContinulet);
  const held = continulets.flatMap((continulet) => {
    const { continuation } = continulet;
    return continuation === null ? [] : [{ continulet, continuation }];
  });
  held.forEach(({ continulet }, index) => {
    const previous = held.at(index - 1);
    if (previous !== undefined) continulet.store(previous.continuation);
  });
}

function assertContinulet(value: unknown): void {
  if (!(value instanceof Continulet)) throw expected('a continulet', value);
}
