import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Body } from '../plan.ts';

/** Performs a body outside all greenlets, where nothing can wait. */
function performOutside(actor: Actor, body: Body | undefined): void {
  const { tally } = actor.world;
  tally.end('calls from outside');
  try {
    actor.perform(body);
  } catch (error) {
    if (!actor.world.isKnown(error)) throw error;
  }
}

/** What callbacks of the host do: put, set, release, spawn, kill. */
export const outside: Kinds = {
  immediate: {
    weight: 2,
    bodies: 1,
    perform(actor, { bodies }) {
      actor.world.tally.begin('calls from outside');
      actor.world.host.setImmediate(() => performOutside(actor, bodies[0]));
    },
  },
  microtask: {
    weight: 2,
    bodies: 1,
    perform(actor, { bodies }) {
      actor.world.tally.begin('calls from outside');
      actor.world.host.queueMicrotask(() => performOutside(actor, bodies[0]));
    },
  },
};
