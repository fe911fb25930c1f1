'use greenlet';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Ownership } from '../ledgers/ownership.ts';
import type { Body } from '../plan.ts';
import type { World } from '../world.ts';

function lockOf(world: World, on: number): Ownership {
  return world.locks[on % world.locks.length] as Ownership;
}

/** The lock has been acquired: releases it when the body has been performed. */
function hold(actor: Actor, ownership: Ownership, body: Body | undefined): void {
  ownership.acquired();
  try {
    actor.perform(body);
  } finally {
    ownership.releasing();
    ownership.lock.release();
  }
}

/** The same by `with`. */
function within(actor: Actor, ownership: Ownership, act: () => void): void {
  ownership.condition.with(() => {
    ownership.acquired();
    try {
      act();
    } finally {
      ownership.releasing();
    }
  });
}

export const locks: Kinds = {
  lock: {
    weight: 4,
    bodies: 1,
    perform(actor, operation) {
      const { on, ms, bodies } = operation;
      const ownership = lockOf(actor.world, on);
      if (ownership.lock.acquire(actor.world.limit(operation))) hold(actor, ownership, bodies[0]);
      else if (ms === null) actor.world.report('acquire() timed out without a timeout');
    },
  },
  tryLock: {
    weight: 1,
    bodies: 1,
    perform(actor, { on, bodies }) {
      const ownership = lockOf(actor.world, on);
      if (ownership.lock.tryAcquire()) hold(actor, ownership, bodies[0]);
    },
  },
  waitForCondition: {
    weight: 4,
    bodies: 1,
    perform(actor, operation) {
      const { on, bodies } = operation;
      const ownership = lockOf(actor.world, on);
      within(actor, ownership, () => {
        ownership.wait(actor.world.limit(operation), operation.ms === null);
        actor.perform(bodies[0]);
      });
    },
  },
  notify: {
    weight: 4,
    bodies: 1,
    perform(actor, { on, count, bodies }) {
      const ownership = lockOf(actor.world, on);
      within(actor, ownership, () => {
        if (count === 0) ownership.condition.notifyAll();
        else ownership.condition.notify(count % 3);
        actor.perform(bodies[0]);
      });
    },
  },
};
