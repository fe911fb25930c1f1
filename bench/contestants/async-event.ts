/** An event as one writes it with promises. */
export class AsyncEvent {
  #isSet = false;
  readonly #waiters: (() => void)[] = [];

  async wait(): Promise<void> {
    if (!this.#isSet) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  set(): void {
    this.#isSet = true;
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  clear(): void {
    this.#isSet = false;
  }
}
