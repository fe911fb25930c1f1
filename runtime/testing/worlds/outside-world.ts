import { link } from '../../contract/link.ts';
import { Greenlet } from '../../core/greenlet.ts';
import { NEW } from '../../core/switching/phase.ts';
import { kill } from '../../greenlets/ending/kill.ts';
import { defaultHost } from '../../hub/host/default-host.ts';
import { hub } from '../../hub/index.ts';
import type { Task } from '../../hub/task.ts';
import type { World } from '../../hub/world.ts';
import { ScheduledGreenlet } from '../../waiting/scheduled-greenlet.ts';
import { realTurn, type VirtualWorld } from './virtual-world.ts';

const UNDER_WAY = 'another virtualTime() or explore() is under way: wait until it has ended';
const GIVEN_UP = 'another virtualTime() or explore() has begun before this one had ended, and after a second of it';
const STRANDED =
  'this greenlet began in the virtual time of a test, which has ended: await virtualTime() or explore() before you start others';

/**
 * Real ms after which a test in a virtual world that another test comes upon counts as given up. Nobody tells whether it is: libraries for tests
 * go on to the next test when the time of one is over.
 */
const PATIENCE = 1000;

/** The worlds that were left, by what the hub knows of them. */
const left = new WeakMap<World, OutsideWorld>();

/** The world that is left for a virtual one. Its greenlets stop until `goBack`; what wakes them meanwhile is kept for them. */
export class OutsideWorld {
  readonly #world: World;
  readonly #greenlets: Set<Greenlet>;
  /** Those of virtual worlds that have ended. */
  readonly #dropped = new WeakSet<Greenlet>();
  /** Those who were called from outside into a virtual world that has ended. */
  readonly #stranded: Greenlet[] = [];
  readonly #since = defaultHost.now();
  #isGivenUp = false;

  /**
   * Leaves the world, as soon as nobody is running in it: whoever asks may be.
   *
   * @throws {Error} if the hub is in a virtual world already, unless the test in that was given up
   */
  static async leave(virtual: VirtualWorld): Promise<OutsideWorld> {
    await OutsideWorld.#endGivenUp();
    assertNotVirtual();
    await realTurn();
    assertNotVirtual();
    return new OutsideWorld(hub.goAside(virtual));
  }

  static async #endGivenUp(): Promise<void> {
    const { aside } = hub;
    const outside = aside === null ? undefined : left.get(aside);
    // Whoever is in that world itself waits in vain for its end.
    const isWithin = link.home !== null;
    if (outside === undefined || isWithin || defaultHost.now() - outside.#since < PATIENCE) return;
    outside.#isGivenUp = true;
    while (hub.aside === aside) await realTurn();
  }

  private constructor(world: World) {
    this.#world = world;
    this.#greenlets = new Set(world.greenlets);
    left.set(world, this);
  }

  /** @throws {Error} if the test in the virtual world was given up */
  assertNotGivenUp(): void {
    if (this.#isGivenUp) throw new Error(GIVEN_UP);
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
