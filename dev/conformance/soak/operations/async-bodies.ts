'use greenlet';
import { getCurrent, kill, sleep, Timeout, wait, type WaitOptions } from 'greenlets';
import type { Greenlet as RawGreenlet } from 'greenlets/core';
import type { Actor } from '../actor.ts';
import type { Kinds } from '../kind.ts';
import type { Body } from '../plan.ts';

async function* delays(): AsyncGenerator<number, void> {
  yield 0;
  yield await Promise.resolve(1);
}

/** The body of an async function, which others get at. */
class AsyncBody {
  readonly #actor: Actor;
  /** Null until it has begun. */
  greenlet: RawGreenlet | null = null;
  ended = false;

  constructor(actor: Actor) {
    this.#actor = actor;
  }

  #begin(): void {
    this.greenlet = getCurrent();
    this.#actor.world.enter(this.greenlet);
    this.#actor.world.tally.begin('finally in async bodies');
  }

  #end(): void {
    this.ended = true;
    this.#actor.world.tally.end('finally in async bodies');
  }

  /** Waits for a promise, in both styles, and blocks in between. */
  async perform(body: Body | undefined, promise: Promise<unknown>): Promise<number> {
    this.#begin();
    try {
      sleep(1);
      await Promise.resolve();
      this.#actor.perform(body);
      await promise;
      return 1;
    } finally {
      try {
        // A second kill interrupts it.
        await Promise.resolve();
        sleep(0);
      } finally {
        this.#end();
      }
    }
  }

  /** Returns 2 if the time is over first. */
  async performIn(ms: number | null, body: Body | undefined): Promise<number> {
    this.#begin();
    const timeout = new Timeout(ms);
    timeout.start();
    try {
      this.#actor.perform(body);
      await Promise.resolve();
      sleep(1);
      return 1;
    } catch (error) {
      if (!(error instanceof Timeout) || !timeout.owns(error)) throw error;
      return 2;
    } finally {
      timeout.close();
      this.#end();
    }
  }

  async performUntil(limit: WaitOptions, promise: Promise<unknown>): Promise<number> {
    this.#begin();
    try {
      for await (const value of delays()) sleep(value);
      wait(promise, limit);
      return 1;
    } finally {
      this.#end();
    }
  }
}

/** Whoever was to wait for it may be killed before. */
function handled(promise: Promise<number>): Promise<number> {
  promise.catch(() => undefined);
  return promise;
}

function check({ world }: Actor, body: AsyncBody, promise: Promise<number>): void {
  const value = wait(promise);
  if (!body.ended) world.report('the promise of an async function was settled before the end of its body');
  if (value !== 1 && value !== 2) world.report(`an async function returned ${String(value)}`);
}

/** The bodies of async functions, which are killed, timed out and aborted while they wait in either style. */
export const asyncBodies: Kinds = {
  killAsyncBody: {
    weight: 3,
    bodies: 2,
    perform(actor, { on, count, bodies }) {
      const { world } = actor;
      const body = new AsyncBody(actor);
      const promise = handled(body.perform(bodies[0], world.promises.at(on).promise));
      actor.perform(bodies[1]);
      const { greenlet } = body;
      if (greenlet !== null) kill(greenlet, world.sentence(greenlet));
      if (greenlet !== null && count > 5) kill(greenlet, world.sentence(greenlet));
      check(actor, body, promise);
    },
  },
  awaitAsyncBody: {
    weight: 2,
    bodies: 1,
    perform(actor, { on, bodies }) {
      const body = new AsyncBody(actor);
      check(actor, body, handled(body.perform(bodies[0], actor.world.promises.at(on).promise)));
    },
  },
  limitAsyncBody: {
    weight: 2,
    bodies: 1,
    perform(actor, { ms, bodies }) {
      const body = new AsyncBody(actor);
      check(actor, body, handled(body.performIn(ms, bodies[0])));
    },
  },
  abortAsyncBody: {
    weight: 2,
    perform(actor, operation) {
      const { world } = actor;
      const body = new AsyncBody(actor);
      const limit = { timeout: operation.ms ?? 5, signal: world.signal(operation) };
      const promise = operation.count < 3 ? world.forever.promise : world.promises.at(operation.on).promise;
      check(actor, body, handled(body.performUntil(limit, promise)));
    },
  },
};
