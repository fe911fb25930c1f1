import { share } from '../../contract/share.ts';
import { getCurrent } from '../../core/greenlet.ts';
import type { Host } from '../../hub/host/host.ts';
import { hub } from '../../hub/index.ts';
import { observers, type Observer } from '../../hub/observers.ts';
import { checkLimit, type Limit } from '../../time/limit.ts';
import { WaitList } from '../../waiting/links/wait-list.ts';
import { Occurrence } from '../../waiting/occurrence.ts';

/** Blocks until no greenlet is left but those that wait here; returns false if the time was over first. */
export function waitForAll(limit: Limit): boolean {
  'use greenlet';
  checkLimit(limit);
  const others = othersIn(hub.host);
  if (others.areGone()) return true;
  const wait = new Occurrence('waitFor()', others.waiting);
  others.enter();
  try {
    return wait.wait(limit);
  } finally {
    others.leave();
  }
}

/** Counts the greenlets that do not wait for all others, as long as somebody does. */
class Others implements Observer {
  readonly waiting = new WaitList<boolean, Occurrence>();
  readonly #host: Host;
  /** How many wait, or are about to go on. */
  #inside = 0;
  #count = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether nobody is left but the current greenlet, and those that wait. */
  areGone(): boolean {
    const count = this.#inside === 0 ? [...hub.live].length : this.#count;
    return count <= own();
  }

  enter(): void {
    if (this.#inside === 0) {
      this.#count = [...hub.live].length;
      observers.add(this);
    }
    this.#inside++;
    this.#count -= own();
  }

  leave(): void {
    this.#inside--;
    this.#count += own();
    if (this.#inside === 0) observers.remove(this);
  }

  started(): void {
    if (hub.host === this.#host) this.#count++;
  }

  ended(): void {
    if (hub.host !== this.#host) return;
    this.#count--;
    if (this.#count === 0) this.waiting.wakeAll(true);
  }

  moved(): void {
    if (hub.aside?.host === this.#host) return;
    this.waiting.clear();
    this.#inside = 0;
    observers.remove(this);
  }
}

/** The current greenlet counts if the hub knows it. */
function own(): number {
  return hub.live.has(getCurrent()) ? 1 : 0;
}

/** For each world: that of a test may come while those of another one wait. */
const othersByHost = share(Symbol.for('greenlets:v1:others'), () => new WeakMap<Host, Others>());

function othersIn(host: Host): Others {
  const known = othersByHost.get(host);
  if (known !== undefined) return known;
  const others = new Others(host);
  othersByHost.set(host, others);
  return others;
}
