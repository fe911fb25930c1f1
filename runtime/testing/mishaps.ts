import { GreenletExit } from '../core/errors/errors.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { kill } from '../greenlets/ending/kill.ts';
import { Greenlet as LibraryGreenlet } from '../greenlets/greenlet.ts';
import { hub } from '../hub/index.ts';
import { observers, type Observer } from '../hub/observers.ts';
import { delegateOf } from '../waiting/interrupt.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { OWN_RESULT } from '../waiting/promises/result-waits.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import type { Choice } from './choices.ts';
import { promiseWaits } from './promise-waits.ts';

/** What may go wrong in a schedule. */
export interface Faults {
  /** Whether timers may expire while greenlets are ready, as if these took long to compute. */
  readonly timeouts?: boolean;
  /** How many greenlets, other than the test itself, may be killed where they wait. */
  readonly kills?: number;
  /** How many waits for promises may fail, with an `InjectedFault`. The promise of a compiled `async` function fails if a wait in that does. */
  readonly failures?: number;
}

/** What is thrown at a wait for a promise that is made to fail. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
  constructor() {
    super('this wait was made to fail by explore()');
  }
}

/** What can go wrong in one run, and how often that may happen yet. */
export class Mishaps implements Observer {
  readonly #timeouts: boolean;
  #kills: number;
  #failures: number;
  #test: Greenlet | null = null;
  /** The promises of compiled `async` functions: these fail because something in them does. */
  readonly #ownPromises = new WeakSet<object>();
  /** Waits that are over, during which a kill could have come: whether it comes sooner or later makes no difference then. */
  readonly #offered = new WeakSet<object>();
  /** Waits for promises during which something could have gone wrong, as nobody was ready. */
  readonly #seen = new WeakSet<object>();

  constructor({ timeouts = false, kills = 0, failures = 0 }: Faults) {
    this.#timeouts = timeouts;
    this.#kills = kills;
    this.#failures = failures;
  }

  begin(test: Greenlet): void {
    this.#test = test;
    if (this.#failures > 0) observers.add(this);
  }

  end(): void {
    observers.remove(this);
  }

  started(greenlet: Greenlet): void {
    if ('promise' in greenlet && greenlet.promise instanceof Promise) this.#ownPromises.add(greenlet.promise);
  }

  /** What could happen instead of going on. */
  get events(): readonly Choice[] {
    const { nextExpiry = Infinity } = hub;
    const time: Choice[] = this.#timeouts && nextExpiry < Infinity ? [{ kind: 'time', greenlet: null }] : [];
    return [...time, ...this.faults];
  }

  /** The same without timers that expire. */
  get faults(): readonly Choice[] {
    if (!this.#areLeft) return [];
    return [...hub.live].flatMap((greenlet) => this.#faultsOf(greenlet));
  }

  /** The same for those that have begun to wait for a promise since it was asked for the last time. */
  get faultsBeforePromises(): readonly Choice[] {
    if (!this.#areLeft) return [];
    const waits = new Set<unknown>(promiseWaits().filter((wait) => !this.#seen.has(wait)));
    for (const wait of waits) this.#seen.add(wait as object);
    return waits.size === 0 ? [] : this.faults.filter(({ greenlet }) => waits.has(waitOf(greenlet as Greenlet)));
  }

  /** What `happen` is about to do to the greenlet. */
  wordsFor({ kind, greenlet }: Choice): string {
    if (kind === 'fail') return 'is told that its promise was rejected';
    const isWoken = greenlet !== null && waitOf(greenlet)?.pending === false;
    return isWoken ? 'is killed, which takes effect when it waits next' : 'is killed';
  }

  /** Kills a greenlet, or lets its wait fail. */
  happen({ kind, greenlet }: Choice): void {
    if (greenlet === null) return;
    if (kind === 'kill') {
      this.#kills--;
      kill(greenlet, GreenletExit);
    } else if (greenlet.top instanceof Waiter) {
      this.#failures--;
      greenlet.top.fail(new InjectedFault());
    }
  }

  get #areLeft(): boolean {
    return this.#kills > 0 || this.#failures > 0;
  }

  #faultsOf(greenlet: Greenlet): Choice[] {
    const faults: Choice[] = [];
    if (this.#kills > 0 && this.#canBeKilled(greenlet)) faults.push({ kind: 'kill', greenlet });
    if (this.#failures > 0 && this.#canFail(greenlet)) faults.push({ kind: 'fail', greenlet });
    return faults;
  }

  /** The body of an `async` function is killed by way of whoever waits for it. */
  #canBeKilled(greenlet: Greenlet): boolean {
    if (greenlet === this.#test || !(greenlet instanceof LibraryGreenlet)) return false;
    const wait = waitOf(greenlet);
    if (wait === null || wait.pending) return wait !== null;
    if (this.#offered.has(wait)) return false;
    this.#offered.add(wait);
    return true;
  }

  #canFail(greenlet: Greenlet): boolean {
    const { top: wait } = greenlet;
    if (!(wait instanceof PromiseWait) || !wait.pending) return false;
    if (wait.promise !== null && this.#ownPromises.has(wait.promise)) return false;
    return wait.reason !== OWN_RESULT || (greenlet !== this.#test && !isNativeAsync(greenlet.entry));
  }
}

/** Where a kill arrives that is meant for a greenlet; null if that does not wait. */
function waitOf(greenlet: Greenlet): Waiter<unknown, unknown> | null {
  const delegate = delegateOf(greenlet);
  if (delegate !== null) return waitOf(delegate);
  return greenlet.top instanceof Waiter ? greenlet.top : null;
}

/** What happens in such a function is not known: it may be one that catches every error. */
function isNativeAsync(fn: unknown): boolean {
  return Object.prototype.toString.call(fn) === '[object AsyncFunction]';
}
