import { link } from '../../contract/link.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { NEW } from '../../core/switching/phase.ts';
import { Ring } from '../../hub/ring.ts';
import type { ReadyQueue, Task } from '../../hub/task.ts';
import { greenletOf, type OutsideWorld } from './outside-world.ts';
import type { VirtualWorld } from './virtual-world.ts';

/** The ready queue of a virtual world. Those of the world outside, who may be woken at any time, have to wait there. */
export abstract class WorldQueue implements ReadyQueue {
  readonly #world: VirtualWorld;
  readonly #outside: OutsideWorld;
  readonly #strangers: Greenlet[] = [];
  /** The test itself comes first. */
  #hasBegun = false;
  #hasEnded = false;

  constructor(world: VirtualWorld, outside: OutsideWorld) {
    this.#world = world;
    this.#outside = outside;
  }

  abstract readonly length: number;
  abstract shift(): Task | undefined;
  abstract clear(): void;
  protected abstract add(task: Task): void;

  push(task: Task): void {
    if (this.#outside.keep(task)) return;
    const greenlet = greenletOf(task);
    if (greenlet?.phase === NEW && !this.#isInside) {
      if (this.#hasEnded && this.#outside.adopt(greenlet)) return;
      if (this.#hasBegun) this.#strangers.push(greenlet);
      this.#hasBegun = true;
    }
    this.add(task);
  }

  /** The world has ended: what comes from now on comes from outside. */
  end(): void {
    this.#hasEnded = true;
    this.#outside.take(this.#strangers);
  }

  /** Code that runs at any other time may be that of the test, after an `await`, or anybody's. */
  get #isInside(): boolean {
    return link.home !== null || this.#world.isBusy;
  }
}

/** After so many tasks others get their turn, such as what is real: virtual time does not tell how long a pass has taken. */
const MOST_TASKS = 1000;

/** First come, first served. */
export class OrderedQueue extends WorldQueue {
  readonly #tasks = new Ring<Task>();
  #served = 0;

  get length(): number {
    return this.#tasks.length;
  }

  shift(): Task | undefined {
    if (++this.#served % MOST_TASKS === 0) return undefined;
    return this.#tasks.shift();
  }

  clear(): void {
    this.#tasks.clear();
  }

  protected override add(task: Task): void {
    this.#tasks.push(task);
  }
}
