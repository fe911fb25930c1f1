'use greenlet';
import { getCurrent, taskGroup, type TaskGroup, type TaskPolicy } from 'greenlets';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Ownership } from '../ledgers/ownership.ts';
import type { Operation } from '../plan.ts';
import type { World } from '../world.ts';

const POLICIES: readonly TaskPolicy[] = ['failFast', 'collect', 'race'];

/** Spawns a task that is named by a number. */
type Spawn = (id: number, act: () => void) => void;

/** Calls `fn` in a scope with tasks, none of which may outlive it. */
function inGroup({ world }: Actor, { count }: Operation, fn: (spawn: Spawn) => void): void {
  const running = new Set<number>();
  const task = (act: () => void, id: number): number => {
    world.enter(getCurrent());
    running.add(id);
    try {
      act();
      return id;
    } finally {
      running.delete(id);
    }
  };
  const scope = (group: TaskGroup): void => fn((id, act) => void group.spawn(task, act, id));
  try {
    taskGroup(scope, { policy: POLICIES[count % POLICIES.length] as TaskPolicy });
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
  } finally {
    if (running.size > 0) world.report('a task has outlived its group');
  }
}

/** A task that waits for a lock of its host, and the host for the task: nobody could end that. */
function ownsNothing({ locks }: World): boolean {
  return !locks.some(({ lock }) => lock.owned());
}

/** Waits for the condition of a lock, and does more while it has the lock again. */
function waitForNotice(actor: Actor, ownership: Ownership, operation: Operation): void {
  ownership.condition.with(() => {
    ownership.acquired();
    try {
      ownership.wait(actor.world.limit(operation), operation.ms === null);
      actor.perform(operation.bodies[0]);
    } finally {
      ownership.releasing();
    }
  });
}

/** Waits for the lock itself, and wakes those who wait for its condition. */
function notify(actor: Actor, ownership: Ownership, { count, ms, bodies }: Operation): void {
  if (!ownership.lock.acquire(ms)) return;
  ownership.acquired();
  try {
    if (count > 2) ownership.condition.notifyAll();
    actor.perform(bodies[1]);
  } finally {
    ownership.releasing();
    ownership.lock.release();
  }
}

/** Tasks that end with their scope. */
export const taskGroups: Kinds = {
  taskGroup: {
    weight: 3,
    bodies: 2,
    perform(actor, operation) {
      if (!ownsNothing(actor.world)) return;
      inGroup(actor, operation, (spawn) => {
        for (const [id, body] of operation.bodies.entries()) spawn(id, () => actor.perform(body));
        if (operation.count > 3) actor.perform(operation.bodies[0]);
      });
    },
  },
  // The host waits for a lock which its tasks give up while they wait, and must get again before they can end.
  taskGroupAtLock: {
    weight: 3,
    bodies: 2,
    perform(actor, operation) {
      const { locks } = actor.world;
      if (!ownsNothing(actor.world)) return;
      const ownership = locks[operation.on % locks.length] as Ownership;
      inGroup(actor, operation, (spawn) => {
        for (let id = operation.count % 3; id >= 0; id--) spawn(id, () => waitForNotice(actor, ownership, operation));
        if (operation.on % 3 === 0) waitForNotice(actor, ownership, operation);
        else notify(actor, ownership, operation);
      });
    },
  },
};
