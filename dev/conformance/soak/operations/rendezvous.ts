'use greenlet';
import { BrokenBarrierError, putting, select, type Barrier } from 'greenlets';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Units } from '../ledgers/units.ts';
import type { Operation } from '../plan.ts';
import type { World } from '../world.ts';

function of<T>(list: readonly T[], on: number): T {
  return list[on % list.length] as T;
}

/** Waits for a unit, an item, a place for an item and an event; does what comes of it. */
function selectOne(actor: Actor, operation: Operation): void {
  const { world } = actor;
  const { on, ms, count, bodies } = operation;
  const units = of(world.semaphores, on);
  const inbox = of(world.channels, on);
  const outbox = of(world.channels, count);
  const held: Units[] = [];
  outbox.items.offer(world.createItem(), (item) => {
    const sources = [units.semaphore, inbox.channel, putting(outbox.channel, item), of(world.events, count)];
    const selected = select(sources, world.limit(operation));
    if (selected === null && ms === null) world.report('select() timed out without a timeout');
    if (selected?.index === 0) held.push(units);
    for (const each of held) each.acquired();
    if (selected?.index === 1) inbox.items.got(selected.value as number);
    return selected?.index === 2;
  });
  try {
    actor.perform(bodies[0]);
  } finally {
    for (const each of held) each.release();
  }
}

function meet(world: World, barrier: Barrier, operation: Operation): void {
  try {
    const number = barrier.wait(world.limit(operation));
    if (number < 0 || number >= barrier.parties) world.report(`Barrier.wait() returned ${number}`);
  } catch (error) {
    if (!(error instanceof BrokenBarrierError)) throw error;
  }
}

/** Where greenlets wait for one another, or for one of several things. */
export const rendezvous: Kinds = {
  select: {
    weight: 5,
    bodies: 1,
    perform(actor, operation) {
      selectOne(actor, operation);
    },
  },
  meet: {
    weight: 4,
    perform({ world }, operation) {
      meet(world, of(world.barriers, operation.on), operation);
    },
  },
  resetBarrier: {
    weight: 1,
    perform({ world }, { on, count }) {
      const barrier = of(world.barriers, on);
      if (count === 0) barrier.abort();
      else barrier.reset();
    },
  },
  waitForLevel: {
    weight: 3,
    perform({ world }, operation) {
      const ownership = of(world.locks, operation.on);
      ownership.condition.with(() => {
        ownership.acquired();
        try {
          ownership.waitForLevel(operation.count, world.limit(operation), operation.ms === null);
        } finally {
          ownership.releasing();
        }
      });
    },
  },
  raiseLevel: {
    weight: 3,
    perform({ world }, { on }) {
      const ownership = of(world.locks, on);
      ownership.condition.with(() => {
        ownership.level++;
        ownership.condition.notifyAll();
      });
    },
  },
};
