import { share } from '../contract/share.ts';
import type { Greenlet } from '../core/greenlet.ts';

/**
 * Somebody who is told what greenlets do: of those events that it has a method for. A method must neither throw nor switch.
 *
 * An event that nobody wants to hear of costs one comparison where it happens.
 */
export interface Observer {
  /** A greenlet has been made known to the hub. It may run at once, or later. */
  started?(greenlet: Greenlet): void;
  /** A greenlet runs, until `paused`. Another one that is started in the middle of it runs in between. */
  resumed?(greenlet: Greenlet): void;
  paused?(greenlet: Greenlet): void;
  /** A running greenlet is about to wait, for what `reason` says: `Queue.get()`. The call that waits is still on the native stack. */
  waits?(greenlet: Greenlet, reason: string): void;
  /** What it has waited for is there, or its time is over: it is to go on. */
  woken?(greenlet: Greenlet): void;
  /** It is over, with the error if it failed. */
  ended?(greenlet: Greenlet, failed: boolean, result: unknown): void;
  /** A call outside greenlets of a function that blocks in them, `callee`, has held up the process for so many ms. It is still on the native stack. */
  froze?(call: string, ms: number, callee: (...args: never[]) => unknown): void;
  /** The hub schedules in another world from now on, and has forgotten everything. */
  moved?(): void;
}

type EventName = keyof Observer;
type Teller = (...facts: never[]) => void;

const EVENTS: readonly EventName[] = ['started', 'resumed', 'paused', 'waits', 'woken', 'ended', 'froze', 'moved'];

/** All observers. What the hub calls for an event is a field of that name: null if nobody wants to hear of it. */
export class Observers {
  started: Observer['started'] | null = null;
  resumed: Observer['resumed'] | null = null;
  paused: Observer['paused'] | null = null;
  waits: Observer['waits'] | null = null;
  woken: Observer['woken'] | null = null;
  ended: Observer['ended'] | null = null;
  froze: Observer['froze'] | null = null;
  moved: Observer['moved'] | null = null;
  #all: readonly Observer[] = [];

  /** From now on `observer` is told, after those before it. Adding it twice changes nothing. Returns a function that ends that. */
  add(observer: Observer): () => void {
    if (!this.#all.includes(observer)) this.#tell([...this.#all, observer]);
    return () => this.remove(observer);
  }

  /** Does nothing to one that is not told anything. */
  remove(observer: Observer): void {
    if (this.#all.includes(observer)) this.#tell(this.#all.filter((other) => other !== observer));
  }

  /** Whether there is one of this kind. */
  some(isOfKind: (observer: Observer) => boolean): boolean {
    return this.#all.some(isOfKind);
  }

  /** How many want to hear of an event. */
  count(event: EventName): number {
    return tellersOf(this.#all, event).length;
  }

  /** Calls `fn`; nobody is told what happens meanwhile. */
  unseen(fn: () => void): void {
    const all = this.#all;
    this.#tell([]);
    try {
      fn();
    } finally {
      this.#tell(all);
    }
  }

  #tell(all: readonly Observer[]): void {
    this.#all = all;
    Object.assign(this, Object.fromEntries(EVENTS.map((event) => [event, together(tellersOf(all, event))])));
  }
}

function tellersOf(observers: readonly Observer[], event: EventName): Teller[] {
  return observers.flatMap((observer) => {
    const method: Teller | undefined = observer[event]?.bind(observer);
    return method === undefined ? [] : [method];
  });
}

function together(tellers: readonly Teller[]): Teller | null {
  const [first = null, ...others] = tellers;
  if (others.length === 0) return first;
  return (...facts: never[]) => {
    for (const tell of tellers) tell(...facts);
  };
}

/** Where the loader, which loads before the runtime, leaves observers for it. */
const EARLY = Symbol.for('greenlets:v1:earlyObservers');

function createObservers(): Observers {
  const created = new Observers();
  const { [EARLY]: early = [] } = globalThis as { [EARLY]?: readonly Observer[] };
  for (const observer of early) created.add(observer);
  return created;
}

/** Those of this realm; the ES module and the CommonJS copy of the runtime share them, as they share the hub. */
export const observers: Observers = share(Symbol.for('greenlets:v1:observers'), createObservers);
