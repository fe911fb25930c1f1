import { GreenletExit } from '../../core/errors/errors.ts';
import { expected } from '../../core/errors/expected.ts';
import { FACTS, type Facts } from '../../graph/facts.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import { Arrivals } from '../joining/arrivals.ts';
import { Hold } from '../hold.ts';
import { Semaphore } from '../../sync/semaphore.ts';
import { forEachItem, type Spawner } from './map-items.ts';
import { spawn } from '../../greenlets/spawning/spawn.ts';
import { Turns } from '../turns.ts';

/** Options of `imap` and `imapUnordered`. */
export interface MapOptions {
  /** How many results may be under way or wait to be read; any number by default. */
  readonly maxSize?: number | null;
}

export const MAP_OPTIONS: readonly string[] = ['maxSize'];

/** What else decides about an iteration. */
interface Mapping extends MapOptions {
  readonly ordered: boolean;
  /** Called when the iteration is left before its end; by default, calls that are under way go on. */
  readonly onLeave?: () => void;
}

/** What came out for the item at `index`: a greenlet that has ended; nothing after the last item. */
interface Arrival<R> {
  readonly index: number;
  readonly source: Greenlet<R> | null;
}

/** The iteration was ended by a reader. */
const OVER = { index: 0, source: null } as const;

/** For results that nobody has read yet. If nobody ever does, what waits for room is no news. */
class Room extends Semaphore {
  constructor(results: number) {
    super(results, { name: 'unread results of imap()' }, null);
  }

  override [FACTS](): Facts {
    return { ...super[FACTS](), isDone: true };
  }
}

/**
 * What `imap` and `imapUnordered` return: iterates over the results of concurrent calls. As long as somebody iterates, errors wait to be read. Before the
 * first step, after one that has thrown, and after the end they are reported like those of any greenlet.
 */
export class MapIterator<T, R> implements IterableIterator<R> {
  readonly #arrived: Arrivals<Arrival<R>>;
  /** Arrivals that must wait for those before them. */
  readonly #early = new Map<number, Arrival<R>>();
  readonly #ordered: boolean;
  readonly #onLeave: Mapping['onLeave'];
  readonly #room: Room | null;
  readonly #turns = new Turns();
  /** Those whose results are to be read yet. */
  readonly #unread = new Hold();
  /** Fails if an item cannot be fetched. */
  readonly #feeder: Greenlet<void>;
  #fetched = 0;
  #read = 0;
  #total = Infinity;

  constructor(
    spawner: Spawner,
    fn: (item: T) => R | PromiseLike<R>,
    items: Iterable<T>,
    { ordered, maxSize = null, onLeave }: Mapping,
  ) {
    if (maxSize !== null && !(Number.isInteger(maxSize) && maxSize >= 1))
      throw expected('a whole number of at least 1 as `maxSize`, or null', maxSize);
    this.#ordered = ordered;
    this.#onLeave = onLeave;
    const call = ordered ? 'imap()' : 'imapUnordered()';
    this.#arrived = new Arrivals(call, `the results of ${call}`, () => ({
      greenlets: this.#unread.greenlets,
      need: 1,
    }));
    // Whoever reads on gives room.
    this.#room = maxSize === null ? null : new Room(maxSize);
    this.#unread.pause();
    // Reports show its name.
    const fetchItems = (): void => {
      'use greenlet';
      return this.feed(spawner, fn, items);
    };
    this.#feeder = spawn(fetchItems);
    this.#unread.watch(this.#feeder);
    this.#feeder.rawlink(() => this.#endItems());
  }

  /**
   * Blocks until there is another result; throws the error of a call that failed. Several greenlets may read: they take turns.
   *
   * Kill and timeout safety: a step that is interrupted ends the iteration, see `return`, unless others wait for the next
   * result: these go on.
   *
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; the iteration has ended
   *   then, unless others wait for the next result
   */
  next(): IteratorResult<R> {
    'use greenlet';
    this.#unread.goOn();
    let hasFailed = true;
    try {
      const result = this.#turns.inTurn(this.#step);
      hasFailed = false;
      return result;
    } finally {
      if (hasFailed) this.#unread.pause();
    }
  }

  /** `next` for the one whose turn it is. */
  readonly #step = (): IteratorResult<R> => {
    'use greenlet';
    while (this.#read < this.#total) {
      const arrival = this.#turns.await(this.#arrival, this.#close);
      const { source } = arrival;
      if (source === null) {
        this.#total = Math.min(this.#total, arrival.index);
      } else {
        this.#read++;
        this.#room?.release();
        this.#unread.unwatch(source);
        return { done: false, value: source.get() };
      }
    }
    return { done: true, value: undefined };
  };

  /** Fetches no more items. The calls under way go on; errors that nobody has read are reported. */
  return(): IteratorReturnResult<undefined> {
    this.#close();
    return { done: true, value: undefined };
  }

  readonly #close = (): void => {
    this.#feeder.interrupt(new GreenletExit());
    this.#onLeave?.();
    this.#total = 0;
    this.#unread.letGo();
    // Somebody else may be waiting.
    this.#arrived.putNowait(OVER);
  };

  /** The iterator itself. */
  [Symbol.iterator](): this {
    return this;
  }

  /** Internal: what the greenlet that fetches the items does. @internal */
  feed(spawner: Spawner, fn: (item: T) => R | PromiseLike<R>, items: Iterable<T>): void {
    'use greenlet';
    return forEachItem(items, (item) => {
      this.#room?.acquire();
      const index = this.#fetched++;
      const source = spawner.spawn(fn, item);
      this.#expect(index, source);
    });
  }

  #endItems(): void {
    if (this.#feeder.successful()) this.#unread.unwatch(this.#feeder);
    // It has no result.
    else this.#arrived.putNowait({ index: this.#fetched++, source: this.#feeder as Greenlet<never> });
    this.#arrived.putNowait({ index: this.#fetched, source: null });
  }

  /** The next arrival; if they are ordered, the one whose turn it is. */
  readonly #arrival = (): Arrival<R> => {
    'use greenlet';
    if (!this.#ordered) return this.#arrived.get();
    for (;;) {
      const next = this.#takeEarly();
      if (next !== undefined) return next;
      const arrival = this.#arrived.get();
      if (arrival === OVER) return arrival;
      this.#keep(arrival);
    }
  };

  /** What has arrived before its turn, which has come. */
  #takeEarly(): Arrival<R> | undefined {
    const next = this.#early.get(this.#read);
    this.#early.delete(this.#read);
    return next;
  }

  #keep(arrival: Arrival<R>): void {
    this.#early.set(arrival.index, arrival);
  }

  #expect(index: number, source: Greenlet<R>): void {
    if (this.#read < this.#total) this.#unread.watch(source);
    source.rawlink(() => this.#arrived.putNowait({ index, source }));
  }
}
