'use greenlet';
import { getCurrent, GreenletExit, sleep } from 'greenlets';
import type { Kinds } from '../kind.ts';
import { Mishap } from '../mishap.ts';

/** What the language has for the flow of control. */
export const control: Kinds = {
  context: {
    weight: 1,
    bodies: 1,
    perform(actor, { ms, bodies }) {
      const { forever, report } = actor.world;
      const { storage } = forever;
      const context = {};
      storage.enterWith(context);
      sleep(ms ?? 0);
      if (storage.getStore() !== context) report('AsyncLocalStorage: the context of another greenlet');
      actor.perform(bodies[0]);
    },
  },
  fail: {
    weight: 1,
    perform() {
      throw new Mishap();
    },
  },
  attempt: {
    weight: 3,
    bodies: 1,
    perform(actor, { bodies }) {
      try {
        actor.perform(bodies[0]);
      } catch (error) {
        if (!(error instanceof Mishap)) throw error;
      }
    },
  },
  cleanUp: {
    weight: 6,
    bodies: 2,
    perform(actor, { bodies }) {
      const { tally } = actor.world;
      tally.begin('finally');
      try {
        actor.perform(bodies[0]);
      } finally {
        tally.end('finally');
        actor.perform(bodies[1]);
      }
    },
  },
  stubborn: {
    weight: 1,
    bodies: 1,
    perform(actor, { bodies }) {
      try {
        actor.perform(bodies[0]);
      } catch (error) {
        // Names it, and so goes on.
        if (!(error instanceof GreenletExit)) throw error;
        actor.world.serve(error);
      }
    },
  },
  repeat: {
    weight: 2,
    bodies: 1,
    perform(actor, { count, bodies }) {
      for (let left = count % 3; left > 0; left--) actor.perform(bodies[0]);
    },
  },
  local: {
    weight: 2,
    bodies: 1,
    perform(actor, { count, bodies }) {
      const { own } = actor.world;
      const current = getCurrent();
      own.value = current;
      actor.perform(bodies[0]);
      sleep(count % 2);
      if (own.value !== current) actor.world.report('local: the value of another greenlet');
    },
  },
};
