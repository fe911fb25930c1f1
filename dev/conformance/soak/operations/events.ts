'use greenlet';
import { wait, type Event } from 'greenlets';
import type { Kinds } from '../kind.ts';
import type { World } from '../world.ts';

function eventOf(world: World, on: number): Event {
  return world.events[on % world.events.length] as Event;
}

/** Events, results and promises: what is waited for by any number. */
export const events: Kinds = {
  setEvent: {
    weight: 3,
    perform({ world }, { on }) {
      eventOf(world, on).set();
    },
  },
  clearEvent: {
    weight: 2,
    perform({ world }, { on }) {
      eventOf(world, on).clear();
    },
  },
  waitForEvent: {
    weight: 4,
    perform({ world }, operation) {
      const { on, ms } = operation;
      if (!eventOf(world, on).wait(world.limit(operation)) && ms === null)
        world.report('wait() timed out without a timeout');
    },
  },
  setResult: {
    weight: 2,
    perform({ world }, { on, count }) {
      world.results.renew(on).settle(count === 0);
    },
  },
  getResult: {
    weight: 4,
    perform({ world }, operation) {
      const results = world.results.at(operation.on);
      results.got(results.result.get(world.limit(operation)));
    },
  },
  waitForResult: {
    weight: 1,
    perform({ world }, operation) {
      const results = world.results.at(operation.on);
      const value = results.result.wait(world.limit(operation));
      if (value !== undefined) results.got(value);
    },
  },
  settlePromise: {
    weight: 2,
    perform({ world }, { on, count }) {
      world.promises.renew(on).settle(count === 0);
    },
  },
  waitForPromise: {
    weight: 3,
    perform({ world }, operation) {
      const { promise } = world.promises.at(operation.on);
      const signal = world.signal(operation);
      wait(promise, { signal, timeout: operation.count < 3 ? operation.ms : null });
    },
  },
  waitForever: {
    weight: 2,
    perform({ world }, operation) {
      const { event, result, promise } = world.forever;
      const limit = world.limit(operation);
      if (operation.count < 3) event.wait(limit);
      else if (operation.count < 6) result.get(limit);
      else wait(promise, { signal: world.signal(operation) });
    },
  },
};
