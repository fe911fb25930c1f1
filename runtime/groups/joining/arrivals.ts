import type { Greenlet } from '../../core/greenlet.ts';
import { FACTS, type Facts } from '../../graph/facts.ts';
import { Queue } from '../../queues/queue.ts';

/** A queue of the library's own, into which certain greenlets put something when they get on. */
export class Arrivals<T> extends Queue<T> {
  /** Internal: what reports call it; null if they list the choices. @internal */
  readonly title: string | null;
  /** Internal: any of these ends the wait; reports list them. @internal */
  readonly choices: (() => readonly unknown[]) | null;
  readonly #sources: () => readonly Greenlet[] | null;
  readonly #call: string;

  /**
   * @param call what waits here
   * @param subject what it waits for: a title, or what has not come yet
   * @param sources those that have put nothing yet; null if anybody might put something
   */
  constructor(call: string, subject: string | (() => readonly unknown[]), sources: () => readonly Greenlet[] | null) {
    super();
    this.#call = call;
    this.title = typeof subject === 'string' ? subject : null;
    this.choices = typeof subject === 'string' ? null : subject;
    this.#sources = sources;
  }

  protected override callOfGet(): string {
    return this.#call;
  }

  override [FACTS](): Facts {
    const greenlets = this.#sources();
    const relation = this.title === null ? '' : 'which come from';
    return {
      state: '',
      relation,
      wakers: greenlets === null ? null : { greenlets, need: 1, by: 'end', certain: true },
    };
  }
}
