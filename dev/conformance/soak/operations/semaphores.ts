'use greenlet';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Units } from '../ledgers/units.ts';
import type { Body } from '../plan.ts';
import type { World } from '../world.ts';

function unitsOf(world: World, on: number): Units {
  return world.semaphores[on % world.semaphores.length] as Units;
}

/** A unit has been acquired: releases it when the body has been performed. */
function hold(actor: Actor, units: Units, body: Body | undefined): void {
  units.acquired();
  try {
    actor.perform(body);
  } finally {
    units.release();
  }
}

export const semaphores: Kinds = {
  acquire: {
    weight: 4,
    bodies: 1,
    perform(actor, operation) {
      const { on, ms, bodies } = operation;
      const units = unitsOf(actor.world, on);
      if (units.semaphore.acquire(actor.world.limit(operation))) hold(actor, units, bodies[0]);
      else if (ms === null) actor.world.report('acquire() timed out without a timeout');
    },
  },
  tryAcquire: {
    weight: 1,
    bodies: 1,
    perform(actor, { on, bodies }) {
      const units = unitsOf(actor.world, on);
      if (units.semaphore.tryAcquire()) hold(actor, units, bodies[0]);
    },
  },
  withSemaphore: {
    weight: 2,
    bodies: 1,
    perform(actor, { on, bodies }) {
      const units = unitsOf(actor.world, on);
      units.semaphore.with(() => {
        units.acquired();
        try {
          actor.perform(bodies[0]);
        } finally {
          units.released();
        }
      });
    },
  },
  waitForUnit: {
    weight: 2,
    perform({ world }, operation) {
      unitsOf(world, operation.on).semaphore.wait(world.limit(operation));
    },
  },
  acquireForever: {
    weight: 1,
    perform({ world }, operation) {
      const { semaphore } = world.forever;
      if (operation.count > 3) semaphore.acquire(world.limit(operation));
      else semaphore.wait(world.limit(operation));
    },
  },
};
