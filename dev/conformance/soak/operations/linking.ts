'use greenlet';
import { getCurrent, kill } from 'greenlets';
import type { Kinds } from '../kind.ts';
import type { World } from '../world.ts';

/** Counts a link as due; what is returned counts it as called. */
function expectCall({ tally }: World, what: string): () => void {
  tally.begin(what);
  return () => tally.end(what);
}

export const linking: Kinds = {
  link: {
    weight: 3,
    bodies: 1,
    perform(actor, { on, bodies }) {
      const { world } = actor;
      const called = expectCall(world, 'links');
      const member = world.member(on);
      member?.greenlet.link((greenlet) => {
        called();
        world.enter(getCurrent());
        if (!greenlet.dead) world.report('a link was called before the end');
        actor.perform(bodies[0]);
      });
      if (member === undefined) called();
    },
  },
  linkEither: {
    weight: 1,
    bodies: 2,
    perform(actor, { on, bodies }) {
      const { world } = actor;
      const member = world.member(on);
      if (member === undefined) return;
      const called = expectCall(world, 'links by outcome');
      const { greenlet } = member;
      world.ask([member]);
      greenlet.linkValue(() => {
        called();
        world.enter(getCurrent());
        actor.perform(bodies[0]);
      });
      greenlet.linkException(() => {
        called();
        world.enter(getCurrent());
        actor.perform(bodies[1]);
      });
    },
  },
  rawlink: {
    weight: 2,
    perform({ world }, { on }) {
      const greenlet = world.member(on)?.greenlet;
      if (greenlet !== undefined) greenlet.rawlink(expectCall(world, 'raw links'));
    },
  },
  rawlinkAndKill: {
    weight: 1,
    perform({ world }, { on, count }) {
      const [one, other] = [world.member(on), world.member(on + count)];
      one?.greenlet.rawlink(() => other !== undefined && kill(other.greenlet, world.sentence(other.greenlet)));
    },
  },
  unlink: {
    weight: 1,
    perform({ world }, { on }) {
      const greenlet = world.member(on)?.greenlet;
      if (greenlet === undefined || greenlet.ready()) return;
      const callback = (): void => world.report('a link was called that had been taken back');
      greenlet.link(callback);
      greenlet.unlink(callback);
    },
  },
  rawlinkEvent: {
    weight: 1,
    perform({ world }, { on, count }) {
      const { event } = world.forever;
      const callback = (): void => world.report('an event was set that nobody sets');
      event.rawlink(callback);
      event.unlink(callback);
      if (count > 3) world.results.at(on).result.rawlink(expectCall(world, 'links of results'));
    },
  },
};
