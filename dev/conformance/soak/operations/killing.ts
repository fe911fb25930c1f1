'use greenlet';
import { getCurrent, GreenletExit, kill, killAll, type Greenlet } from 'greenlets';
import type { Kinds } from '../kind.ts';
import { Mishap } from '../mishap.ts';
import type { Member } from '../world.ts';

/** Calls `kill`; who has not begun by then never will, unless `kill` throws. */
function condemn({ actor, greenlet }: Member, kill: (greenlet: Greenlet<number>) => void): void {
  const isNew = !actor.begun && !greenlet.dead;
  kill(greenlet);
  if (isNew) actor.doomed = true;
  if (isNew && actor.begun) actor.world.report(`actor ${actor.id} began although it had been killed`);
}

export const killing: Kinds = {
  kill: {
    weight: 5,
    perform({ world }, operation) {
      const { on, ms, count } = operation;
      const member = world.member(on);
      if (member === undefined) return;
      const block = count > 3;
      const options = { block, timeout: ms, signal: world.signal(operation) };
      condemn(member, (greenlet) => greenlet.kill(world.sentence(greenlet), options));
      if (block && ms === null && !member.greenlet.dead) world.report('kill() returned before the end');
    },
  },
  killTwice: {
    weight: 1,
    perform({ world }, { on }) {
      const member = world.member(on);
      if (member === undefined) return;
      condemn(member, (greenlet) => kill(greenlet, world.sentence(greenlet)));
      kill(member.greenlet, world.sentence(member.greenlet));
    },
  },
  killByMishap: {
    weight: 1,
    perform({ world }, { on, ms, count }) {
      const member = world.member(on);
      if (member === undefined) return;
      world.ask([member]);
      const error = new Mishap('killed');
      world.signals.addReason(error);
      condemn(member, (greenlet) => greenlet.kill(error, { block: count > 3, timeout: ms }));
    },
  },
  killSelf: {
    weight: 1,
    perform({ world }) {
      const current = getCurrent();
      kill(current, world.sentence(current));
    },
  },
  killAll: {
    weight: 1,
    perform({ world }, operation) {
      const { on, ms, count } = operation;
      const some = world.some(on, 1 + (count % 3));
      const greenlets = some.map(({ greenlet }) => greenlet);
      killAll(greenlets, GreenletExit, { block: count > 3, timeout: ms, signal: world.signal(operation) });
      if (count > 3 && !greenlets.every((greenlet) => greenlet.dead)) world.report('killAll() returned before the end');
    },
  },
};
