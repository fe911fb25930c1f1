'use greenlet';
import { getCurrent, GreenletExit, kill, spawnRaw } from 'greenlets';
import { Greenlet } from 'greenlets/core';
import type { Actor } from '../actor.ts';
import { Mishap } from '../mishap.ts';
import type { Kinds } from '../kind.ts';
import type { Body } from '../plan.ts';

function rootOf(greenlet: Greenlet): Greenlet {
  return greenlet.parent === null ? greenlet : rootOf(greenlet.parent);
}

/** Whoever switches by hand sees to it that nothing comes back later. */
function end(greenlet: Greenlet): void {
  if (greenlet.dead) return;
  greenlet.parent = rootOf(getCurrent());
  kill(greenlet);
}

/** A greenlet that answers each number by the next one, and performs the body in between. */
function createCounter(actor: Actor, body: Body | undefined): Greenlet {
  const counter: Greenlet = new Greenlet((first: number): number => {
    actor.world.enter(counter);
    let number = first;
    for (;;) {
      actor.perform(body);
      number = counter.parent?.switch(number + 1) as number;
    }
  });
  return counter;
}

/** Switching by hand, beside the hub. */
export const raw: Kinds = {
  throwInto: {
    weight: 2,
    perform({ world }, { on, count }) {
      const member = world.member(on);
      if (member === undefined) return;
      world.ask([member]);
      const error = count % 2 === 0 ? world.sentence(member.greenlet) : new Mishap('thrown');
      // Whoever throws is left where it is, and killed at the end: also if it has not begun by then.
      const thrower = spawnRaw(() => {
        if (!member.actor.begun && !member.greenlet.dead) member.actor.doomed = true;
        member.greenlet.throw(error);
      });
      world.enter(thrower);
    },
  },
  switchToAndFro: {
    weight: 2,
    bodies: 1,
    perform(actor, { count, bodies }) {
      const counter = createCounter(actor, bodies[0]);
      try {
        for (let number = 0; number <= count; number++) {
          const answer = counter.switch(number);
          if (counter.dead) break;
          if (answer !== number + 1) actor.world.report(`switch() returned ${String(answer)}`);
        }
      } finally {
        end(counter);
      }
    },
  },
  result: {
    weight: 1,
    bodies: 1,
    perform(actor, { bodies }) {
      const greenlet: Greenlet = new Greenlet((): number => {
        actor.world.enter(greenlet);
        actor.perform(bodies[0]);
        return 7;
      });
      try {
        const result = greenlet.switch();
        if (result !== 7 && !(result instanceof GreenletExit))
          actor.world.report(`a raw greenlet returned ${String(result)}`);
      } finally {
        end(greenlet);
      }
    },
  },
};
