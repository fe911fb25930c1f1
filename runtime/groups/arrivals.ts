import type { Greenlet } from '../core/greenlet.ts';
import { FACTS, type Facts } from '../graph/facts.ts';
import { Queue } from '../queues/queue.ts';

/** A queue of the library's own, into which certain greenlets put something when they get on. */
export class Arrivals<T> extends Queue<T> {
  /** Internal: what reports call it. @internal */
  readonly title: string;
  /** Internal: any of these ends the wait; reports list them. @internal */
  readonly choices: (() => readonly unknown[]) | null;
  readonly #sources: () => readonly Greenlet[] | null;
  readonly #call: string;

  /**
   * @param call what waits here
   * @param sources those that have put nothing yet; null if anybody might put something
   * @param choices what has not come yet, if that is to be listed instead of the title
   */
  constructor(
    call: string,
    title: string,
    sources: () => readonly Greenlet[] | null,
    choices: (() => readonly unknown[]) | null = null,
  ) {
    super();
    this.#call = call;
    this.title = title;
    this.#sources = sources;
    this.choices = choices;
  }

  protected override callOfGet(): string {
    return this.#call;
  }

  override [FACTS](): Facts {
    const greenlets = this.#sources();
    return { state: '', wakers: greenlets === null ? null : { greenlets, need: 1, by: 'end', certain: true } };
  }
}
