import { Mishap } from '../mishap.ts';

/** A promise that is settled when an actor says so. */
export class Promises {
  readonly promise: Promise<number>;
  #resolve!: (value: number) => void;
  #reject!: (error: unknown) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => undefined);
  }

  settle(failed: boolean): void {
    if (failed) this.#reject(new Mishap());
    else this.#resolve(1);
  }
}
