'use greenlet';
import { getCurrent, Greenlet, GreenletExit, kill, Pool, spawn, type Group } from 'greenlets';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Operation } from '../plan.ts';
import type { World } from '../world.ts';

const NUMBERS = [1, 2, 3, 4];

function groupOf(world: World, on: number): Group {
  return world.groups[on % world.groups.length] as Group;
}

/** What members of a group run for each of the numbers. */
function doubler(actor: Actor, { bodies }: Operation): (n: number) => number {
  return (n) => {
    actor.world.enter(getCurrent());
    if (n % 2 === 0) actor.perform(bodies[0]);
    return n * 2;
  };
}

/** Members that were killed end with a `GreenletExit`. */
function checkDoubles(world: World, doubles: readonly unknown[]): void {
  for (const [index, double] of doubles.entries()) {
    if (double !== (index + 1) * 2 && !(double instanceof GreenletExit))
      world.report(`map() returned ${doubles.join()}`);
  }
}

const members: Kinds = {
  spawnIntoGroup: {
    weight: 5,
    bodies: 1,
    perform({ world }, { on, bodies }) {
      const child = world.cast(bodies[0]);
      world.join(child, groupOf(world, on).spawn(child.act));
    },
  },
  startInGroup: {
    weight: 2,
    bodies: 1,
    perform({ world }, { on, bodies }) {
      const child = world.cast(bodies[0]);
      const greenlet = new Greenlet<number, []>(child.act);
      world.join(child, greenlet);
      try {
        groupOf(world, on).start(greenlet);
      } finally {
        // There was no room in time: others may wait for its end.
        if (!greenlet.started) kill(greenlet);
      }
    },
  },
  addToGroup: {
    weight: 2,
    bodies: 1,
    perform({ world }, operation) {
      const { on, ms, count, bodies } = operation;
      const child = world.cast(bodies[0]);
      const { greenlet } = world.join(child, spawn(child.act));
      const group = groupOf(world, on);
      if (group instanceof Pool)
        group.add(greenlet, { block: count > 1, timeout: ms, signal: world.signal(operation) });
      else group.add(greenlet);
    },
  },
  addAgain: {
    weight: 2,
    perform({ world }, operation) {
      const member = world.member(operation.on);
      if (member === undefined) return;
      const group = groupOf(world, operation.count);
      if (group instanceof Pool) group.add(member.greenlet, { timeout: operation.ms, signal: world.signal(operation) });
      else group.add(member.greenlet);
    },
  },
  discard: {
    weight: 1,
    perform({ world }, { on }) {
      const member = world.member(on);
      if (member !== undefined) groupOf(world, on).discard(member.greenlet);
    },
  },
  joinGroup: {
    weight: 1,
    perform({ world }, operation) {
      const { on, ms, count } = operation;
      const group = groupOf(world, on);
      if (count === 0) world.ask(world.members.filter(({ greenlet }) => group.has(greenlet)));
      const emptied = group.join({ ...world.limitOptions(operation), raiseError: count === 0 });
      if (!emptied && ms === null) world.report('join() of a group timed out without a timeout');
    },
  },
  killGroup: {
    weight: 1,
    perform({ world }, operation) {
      const { on, ms, count } = operation;
      groupOf(world, on).kill(GreenletExit, { block: count > 3, timeout: ms, signal: world.signal(operation) });
    },
  },
  waitAvailable: {
    weight: 1,
    perform({ world }, operation) {
      const group = groupOf(world, operation.on);
      if (group instanceof Pool) group.waitAvailable(world.limit(operation));
    },
  },
};

const calls: Kinds = {
  map: {
    weight: 2,
    bodies: 1,
    perform(actor, operation) {
      const { world } = actor;
      checkDoubles(world, groupOf(world, operation.on).map(doubler(actor, operation), NUMBERS));
    },
  },
  mapAsync: {
    weight: 1,
    bodies: 1,
    perform(actor, operation) {
      const { world } = actor;
      const greenlet = groupOf(world, operation.on).mapAsync(doubler(actor, operation), NUMBERS);
      const doubles: unknown = greenlet.get(world.limit(operation));
      if (Array.isArray(doubles)) checkDoubles(world, doubles);
    },
  },
  imap: {
    weight: 2,
    bodies: 1,
    perform(actor, operation) {
      const group = groupOf(actor.world, operation.on);
      const doubles: number[] = [];
      for (const double of group.imap(doubler(actor, operation), NUMBERS, { maxSize: 2 })) {
        doubles.push(double);
        if (doubles.length > operation.count) break;
      }
      checkDoubles(actor.world, doubles);
    },
  },
  imapUnordered: {
    weight: 2,
    bodies: 1,
    perform(actor, operation) {
      const group = groupOf(actor.world, operation.on);
      const doubles = new Set<number>();
      for (const double of group.imapUnordered(doubler(actor, operation), NUMBERS)) {
        if (doubles.has(double) && typeof double === 'number')
          actor.world.report(`imapUnordered() returned ${double} twice`);
        doubles.add(double);
        if (doubles.size > operation.count) break;
      }
    },
  },
  apply: {
    weight: 1,
    bodies: 1,
    perform(actor, operation) {
      groupOf(actor.world, operation.on).apply(doubler(actor, operation), 2);
    },
  },
  applyAsync: {
    weight: 2,
    bodies: 1,
    perform(actor, operation) {
      const { world } = actor;
      groupOf(world, operation.on).applyAsync(doubler(actor, operation), [2], (double) => {
        world.enter(getCurrent());
        if (double !== 4 && typeof double === 'number') world.report(`applyAsync() returned ${double}`);
      });
    },
  },
};

export const groups: Kinds = { ...members, ...calls };
