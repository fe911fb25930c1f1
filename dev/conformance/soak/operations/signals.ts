'use greenlet';
import { getCurrent, run, sleep, spawn, wait, withTimeout } from 'greenlets';
import { ScheduledGreenlet } from '../../../../runtime/waiting/scheduled-greenlet.ts';
import type { Kinds } from '../kind.ts';
import type { World } from '../world.ts';

/** Rejects when the signal is aborted, as promise APIs do. */
function untilAborted(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  let abort!: () => void;
  const promise = new Promise<never>((_, reject) => (abort = () => reject(signal.reason as Error)));
  promise.catch(() => undefined);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', abort) };
}

/** A signal that is aborted at a time of its own; returns how to prevent that. */
function abortLater(world: World, controller: AbortController, ms: number, variant: number): () => void {
  return world.host.setTimeout(() => controller.abort(world.signals.createReason(variant)), ms, true);
}

/** Aborts. Every other kind may get a signal instead of a timeout, or with one: see `World.limit`. */
export const signals: Kinds = {
  abort: {
    weight: 4,
    perform({ world }, { on, count }) {
      world.signals.abort(on, count);
    },
  },
  spawnWithSignal: {
    weight: 3,
    bodies: 1,
    perform({ world }, { on, bodies }) {
      const child = world.cast(bodies[0]);
      const signal = world.signals.at(on);
      child.doomed = signal.aborted;
      world.join(child, spawn({ signal }, child.act));
    },
  },
  runWithSignal: {
    weight: 1,
    bodies: 1,
    perform({ world }, { on, bodies }) {
      const child = world.cast(bodies[0]);
      const signal = world.signals.at(on);
      child.doomed = signal.aborted;
      const promise = run({ signal }, child.act);
      child.asked = true;
      promise.catch(() => undefined);
      world.checkResult(child, wait(promise));
    },
  },
  withSignal: {
    weight: 3,
    bodies: 1,
    perform(actor, { ms, count, bodies }) {
      const { world } = actor;
      const controller = new AbortController();
      const signal = world.signals.use(controller.signal);
      const prevent = abortLater(world, controller, count * 2, count);
      try {
        withTimeout(ms, () => actor.perform(bodies[0]), { signal, timeoutValue: null });
      } finally {
        prevent();
      }
    },
  },
  ownSignal: {
    weight: 2,
    bodies: 1,
    perform(actor, { ms, bodies }) {
      const current = getCurrent();
      if (!(current instanceof ScheduledGreenlet)) return;
      const signal = actor.world.signals.use(current.signal);
      const { promise, forget } = untilAborted(signal);
      try {
        actor.perform(bodies[0]);
        withTimeout(ms ?? 1, () => wait(promise), { timeoutValue: null });
      } finally {
        forget();
        sleep(0);
      }
    },
  },
};
