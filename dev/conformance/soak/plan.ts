/** One thing that an actor does. All kinds have the same fields, of which each uses what it needs. */
export interface Operation {
  /** The kind; see `operations/`. */
  readonly name: string;
  /** Which object of the world: kinds take it modulo the number of objects. */
  readonly on: number;
  /** A duration or a timeout (ms); null waits for ever. */
  readonly ms: number | null;
  /** Which signal limits it as well; null for none. */
  readonly signal: number | null;
  /** Any small number: how many, how often, which variant. */
  readonly count: number;
  /** What is done inside: in a callback, in a `finally`, in a greenlet of its own... */
  readonly bodies: readonly Body[];
}

export type Body = readonly Operation[];

/** What happens in one round: what each of the first actors does. */
export interface Plan {
  readonly actors: readonly Body[];
}

/** How many operations are written in a plan. */
export function sizeOf(bodies: readonly Body[]): number {
  let size = 0;
  for (const body of bodies) for (const operation of body) size += 1 + sizeOf(operation.bodies);
  return size;
}
