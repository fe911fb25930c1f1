import type { Greenlet } from '../core/greenlet.ts';
import { FACTS, type Facts } from '../graph/facts.ts';
import { Queue } from '../queues/queue.ts';

/** A queue of the library's own, into which certain greenlets put something when they get on. */
export class Arrivals<T> extends Queue<T> {
  /** Internal: what reports call it. @internal */
  readonly title: string;
  readonly #sources: () => readonly Greenlet[] | null;

  /** @param sources those that have put nothing yet; null if anybody might put something */
  constructor(title: string, sources: () => readonly Greenlet[] | null) {
    super();
    this.title = title;
    this.#sources = sources;
  }

  override [FACTS](): Facts {
    const greenlets = this.#sources();
    return { state: '', wakers: greenlets === null ? null : { greenlets, need: 1, by: 'end', certain: true } };
  }
}
