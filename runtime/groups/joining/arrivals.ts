import { FACTS, type Facts, type Wakers } from '../../graph/facts.ts';
import { Queue } from '../../queues/queue.ts';

/** Those that have put nothing yet, and how many of them must. */
export type Sources = Pick<Wakers, 'greenlets' | 'need'>;

/** A queue of the library's own, into which certain greenlets put something when they get on. */
export class Arrivals<T> extends Queue<T> {
  /** Internal: what reports call it; null if they list the choices. @internal */
  readonly title: string | null;
  /** Internal: any of these ends the wait; reports list them. @internal */
  readonly choices: (() => readonly unknown[]) | null;
  /** Internal: how many of the choices whoever waits needs. @internal */
  readonly needed: () => number;
  readonly #sources: () => Sources | null;
  readonly #call: string;

  /**
   * @param call what waits here
   * @param subject what it waits for: a title, or what has not come yet
   * @param sources who ends the wait; null if anybody might
   * @param needed how many of what has not come yet end the wait
   */
  constructor(
    call: string,
    subject: string | (() => readonly unknown[]),
    sources: () => Sources | null,
    needed = () => 1,
  ) {
    super();
    this.#call = call;
    this.title = typeof subject === 'string' ? subject : null;
    this.choices = typeof subject === 'string' ? null : subject;
    this.needed = needed;
    this.#sources = sources;
  }

  protected override callOfGet(): string {
    return this.#call;
  }

  override [FACTS](): Facts {
    const sources = this.#sources();
    const relation = this.title === null ? '' : 'which come from';
    return {
      state: '',
      relation,
      wakers: sources === null ? null : { ...sources, by: 'end', certain: true },
    };
  }
}
