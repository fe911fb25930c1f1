'use greenlet';
import { getCurrent, sleep, SwitchError, wait } from 'greenlets';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Body } from '../plan.ts';

async function performAsync(actor: Actor, body: Body | undefined): Promise<number> {
  const { tally } = actor.world;
  actor.world.enter(getCurrent());
  tally.begin('finally in async functions');
  try {
    await Promise.resolve();
    actor.perform(body);
    return await Promise.resolve(1);
  } finally {
    tally.end('finally in async functions');
  }
}

/** Whoever was to wait for a promise may be killed before, or may not wait where it is. */
function begin(promise: Promise<unknown>): Promise<unknown> {
  promise.catch(() => undefined);
  return promise;
}

function* generate(actor: Actor, body: Body | undefined): Generator<number, void> {
  const { tally } = actor.world;
  tally.begin('finally in generators');
  try {
    yield 1;
    actor.perform(body);
    yield 2;
    sleep();
    yield 3;
  } finally {
    tally.end('finally in generators');
    actor.perform(body);
  }
}

async function* generateAsync(actor: Actor, body: Body | undefined): AsyncGenerator<number, void> {
  const { tally } = actor.world;
  tally.begin('finally in async generators');
  try {
    yield 1;
    actor.perform(body);
    yield await Promise.resolve(2);
    sleep();
    yield 3;
  } finally {
    tally.end('finally in async generators');
    sleep(1);
  }
}

async function iterateAsync(actor: Actor, body: Body | undefined, last: number): Promise<void> {
  actor.world.enter(getCurrent());
  for await (const value of generateAsync(actor, body)) if (value > last) break;
}

class Job {
  readonly result: number;

  constructor(actor: Actor, body: Body | undefined) {
    actor.perform(body);
    this.result = 1;
  }
}

/** Code that cannot be suspended. */
function callNatively(fn: () => void): void {
  'use no greenlet';
  fn();
}

export const functions: Kinds = {
  callAsync: {
    weight: 4,
    bodies: 1,
    perform(actor, { bodies }) {
      wait(begin(performAsync(actor, bodies[0])));
    },
  },
  callAsyncTwice: {
    weight: 2,
    bodies: 2,
    perform(actor, { bodies }) {
      const calls = bodies.map((body) => begin(performAsync(actor, body)));
      wait(Promise.allSettled(calls));
    },
  },
  forgetAsync: {
    weight: 1,
    bodies: 1,
    perform(actor, { bodies }) {
      void begin(performAsync(actor, bodies[0]));
    },
  },
  generator: {
    weight: 3,
    bodies: 2,
    perform(actor, { count, bodies }) {
      for (const value of generate(actor, bodies[0])) {
        actor.perform(bodies[1]);
        if (value > count % 4) break;
      }
    },
  },
  asyncGenerator: {
    weight: 2,
    bodies: 1,
    perform(actor, { count, bodies }) {
      wait(begin(iterateAsync(actor, bodies[0], count % 4)));
    },
  },
  asyncGeneratorHere: {
    weight: 2,
    bodies: 2,
    perform(actor, { count, bodies }) {
      // In compiled code `for...of` waits as well.
      for (const value of generateAsync(actor, bodies[0]) as object as Iterable<number>) {
        actor.perform(bodies[1]);
        if (value > count % 4) break;
      }
    },
  },
  natives: {
    weight: 2,
    bodies: 1,
    perform(actor, { count, bodies }) {
      const numbers = [3, 1, 2].map((n) => {
        if (n === 1) actor.perform(bodies[0]);
        return n;
      });
      numbers.sort((a, b) => {
        sleep(count % 2);
        return a - b;
      });
      if (numbers.join() !== '1,2,3') actor.world.report(`sort() gave ${numbers.join()}`);
    },
  },
  construct: {
    weight: 1,
    bodies: 1,
    perform(actor, { bodies }) {
      if (new Job(actor, bodies[0]).result !== 1) actor.world.report('a constructor has lost its object');
    },
  },
  border: {
    weight: 2,
    bodies: 1,
    perform(actor, { bodies }) {
      try {
        callNatively(() => actor.perform(bodies[0]));
      } catch (error) {
        if (!(error instanceof SwitchError)) throw error;
      }
    },
  },
};
