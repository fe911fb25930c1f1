import { share } from '../contract/share.ts';
import { checkBoolean } from '../core/errors/check.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { hub } from '../hub/index.ts';
import { observers, type Observer } from '../hub/observers.ts';

/** Writes down when greenlets begin to wait. */
class WaitTimes implements Observer {
  readonly #since = new WeakMap<Greenlet, number>();
  #end: (() => void) | null = null;

  get on(): boolean {
    return this.#end !== null;
  }

  set on(on: boolean) {
    if (on === this.on) return;
    this.#end?.();
    this.#end = on ? observers.add(this) : null;
  }

  waits(greenlet: Greenlet): void {
    this.#since.set(greenlet, hub.host.now());
  }

  resumed(greenlet: Greenlet): void {
    this.#since.delete(greenlet);
  }

  /** For how long a greenlet has waited at the time `now`, in ms; null if that is unknown. */
  of(greenlet: Greenlet, now: number): number | null {
    const since = this.#since.get(greenlet);
    return since === undefined ? null : now - since;
  }
}

export const waitTimes: WaitTimes = share(Symbol.for('greenlets:v1:waitTimes'), () => new WaitTimes());

/**
 * Whether it is recorded since when greenlets wait, for `dumpGreenlets` and the like. Not by default, since each wait takes longer then: it is for
 * development.
 *
 * @returns what was set before
 * @throws {TypeError} if `on` is neither true nor false
 */
export function trackWaits(on: boolean): boolean {
  checkBoolean(on);
  const before = waitTimes.on;
  waitTimes.on = on;
  return before;
}
