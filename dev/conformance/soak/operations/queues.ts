'use greenlet';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { QueueDesk } from '../ledgers/queue-desk.ts';
import type { Operation } from '../plan.ts';

const ENOUGH = 2;

function deskOf({ world }: Actor, { on }: Operation): QueueDesk {
  return world.queues.at(on);
}

/** Most items that were got are dealt with. */
function deal(desk: QueueDesk, { count }: Operation): void {
  if (count > 1) desk.taskDone();
}

export const queues: Kinds = {
  put: {
    weight: 9,
    perform(actor, operation) {
      const desk = deskOf(actor, operation);
      const limit = actor.world.limit(operation);
      desk.put(actor.world.createItem(), (item) => desk.queue.put(item, limit));
    },
  },
  putNowait: {
    weight: 2,
    perform(actor, operation) {
      const desk = deskOf(actor, operation);
      desk.put(actor.world.createItem(), (item) => desk.queue.putNowait(item));
    },
  },
  get: {
    weight: 9,
    perform(actor, operation) {
      const desk = deskOf(actor, operation);
      const limit = actor.world.limit(operation);
      desk.get(() => desk.queue.get(limit));
      deal(desk, operation);
    },
  },
  getNowait: {
    weight: 2,
    perform(actor, operation) {
      const desk = deskOf(actor, operation);
      desk.get(() => desk.queue.getNowait());
      deal(desk, operation);
    },
  },
  peek: {
    weight: 2,
    perform(actor, operation) {
      const item = deskOf(actor, operation).peek(actor.world.limit(operation));
      if (typeof item !== 'number') actor.world.report(`peek() returned ${String(item)}`);
    },
  },
  iterate: {
    weight: 1,
    bodies: 1,
    perform(actor, operation) {
      const desk = deskOf(actor, operation);
      let left = ENOUGH;
      let asker = desk.ask();
      try {
        for (const item of desk.queue) {
          desk.got(item, asker);
          deal(desk, operation);
          actor.perform(operation.bodies[0]);
          if (--left === 0) break;
          asker = desk.ask();
        }
      } finally {
        desk.giveUp(asker);
      }
    },
  },
  joinQueue: {
    weight: 1,
    perform(actor, operation) {
      const { queue } = deskOf(actor, operation);
      const isDone = queue.join(actor.world.limit(operation));
      if (!isDone && operation.ms === null) actor.world.report('join() timed out without a timeout');
    },
  },
  shutdown: {
    weight: 1,
    perform({ world }, { on, count }) {
      world.queues.renew(on).shutdown(count < 4);
    },
  },
  getFromForever: {
    weight: 1,
    perform({ world }, operation) {
      const { queue } = world.forever;
      if (operation.count > 3) queue.get(world.limit(operation));
      else queue.peek(world.limit(operation));
    },
  },
};
