'use greenlet';
import { getCurrent, iwait, joinAll, waitFor, type Linkable } from 'greenlets';
import type { Kinds } from '../kind.ts';
import type { World } from '../world.ts';

/** Different things that become ready sometime. */
function linkables(world: World, on: number): Linkable[] {
  const { event, semaphore } = world.forever;
  const greenlets = world.some(on, 3).map(({ greenlet }): Linkable => greenlet);
  const others: Linkable[] = [event, semaphore, world.results.at(on).result];
  for (const { semaphore: own } of world.semaphores) others.push(own);
  return [...greenlets, ...others, ...world.events];
}

export const joining: Kinds = {
  join: {
    weight: 3,
    perform({ world }, operation) {
      const { on, ms } = operation;
      const greenlet = world.member(on)?.greenlet;
      if (greenlet === undefined || greenlet === getCurrent()) return;
      greenlet.join(world.limit(operation));
      if (ms === null && !greenlet.dead) world.report('join() returned before the end');
    },
  },
  getValue: {
    weight: 3,
    perform({ world }, operation) {
      const member = world.member(operation.on);
      if (member === undefined || member.greenlet === getCurrent()) return;
      world.ask([member]);
      world.checkResult(member.actor, member.greenlet.get(world.limit(operation)));
    },
  },
  joinAll: {
    weight: 3,
    perform({ world }, operation) {
      const { on, ms, count } = operation;
      const some = world.some(on, 3);
      const greenlets = some.map(({ greenlet }) => greenlet);
      if (count === 0) world.ask(some);
      const ended = joinAll(greenlets, { timeout: ms, signal: world.signal(operation), raiseError: count === 0 });
      if (!ended.every((greenlet) => greenlet.dead)) world.report('joinAll() returned one that has not ended');
      if (ms === null && ended.length < greenlets.length) world.report('joinAll() returned before the end');
    },
  },
  joinSome: {
    weight: 1,
    perform({ world }, operation) {
      const { on, ms } = operation;
      const greenlets = world.some(on, 3).map(({ greenlet }) => greenlet);
      const ended = joinAll(greenlets, { timeout: ms, signal: world.signal(operation), count: 1 });
      if (ended.length > 1) world.report('joinAll() returned more than were enough');
    },
  },
  iwait: {
    weight: 2,
    bodies: 1,
    perform(actor, operation) {
      const { on, count, bodies } = operation;
      let left = 1 + (count % 3);
      for (const object of iwait(linkables(actor.world, on), actor.world.limit(operation))) {
        if (!('ready' in object)) actor.world.report('iwait() gave something else');
        actor.perform(bodies[0]);
        if (--left === 0) break;
      }
    },
  },
  waitFor: {
    weight: 2,
    perform({ world }, operation) {
      const { on, ms, count } = operation;
      const ready = waitFor(linkables(world, on), { ...world.limitOptions(operation), count });
      if (ready.length > count) world.report('waitFor() returned more than were enough');
      if (ms === null && ready.length < count) world.report('waitFor() returned too early');
    },
  },
};
