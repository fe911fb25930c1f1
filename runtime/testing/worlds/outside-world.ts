import { Greenlet } from '../../core/greenlet.ts';
import { NEW } from '../../core/switching/phase.ts';
import { kill } from '../../greenlets/ending/kill.ts';
import { hub } from '../../hub/index.ts';
import type { Task } from '../../hub/task.ts';
import type { World } from '../../hub/world.ts';
import { ScheduledGreenlet } from '../../waiting/scheduled-greenlet.ts';
import { realTurn, type VirtualWorld } from './virtual-world.ts';

const UNDER_WAY = 'another virtualTime() or explore() is under way: wait until it has ended';
const STRANDED =
  'this greenlet began in the virtual time of a test, which has ended: await virtualTime() or explore() before you start others';

/** The world that is left for a virtual one. Its greenlets stop until `goBack`; what wakes them meanwhile is kept for them. */
export class OutsideWorld {
  readonly #world: World;
  readonly #greenlets: Set<Greenlet>;
  /** Those of virtual worlds that have ended. */
  readonly #dropped = new WeakSet<Greenlet>();
  /** Those who were called from outside into a virtual world that has ended. */
  readonly #stranded: Greenlet[] = [];

  /**
   * Leaves the world, as soon as nobody is running in it: whoever asks may be.
   *
   * @throws {Error} if the hub is in a virtual world already
   */
  static async leave(virtual: VirtualWorld): Promise<OutsideWorld> {
    assertNotVirtual();
    await realTurn();
    assertNotVirtual();
    return new OutsideWorld(hub.goAside(virtual));
  }

  private constructor(world: World) {
    this.#world = world;
    this.#greenlets = new Set(world.greenlets);
  }

  get isEmpty(): boolean {
    return this.#greenlets.size === 0;
  }

  /** Keeps the task of somebody who does not belong to the virtual world; returns false for anybody else. */
  keep(task: Task): boolean {
    const greenlet = greenletOf(task);
    if (greenlet === undefined) return false;
    if (this.#dropped.has(greenlet)) return true;
    const isKept = this.#greenlets.has(greenlet);
    if (isKept) this.#world.ready.push(task);
    return isKept;
  }

  /** Lets a greenlet begin there; returns false if it has begun already. */
  adopt(greenlet: Greenlet): boolean {
    if (greenlet.phase !== NEW || !(greenlet instanceof ScheduledGreenlet)) return false;
    this.#greenlets.add(greenlet);
    this.#world.greenlets.push(greenlet);
    this.#world.ready.push(greenlet);
    return true;
  }

  /** A virtual world has ended. Those `strangers` were called into it from here. */
  take(strangers: readonly Greenlet[]): void {
    for (const greenlet of strangers) if (!greenlet.dead && !this.adopt(greenlet)) this.#stranded.push(greenlet);
    for (const greenlet of hub.live) if (!this.#greenlets.has(greenlet)) this.#dropped.add(greenlet);
  }

  goBack(): void {
    hub.goBack(this.#world);
    for (const greenlet of this.#stranded) kill(greenlet, new Error(STRANDED));
  }
}

function assertNotVirtual(): void {
  if (hub.aside !== null) throw new Error(UNDER_WAY);
}

/** The greenlet that a task starts or continues, if it does. */
export function greenletOf(task: Task): Greenlet | undefined {
  return task instanceof Greenlet ? (task as Greenlet) : task.greenlet;
}
