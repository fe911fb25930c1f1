import { branded, brandedError } from '../core/errors/errors.ts';
import { expected } from '../core/errors/expected.ts';
import { checkLimit, type Limit } from '../time/limit.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import type { WaitList } from '../waiting/links/wait-list.ts';
import { TIMED_OUT } from '../waiting/waiter/timed-out.ts';
import type { Ending } from '../waiting/waiter/wait-states.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';

/** What became of a barrier. */
const BROKEN = {
  left: 'the barrier is broken: somebody who was expected has given up',
  late: 'the time was over before all had come: the barrier is broken',
  failed: 'the barrier is broken: its action has failed',
  aborted: 'the barrier is broken: abort() was called',
  reset: 'reset() was called before all had come: call wait() again',
};

/** Not all who were expected at a `Barrier` have come, and now none will get through. */
export class BrokenBarrierError extends Error {
  static {
    brandedError(this, 'BrokenBarrierError');
  }
  constructor(message = BROKEN.left) {
    super(message);
  }
}

/**
 * A place where greenlets wait for one another: when so many as it was made for have come, all go on. Then it can be used again.
 *
 * Source: Python's `threading.Barrier`.
 */
export class Barrier {
  static {
    branded(this, 'Barrier');
    shown(this, ['parties']);
  }
  /** How many have to come. */
  readonly parties: number;
  readonly #action: (() => void) | null;
  readonly #waiting = new OwnedWaitList<number, Party>(this);
  #arrived = 0;
  /** Why nobody gets through; null if they do. */
  #broken: string | null = null;

  /**
   * @param action called by the last one that comes, before anybody goes on; it must not block
   * @throws {TypeError} if `parties` is not a whole number of at least 1, or `action` no function
   */
  constructor(parties: number, action: (() => void) | null = null, options: NameOptions = NO_OPTIONS) {
    if (!Number.isSafeInteger(parties) || parties < 1) throw expected('a whole number of at least 1', parties);
    if (action !== null && typeof action !== 'function') throw expected('a function', action);
    this.parties = parties;
    this.#action = action;
    setName(this, options, new.target);
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#arrived;
  }

  /** Whether somebody has given up, so that nobody gets through until `reset`. */
  get broken(): boolean {
    return this.#broken !== null;
  }

  /**
   * Blocks until all have come.
   *
   * Kill and timeout safety: if one that waits is killed, or its timeout is over, the barrier breaks, since the others would wait in vain.
   * One that could go on already does not break it.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns a number from 0, for the first that came, up to one less than the parties: a different one for each
   * @throws {BrokenBarrierError} if the barrier is or gets broken, or is reset; also if the timeout is over first
   * @throws whatever `action` throws, in the one that called it; the barrier is broken then
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  wait(limit?: Limit): number {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (this.#broken !== null) throw new BrokenBarrierError(this.#broken);
    if (this.#arrived + 1 === this.parties) return this.#open();
    const party = new Party(this.#waiting, () => this.#breakFor(BROKEN.left));
    this.#arrived++;
    const number = party.wait(limit);
    if (number === TIMED_OUT) throw new BrokenBarrierError(BROKEN.late);
    return number;
  }

  /** Breaks the barrier: those who wait get a `BrokenBarrierError`, and so does whoever comes later. */
  abort(): void {
    this.#breakFor(BROKEN.aborted);
  }

  /** Makes the barrier as new. Those who wait get a `BrokenBarrierError`. */
  reset(): void {
    this.#broken = null;
    this.#failAll(BROKEN.reset);
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const state = stateOf(`${String(this.#arrived)} of ${String(this.parties)} have come`, this.broken && 'broken');
    return { state, wakers: null };
  }

  /** The last one has come. */
  #open(): number {
    const last = this.parties - 1;
    try {
      this.#action?.();
    } catch (error) {
      this.#breakFor(BROKEN.failed);
      throw error;
    }
    this.#arrived = 0;
    this.#waiting.takeAll().forEach((party, number) => party.wake(number));
    return last;
  }

  #breakFor(reason: string): void {
    this.#broken = reason;
    this.#failAll(reason);
  }

  #failAll(reason: string): void {
    this.#arrived = 0;
    for (const party of this.#waiting.takeAll()) party.break(reason);
  }
}

/** One that has come, and waits for the others. It gives up when it is interrupted, or its time is over: not only when it goes on. */
class Party extends Waiter<number> {
  readonly #giveUp: () => void;
  #isTold = false;

  constructor(room: WaitList<number, Party>, giveUp: () => void) {
    super('Barrier.wait()', room);
    this.#giveUp = giveUp;
  }

  /** Another one has given up. */
  break(reason: string): void {
    this.#isTold = true;
    this.fail(new BrokenBarrierError(reason));
  }

  protected override settle(how: Ending, content: unknown): boolean {
    const settled = super.settle(how, content);
    if (settled && typeof content !== 'number' && !this.#isTold) this.#giveUp();
    return settled;
  }

  protected override leave(): void {
    const wasPending = this.pending;
    super.leave();
    if (wasPending) this.#giveUp();
  }
}
