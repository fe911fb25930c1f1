import type { Limit } from '../../time/limit.ts';
import type { Passage, Turnstile } from './reading/turnstile.ts';

/** Something that is being set up, such as a connection, and is there or has failed once an event has said so. */
export class Setup implements Passage<{ readonly error: unknown }> {
  readonly #turnstile: Turnstile;
  #outcome: { readonly error: unknown } | null = null;

  /** @param turnstile where the greenlet waits for it */
  constructor(turnstile: Turnstile) {
    this.#turnstile = turnstile;
  }

  /** A listener: it is there. */
  readonly succeed = (): void => this.#settle(null);

  /** A listener: it has failed. */
  readonly fail = (error: unknown): void => this.#settle(error);

  /**
   * Blocks until it is there.
   *
   * Kill and timeout safety: whoever calls undoes what has been set up.
   *
   * @param call what blocks, as "connect()"
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   * @throws {Timeout} if the timeout is over first
   * @throws what it has failed with
   */
  wait(call: string, limit: Limit): void {
    'use greenlet';
    const { error } = this.#turnstile.pass(call, limit, this);
    if (error !== null) throw error as Error;
  }

  /** Internal: how it has gone. @internal */
  ready(): { readonly error: unknown } | undefined {
    return this.#outcome ?? undefined;
  }

  #settle(error: unknown): void {
    this.#outcome ??= { error };
    this.#turnstile.notify();
  }
}
