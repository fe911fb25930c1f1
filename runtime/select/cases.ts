import { branded } from '../core/errors/errors.ts';
import { expected } from '../core/errors/expected.ts';
import { Channel } from '../queues/channel.ts';
import { Queue } from '../queues/queue.ts';
import { RLock } from '../sync/rlock.ts';
import { Semaphore } from '../sync/semaphore.ts';
import { contending, QueuedCase, type Case, type Selection } from '../waiting/selection.ts';
import { isWaitable, PromiseSource, sourceOf, type Source, type Waitable } from '../waiting/links/sources.ts';
import { Occurrence } from '../waiting/occurrence.ts';
import { getting, puttingInto } from './queue-cases.ts';

/** What `select` may be given: see there. */
export type Selectable = Queue | Channel | Semaphore | RLock | Waitable | Putting;

/** What to put, as a case of `select`; see `putting`. */
export class Putting {
  static {
    branded(this, 'Putting');
  }

  /** Internal. @internal */
  readonly make: () => Case<void>;
  /** Internal: what reports call it. @internal */
  readonly target: object;

  constructor(target: object, make: () => Case<void>) {
    this.target = target;
    this.make = make;
  }
}

/**
 * A case of `select`: puts an item into a queue or a channel, unless another case comes true first.
 *
 * @throws {TypeError} if `target` is neither
 */
export function putting<T>(target: Queue<T> | Channel<T>, item: T): Putting {
  if (!(target instanceof Queue || target instanceof Channel)) throw expected('a queue or a channel', target);
  return new Putting(target, () => puttingInto(target, item));
}

/** @throws {TypeError} if it is nothing that `select` knows */
export function caseOf(source: unknown): Case<unknown> {
  if (source instanceof Putting) return source.make();
  if (source instanceof Queue || source instanceof Channel) return getting(source);
  if (source instanceof Semaphore || source instanceof RLock) return acquiring(source);
  if (isWaitable(source)) return new SourceCase(source);
  throw expected(
    'a queue, a channel, a semaphore, a lock, putting(...), whatever becomes ready, a promise, or a number of ms',
    source,
  );
}

const Acquirer = contending(Occurrence);

function acquiring(lock: Semaphore | RLock): Case<boolean> {
  return new QueuedCase(
    {
      isPossible: () => (lock instanceof RLock ? lock.isFree() : lock.ready()),
      attempt: () => lock.tryAcquire(),
    },
    () => lock.enlist((line) => new Acquirer('select()', line)),
    () => true,
  );
}

/** Whatever becomes ready: a greenlet that ends, an event that is set, a promise that is settled... */
class SourceCase implements Case<unknown> {
  readonly #object: Waitable;
  readonly #source: Source;
  #callback: (() => void) | null = null;

  constructor(object: Waitable) {
    this.#object = object;
    this.#source = sourceOf(object);
  }

  isPossible(): boolean {
    return this.#source.ready();
  }

  attempt(): unknown {
    return this.finish();
  }

  enlist(selection: Selection): void {
    this.#callback = () => void selection.wake(this);
    this.#source.rawlink(this.#callback);
  }

  withdraw(): void {
    if (this.#callback !== null) this.#source.unlink(this.#callback);
    else if (this.#source instanceof PromiseSource) this.#source.unlink();
  }

  /** What a promise comes to; nothing for a time; anything else itself. */
  finish(): unknown {
    const { outcome } = this.#source;
    if (outcome === undefined || outcome === null) return typeof this.#object === 'number' ? undefined : this.#object;
    if (outcome.ok) return outcome.value;
    throw outcome.error;
  }
}
