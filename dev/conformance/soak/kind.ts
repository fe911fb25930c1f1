import type { Actor } from './actor.ts';
import type { Operation } from './plan.ts';

/** A kind of operation. */
export interface Kind {
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
  /** How many bodies it has; none by default. */
  readonly bodies?: number;
  /** Does it. May block; mild errors (a full queue, a timeout of the call...) may be thrown. */
  perform(actor: Actor, operation: Operation): void;
}

export type Kinds = Readonly<Record<string, Kind>>;
