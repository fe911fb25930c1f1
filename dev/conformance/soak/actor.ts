'use greenlet';
import { getCurrent } from 'greenlets';
import { isMild } from './mild.ts';
import { kinds } from './operations/index.ts';
import type { Body, Operation } from './plan.ts';
import type { World } from './world.ts';

/** Somebody who performs operations, in a greenlet of its own. */
export class Actor {
  readonly world: World;
  readonly id: number;
  readonly body: Body;
  /** Whether it has been started by the hub. */
  begun = false;
  /** What it failed with. */
  failure: unknown;
  /** Whether somebody has asked for that. */
  asked = false;
  /** Whether it was killed before it began. */
  doomed = false;

  constructor(world: World, id: number, body: Body) {
    this.world = world;
    this.id = id;
    this.body = body;
  }

  /** What its greenlet runs; returns the id. */
  readonly act = (): number => {
    const { world } = this;
    if (this.begun) world.report(`actor ${this.id} began twice`);
    if (this.doomed) world.report(`actor ${this.id} began although it had been killed`);
    this.begun = true;
    world.enter(getCurrent());
    world.tally.begin('ends of actors');
    try {
      this.perform(this.body);
      return this.id;
    } catch (error) {
      this.failure = error;
      throw error;
    } finally {
      world.tally.end('ends of actors');
    }
  };

  /** Performs operations in the current greenlet, which may be another one than its own. */
  perform(body: Body | undefined): void {
    if (body === undefined) return;
    for (const operation of body) this.#attempt(operation);
  }

  #attempt(operation: Operation): void {
    const { world } = this;
    world.count(this, operation);
    let caught: unknown;
    let isSentenced = false;
    try {
      kinds[operation.name]?.perform(this, operation);
    } catch (error) {
      isSentenced = world.judge(error, operation);
      if (!isMild(error)) throw error;
      caught = error;
    }
    if (isSentenced) {
      world.report(`${operation.name}: a clause that does not name it has swallowed a kill`);
    }
    world.note(caught === undefined ? 0 : 1);
  }
}
