'use greenlet';
import { getCurrent, Greenlet, kill, run, sleep, spawn, spawnLater, spawnRaw, wait } from 'greenlets';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';

/** What a subclass runs is its own method. */
class Job extends Greenlet<number, []> {
  readonly #actor: Actor;

  constructor(actor: Actor) {
    super(null);
    this.#actor = actor;
  }

  protected override body(): number {
    return this.#actor.act();
  }
}

/** The ways in which greenlets begin. */
export const greenlets: Kinds = {
  spawn: {
    weight: 8,
    bodies: 1,
    perform({ world }, { bodies }) {
      const child = world.cast(bodies[0]);
      world.join(child, spawn(child.act));
    },
  },
  spawnAndGet: {
    weight: 4,
    bodies: 1,
    perform({ world }, operation) {
      const child = world.cast(operation.bodies[0]);
      const { greenlet } = world.join(child, spawn(child.act));
      child.asked = true;
      world.checkResult(child, greenlet.get(world.limit(operation)));
    },
  },
  awaitGreenlet: {
    weight: 2,
    bodies: 1,
    perform({ world }, { count, bodies }) {
      const child = world.cast(bodies[0]);
      const promise = count > 3 ? run(child.act) : world.join(child, spawn(child.act)).greenlet.then();
      child.asked = true;
      promise.catch(() => undefined);
      world.checkResult(child, wait(promise));
    },
  },
  subclass: {
    weight: 1,
    bodies: 1,
    perform({ world }, { bodies }) {
      const child = world.cast(bodies[0]);
      world.join(child, new Job(child)).greenlet.start();
    },
  },
  spawnLater: {
    weight: 2,
    bodies: 1,
    perform({ world }, { ms, bodies }) {
      const child = world.cast(bodies[0]);
      world.join(child, spawnLater(ms ?? 1, child.act));
    },
  },
  killBeforeStart: {
    weight: 2,
    bodies: 1,
    perform({ world }, { ms, count, bodies }) {
      const child = world.cast(bodies[0]);
      const greenlet = count > 3 ? spawn(child.act) : spawnLater(ms ?? 1, child.act);
      world.join(child, greenlet);
      child.doomed = true;
      kill(greenlet, world.sentence(greenlet));
      if (!greenlet.dead) world.report('a greenlet that had not begun was killed and is not dead');
    },
  },
  spawnRaw: {
    weight: 2,
    bodies: 1,
    perform(actor, { count, bodies }) {
      const { tally } = actor.world;
      tally.begin('raw greenlets');
      const greenlet = spawnRaw(() => {
        tally.end('raw greenlets');
        actor.world.enter(getCurrent());
        actor.perform(bodies[0]);
      });
      if (count > 1) return;
      sleep(count);
      kill(greenlet);
    },
  },
};
