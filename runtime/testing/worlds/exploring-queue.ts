import type { Greenlet } from '../../core/greenlet.ts';
import type { Task } from '../../hub/task.ts';
import { greenletOf, type OutsideWorld } from './outside-world.ts';
import type { VirtualWorld } from './virtual-world.ts';
import { WorldQueue } from './world-queue.ts';

/**
 * Picks one of those that are ready; null if nobody is to run any more, `later` if promises come first, `again` if it has done something that may
 * have made others ready.
 */
export type Decide = (greenlets: readonly Greenlet[]) => Greenlet | 'again' | 'later' | null;

/** The ready queue of a world in which somebody else decides who runs next. */
export class ExploringQueue extends WorldQueue {
  #tasks: Task[] = [];
  readonly #decide: Decide;

  constructor(decide: Decide, world: VirtualWorld, outside: OutsideWorld) {
    super(world, outside);
    this.#decide = decide;
  }

  get length(): number {
    return this.#tasks.length;
  }

  /** What is no greenlet is a callback of the library, and comes at once: it cannot wait, so that its order makes no difference. */
  shift(): Task | undefined {
    if (this.#tasks.length === 0) return undefined;
    const callback = this.#tasks.findIndex((task) => greenletOf(task) === undefined);
    if (callback !== -1) return this.#take(callback);
    const chosen = this.#decide([...new Set(this.#tasks.flatMap((task) => greenletOf(task) ?? []))]);
    if (chosen === 'again') return this.shift();
    if (chosen === 'later') return undefined;
    if (chosen === null) {
      this.#tasks = [];
      return undefined;
    }
    return this.#take(this.#tasks.findIndex((task) => greenletOf(task) === chosen));
  }

  clear(): void {
    this.#tasks = [];
  }

  protected override add(task: Task): void {
    this.#tasks.push(task);
  }

  #take(index: number): Task | undefined {
    const [task] = this.#tasks.splice(index, 1);
    return task;
  }
}
