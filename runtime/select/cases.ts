import { expected } from '../core/expected.ts';
import { Channel } from '../queues/channel.ts';
import { Queue } from '../queues/queue.ts';
import { QueuedCase, SelectAcquirer, type Case, type Selection } from '../queues/selection.ts';
import { Semaphore } from '../sync/semaphore.ts';
import type { Linkable } from '../waiting/linkable.ts';

/** What `select` may be given: see there. */
export type Selectable = Queue | Channel | Semaphore | Linkable | Putting;

/** What to put, as a case of `select`; see `putting`. */
export class Putting {
  /** Internal. @internal */
  readonly make: () => Case<void>;

  constructor(make: () => Case<void>) {
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
  return new Putting(() => target.putting(item));
}

/** @throws {TypeError} if it is nothing that `select` knows */
export function caseOf(source: unknown): Case<unknown> {
  if (source instanceof Putting) return source.make();
  if (source instanceof Queue || source instanceof Channel) return source.getting();
  if (source instanceof Semaphore) return acquiring(source);
  if (isLinkable(source)) return new LinkCase(source);
  throw expected('a queue, a channel, a semaphore, putting(...), or whatever becomes ready', source);
}

function acquiring(semaphore: Semaphore): Case<boolean> {
  return new QueuedCase<boolean, SelectAcquirer>(
    () => (semaphore.tryAcquire() ? { value: true } : null),
    (win) => semaphore.enlist((line) => new SelectAcquirer(line, win)),
    () => true,
  );
}

function isLinkable(value: unknown): value is Linkable {
  return typeof (value as Partial<Linkable> | null | undefined)?.rawlink === 'function';
}

/** Whatever becomes ready: a greenlet that ends, an event that is set... */
class LinkCase implements Case<unknown> {
  readonly #source: Linkable;
  #callback: (() => void) | null = null;

  constructor(source: Linkable) {
    this.#source = source;
  }

  attempt(): { readonly value: unknown } | null {
    return this.#source.ready() ? { value: this.#source } : null;
  }

  enlist(selection: Selection): void {
    this.#callback = () => void selection.wake(this);
    this.#source.rawlink(this.#callback);
  }

  withdraw(): void {
    if (this.#callback !== null) this.#source.unlink(this.#callback);
  }

  finish(): unknown {
    return this.#source;
  }
}
