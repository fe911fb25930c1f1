import type { Greenlet } from '../greenlets/greenlet.ts';

/** Greenlets whose errors somebody is going to ask for. What was not asked for in the end is reported. */
export class Hold {
  readonly #greenlets = new Set<Greenlet>();
  #isActive = true;

  watch(greenlet: Greenlet): void {
    if (this.#greenlets.has(greenlet)) return;
    this.#greenlets.add(greenlet);
    if (this.#isActive) greenlet.hold();
  }

  /** They ask for this one now, or never. Anything else is ignored. */
  unwatch(value: unknown): void {
    const greenlets: Set<unknown> = this.#greenlets;
    if (greenlets.delete(value) && this.#isActive) (value as Greenlet).release();
  }

  /** It is doubtful whether they are going to ask: until `goOn`, what fails is reported. */
  pause(): void {
    if (!this.#isActive) return;
    this.#isActive = false;
    for (const greenlet of this.#greenlets) greenlet.release();
  }

  goOn(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    for (const greenlet of this.#greenlets) greenlet.hold();
  }

  /** Internal: those that nobody has asked yet. @internal */
  get greenlets(): readonly Greenlet[] {
    return [...this.#greenlets];
  }

  /** Somebody takes care of the errors of those that have failed already. */
  excuseFailed(): void {
    for (const greenlet of this.#failed) greenlet.observe();
  }

  letGo(): void {
    this.pause();
    this.#greenlets.clear();
  }

  /** Throws the error of the first, in the order in which they were added, that has failed. */
  throwFirst(): void {
    const failed = this.#failed;
    const [first] = failed;
    if (first === undefined) return;
    const { exception } = first;
    // One may have failed because it asked for the error of another.
    for (const greenlet of failed) if (greenlet.failedWith(exception)) greenlet.observe();
    throw exception;
  }

  get #failed(): Greenlet[] {
    return [...this.#greenlets].filter((greenlet) => greenlet.ready() && !greenlet.successful());
  }
}
