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
    perform({ world }, { on, ms }) {
      if (!eventOf(world, on).wait(ms) && ms === null) world.report('wait() timed out without a timeout');
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
    perform({ world }, { on, ms }) {
      const results = world.results.at(on);
      results.got(results.result.get(ms));
    },
  },
  waitForResult: {
    weight: 1,
    perform({ world }, { on, ms }) {
      const results = world.results.at(on);
      const value = results.result.wait(ms);
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
    perform({ world }, { on }) {
      wait(world.promises.at(on).promise);
    },
  },
  waitForever: {
    weight: 2,
    perform({ world }, { ms, count }) {
      const { event, result, promise } = world.forever;
      if (count < 3) event.wait(ms);
      else if (count < 6) result.get(ms);
      else wait(promise);
    },
  },
};
