'use greenlet';
import { sleep, Timeout, withTimeout } from 'greenlets';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import { Mishap } from '../mishap.ts';
import type { Operation } from '../plan.ts';

const EXPIRED = 'expired';

/** Performs the body with a timeout that the actor closes itself. */
function limit(actor: Actor, { ms, bodies }: Operation, error?: Mishap): void {
  const { world } = actor;
  const began = world.host.now();
  const timeout = new Timeout(ms, error);
  timeout.start();
  try {
    actor.perform(bodies[0]);
  } catch (raised) {
    if (!(raised instanceof Timeout || raised instanceof Mishap) || !timeout.owns(raised)) throw raised;
    if (ms === null || world.host.now() < began + ms) world.report('a timeout expired early');
  } finally {
    timeout.close();
    if (timeout.pending) world.report('a closed timeout is pending');
  }
}

export const timeouts: Kinds = {
  sleep: {
    weight: 9,
    perform({ world }, operation) {
      sleep(operation.ms ?? 0, { ref: operation.count > 0, signal: world.signal(operation) });
    },
  },
  compute: {
    weight: 2,
    perform({ world }, { count }) {
      world.host.compute(count);
    },
  },
  withTimeout: {
    weight: 6,
    bodies: 1,
    perform(actor, { ms, bodies }) {
      const { world } = actor;
      const began = world.host.now();
      const outcome = withTimeout(ms, () => actor.perform(bodies[0]), { timeoutValue: EXPIRED });
      if (outcome === EXPIRED && (ms === null || world.host.now() < began + ms)) {
        world.report('withTimeout() expired early');
      }
    },
  },
  timeout: {
    weight: 3,
    bodies: 1,
    perform(actor, operation) {
      limit(actor, operation);
    },
  },
  timeoutWithError: {
    weight: 2,
    bodies: 1,
    perform(actor, operation) {
      limit(actor, operation, new Mishap('too late'));
    },
  },
  cancelledTimeout: {
    weight: 1,
    bodies: 1,
    perform(actor, { ms, bodies }) {
      const timeout = Timeout.startNew(ms);
      try {
        timeout.cancel();
        actor.perform(bodies[0]);
      } finally {
        timeout.close();
      }
    },
  },
};
