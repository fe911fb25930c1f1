import { share } from '../share.ts';

/** Who or what wants a greenlet to stop. A `timeout` ends with its scope; the others end the greenlet. */
export type CancellationKind = 'kill' | 'timeout' | 'abort';

/**
 * An error that was delivered to one greenlet, in which it is a cancellation as long as it is under way. Everywhere else the
 * same object is an ordinary error.
 */
export abstract class Cancellation {
  readonly error: unknown;
  readonly kind: CancellationKind;
  /** When it was raised, on the clock of `Cancellations`. */
  raisedAt = 0;
  /** Whether a clause that names it has taken it. If it throws it again, it goes on. */
  handled = false;
  /** Whom it is for. */
  abstract readonly greenlet: object;
  #postponed: Cancellation[] = [];

  constructor(error: unknown, kind: CancellationKind) {
    this.error = error;
    this.kind = kind;
  }

  /** Raises the error where its greenlet waits, now or next. */
  abstract deliver(): void;

  /** Something has failed in its way, and it is the one that goes on. Without a scheduler there is nobody to tell. */
  report?(failure: unknown): void;

  /** A clause that names it takes it, and will not throw it again. */
  handle(): void {
    this.take();
    this.release();
  }

  /** A clause that names it takes it, and may throw it again. */
  take(): void {
    this.handled = true;
  }

  /** The clause has not thrown it again: it is over. */
  release(): void {
    this.raisePostponed();
  }

  /** It has ended the one in whom it was raised, and goes on in the one that waits for that. */
  raisedIn(from: object, to: object): void {
    cancellations.end(from, this);
    cancellations.begin(to, this);
  }

  /** The clause throws it again: it goes on as if nobody had taken it. */
  passOn(): void {
    this.handled = false;
  }

  /** Raises `other` once this one is over. */
  postpone(other: Cancellation): void {
    this.#postponed.push(other);
  }

  protected raisePostponed(): void {
    const postponed = this.#postponed;
    this.#postponed = [];
    for (const cancellation of postponed) cancellation.deliver();
  }
}

/** A clause may throw again what it took, and after another one has come: so many are remembered. */
const MOST_HANDLED = 8;

/** The cancellations under way, by whom they were delivered to: a greenlet. */
export class Cancellations {
  readonly #underWay = new WeakMap<object, Cancellation[]>();
  /** Every caught error asks, and there hardly ever was a cancellation. */
  #used = false;
  #time = 0;
  /** An error that is looked out for, until compiled code catches it. */
  sought: unknown = null;

  /** A clock that ticks at every look. */
  tick(): number {
    return ++this.#time;
  }

  begin(owner: object, cancellation: Cancellation): void {
    this.#used = true;
    cancellation.raisedAt = this.tick();
    cancellation.handled = false;
    const others = this.#underWay.get(owner)?.filter((other) => other !== cancellation) ?? [];
    this.#underWay.set(owner, [...withoutOldest(others), cancellation]);
  }

  end(owner: object, cancellation: Cancellation): void {
    const list = this.#underWay.get(owner);
    const index = list?.indexOf(cancellation) ?? -1;
    if (index >= 0) list?.splice(index, 1);
  }

  endAll(owner: object, isOver: (cancellation: Cancellation) => boolean): void {
    const list = this.#underWay.get(owner);
    if (list !== undefined)
      this.#underWay.set(
        owner,
        list.filter((cancellation) => !isOver(cancellation)),
      );
  }

  /** What `error` is to `owner`; undefined if it is an ordinary error. */
  find(owner: object, error: unknown): Cancellation | undefined {
    if (!this.#used) return undefined;
    return this.#underWay.get(owner)?.find((cancellation) => Object.is(cancellation.error, error));
  }

  /** One that has been raised after `time`, and that nobody has taken yet. */
  raisedSince(owner: object, time: number): Cancellation | undefined {
    return this.#underWay.get(owner)?.findLast(({ handled, raisedAt }) => !handled && raisedAt > time);
  }

  /** Those that are under way, and that nobody has taken. */
  unhandled(owner: object): readonly Cancellation[] {
    return this.#underWay.get(owner)?.filter(({ handled }) => !handled) ?? [];
  }

  /** A failure is dropped in favour of an error that is under way. If that is a cancellation nobody is going to see either. */
  drop(owner: object, failure: unknown, error: unknown): void {
    this.find(owner, error)?.report?.(failure);
  }

  /** The error comes to `owner` from elsewhere: unless its own is still on its way, it is an ordinary one from now on. */
  arrive(owner: object, error: unknown): void {
    const cancellation = this.find(owner, error);
    if (cancellation?.handled === true) this.end(owner, cancellation);
  }
}

function withoutOldest(list: Cancellation[]): Cancellation[] {
  const surplus = list.filter(({ handled }) => handled).slice(0, -MOST_HANDLED);
  return surplus.length === 0 ? list : list.filter((cancellation) => !surplus.includes(cancellation));
}

export const cancellations = share(Symbol.for('greenlets:v1:cancellations'), () => new Cancellations());
