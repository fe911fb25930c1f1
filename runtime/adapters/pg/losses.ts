import type { EventEmitter } from 'node:events';
import type { Pool, PoolClient } from 'pg';

/*
 * A connection that is lost fails its queries. Then it emits `error`, which ends the program if nobody listens. Those who wait for a query
 * hear of the loss by its error: for them the event says nothing new.
 */

/** From now on until all queries of a connection have ended, its loss need not be heard. */
export function ignoreLossWhileQuerying(client: EventEmitter): void {
  client.off('error', ignore).off('drain', heed);
  // A connection that has been lost emits no `drain`, but may emit more errors.
  client.on('error', ignore).once('drain', heed);
}

/** From now on the loss of a connection need not be heard: whoever holds it, sends a query sooner or later. Returns what ends that. */
export function ignoreLoss(client: EventEmitter): () => void {
  const listener = (): void => ignore();
  client.on('error', listener);
  return () => void client.off('error', listener);
}

/** A connection that was taken from its pool. */
export interface Taken {
  readonly client: PoolClient;
  /** From now on, its loss must be heard. */
  readonly heedLoss: () => void;
}

/** Takes a connection from a pool. Its loss is ignored from the moment at which the pool listens no longer. */
export function take(pool: Pool): Promise<Taken> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client !== undefined) resolve({ client, heedLoss: ignoreLoss(client) });
      else if (error !== undefined) reject(error);
    });
  });
}

function heed(this: EventEmitter): void {
  this.off('error', ignore);
}

function ignore(): void {
  // The queries fail.
}
