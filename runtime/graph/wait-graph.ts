import { isObject } from '../contract/is-object.ts';
import { Greenlet } from '../core/greenlet.ts';
import { hub } from '../hub/index.ts';
import { greenletOf } from '../waiting/promises/called-bodies.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { awaitedBy } from './awaited.ts';
import { FACTS, isKnown, titleOf, type Facts, type Wakers } from './facts.ts';
import { titleOfChoices } from './choices.ts';
import { callOf } from './greenlet-names.ts';
import { joinedBy } from './joined.ts';
import { showPlaces } from './makers.ts';

showPlaces();

/** What is waited for in one place: those who queue there wait for the same. */
export interface Place {
  /** A lock, a queue, a greenlet...; null if that is unknown. */
  readonly object: object | null;
  /** What it is called: `RLock "lock 1"`, `the end of worker-3`. */
  readonly title: string;
  /** Null if nothing is known. */
  readonly facts: Facts | null;
}

/** What one greenlet waits for. */
export class Wait {
  readonly greenlet: Greenlet;
  /** What it waits with. */
  readonly waiter: Waiter<unknown, unknown>;
  /** Those who queue with it are in the same place. */
  readonly place: Place;

  constructor(greenlet: Greenlet, waiter: Waiter<unknown, unknown>, place: Place) {
    this.greenlet = greenlet;
    this.waiter = waiter;
    this.place = place;
  }

  /** The call that blocks: `Queue.get()`. */
  get reason(): string {
    return this.waiter.reason;
  }
}

const UNKNOWN: Place = { object: null, title: '', facts: null };

/** What greenlets wait for at this moment. Nothing is written down while they run: whoever waits queues with others, and the queue leads to the object. */
export class WaitGraph {
  /** Where those queue who wait for the end of a greenlet. */
  readonly #ends = new Map<object, Greenlet>();
  /** The head of each chain, for all members that were seen. */
  readonly #heads = new Map<object, object | null>();
  readonly #places = new Map<object, Place>();
  readonly #limited = new Set<unknown>();

  constructor() {
    for (const greenlet of hub.live) {
      const end = 'waitersOfEnd' in greenlet ? greenlet.waitersOfEnd : null;
      if (typeof end === 'object' && end !== null) this.#ends.set(end, greenlet);
    }
    for (const target of hub.expirables) if ('greenlet' in target) this.#limited.add(target.greenlet);
  }

  /** Null if it does not wait for the hub, or what it has waited for is there. */
  waitOf(greenlet: Greenlet): Wait | null {
    const { top } = greenlet;
    if (!(top instanceof Waiter) || !top.pending) return null;
    return new Wait(greenlet, top, this.#placeOf(top));
  }

  /** Whether something ends the wait of a greenlet in time: of the wait itself, or of a scope that it is in. */
  isLimited({ greenlet, waiter }: Wait): boolean {
    return waiter.isLimited || this.#limited.has(greenlet);
  }

  #placeOf(waiter: Waiter<unknown, unknown>): Place {
    if (hasChoices(waiter)) return placeOfChoices(waiter.choices());
    const joined = [...new Set(joinedBy(waiter.greenlet))].filter(({ dead }) => !dead);
    if (joined.length > 1) return endsOf(joined);
    const awaited = awaitedBy(waiter);
    const greenlet = greenletAwaitedBy(waiter, awaited);
    if (greenlet !== null) return endOf(greenlet);
    const key = awaited ?? this.#headOf(waiter);
    if (key === null) return UNKNOWN;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = awaited === null ? this.#describe(key) : this.#describeObject(key);
      this.#places.set(key, place);
    }
    return place;
  }

  #describe(head: object): Place {
    const greenlet = this.#ends.get(head);
    if (greenlet !== undefined) return endOf(greenlet);
    const { owner } = head as { owner?: object };
    return owner === undefined ? UNKNOWN : this.#describeObject(owner);
  }

  #describeObject(owner: object): Place {
    if (isGreenlet(owner)) return endOf(owner);
    if (!isKnown(owner)) return UNKNOWN;
    const { standsFor: object = owner, title = null } = owner as { standsFor?: object; title?: string | null };
    const facts = owner[FACTS]();
    const name = hasChoices(owner) ? titleOfChoices(owner.choices(), owner.needed?.()) : (title ?? titleOf(object));
    return { object, title: facts.part === undefined ? name : `${facts.part} ${name}`, facts };
  }

  /** The chain is a ring. All that is passed on the way has the same head. */
  #headOf(waiter: Waiter<unknown, unknown>): object | null {
    const passed: object[] = [];
    let node: object | null = waiter;
    let head = this.#heads.get(node);
    while (head === undefined) {
      if (node === null) head = null;
      else if ('isEmpty' in node) head = node;
      else {
        passed.push(node);
        node = (node as { next: object | null }).next;
        head = node === null ? null : this.#heads.get(node);
      }
    }
    for (const member of passed) this.#heads.set(member, head);
    return head;
  }
}

/** The greenlet whose promise is waited for: that of `run`, or the body of a compiled `async` function. Null if it is another promise. */
function greenletAwaitedBy(waiter: Waiter<unknown, unknown>, awaited: object | null): Greenlet | null {
  const promise = awaited ?? (waiter instanceof PromiseWait ? waiter.promise : null);
  return promise === null ? null : greenletOf(promise);
}

interface Choices {
  choices(): readonly unknown[];
  /** How many of them must be ready; one if it is not said. */
  needed?(): number;
}

/** Waits that several objects end. */
function hasChoices(value: object): value is Choices {
  return 'choices' in value && value.choices !== null;
}

/** Who can end a wait that any of these ends is known if it is for each of them. */
function placeOfChoices(choices: readonly unknown[]): Place {
  const object = choices.length === 1 && isObject(choices[0]) ? choices[0] : null;
  const all = choices.map(wakersOf);
  const known = all.filter((wakers) => wakers !== null);
  return {
    object,
    title: titleOfChoices(choices),
    facts: { state: '', wakers: known.length < all.length ? null : anyOf(known) },
  };
}

function wakersOf(choice: unknown): Wakers | null {
  if (!isObject(choice)) return null;
  if (isGreenlet(choice)) return endOf(choice).facts?.wakers ?? null;
  return isKnown(choice) ? choice[FACTS]().wakers : null;
}

/** Whoever gets on may end the wait; where several of them must, that is too few, but nobody counts as stuck who is not. */
function anyOf(all: readonly Wakers[]): Wakers {
  return {
    greenlets: [...new Set(all.flatMap(({ greenlets }) => greenlets))],
    need: 1,
    by: all.every(({ by }) => by === 'release') ? 'release' : 'end',
    certain: all.every(({ certain }) => certain),
  };
}

function isGreenlet(value: object): value is Greenlet {
  return value instanceof Greenlet;
}

function endsOf(greenlets: readonly Greenlet[]): Place {
  const need = greenlets.length;
  return {
    object: null,
    title: titleOfChoices(greenlets, need),
    facts: { state: '', wakers: { greenlets, need, by: 'end', certain: true } },
  };
}

function endOf(greenlet: Greenlet): Place {
  const wakers: Wakers = { greenlets: [greenlet], need: 1, by: 'end', certain: true };
  return { object: greenlet, title: `the end of ${callOf(greenlet)}`, facts: { state: '', wakers } };
}
