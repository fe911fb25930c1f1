import { share } from '../contract/share.ts';
import { told, type Observer } from './told.ts';

export type { Observer } from './told.ts';

type EventName = keyof Observer;
type Teller = (...facts: never[]) => void;

/** All who observe greenlets. What the hub calls for an event is a field of `told`. */
export class Observers {
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

  #tell(all: readonly Observer[]): void {
    this.#all = all;
    for (const event of Object.keys(told))
      Object.assign(told, { [event]: together(tellersOf(all, event as EventName)) });
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
  return (...facts: never[]) => tellAll(tellers, facts);
}

/** If one throws, as `local` and callbacks of users do at a start, the others are told all the same. */
function tellAll(tellers: readonly Teller[], facts: readonly never[]): void {
  let told = 0;
  try {
    for (const tell of tellers) {
      told++;
      tell(...facts);
    }
  } finally {
    if (told < tellers.length) tellAll(tellers.slice(told), facts);
  }
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
