import type { NatsConnection } from 'nats';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';

/**
 * `green` for `nats`: the module, connections, subscriptions and what belongs to JetStream. Subscriptions can be iterated by `for...of`.
 *
 * Kill and timeout safety: a connection that is opened too late is closed, and a subscription whose loop ends is taken back. A
 * request ends by its own `timeout`; its result is dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(_object: object, name: string): CallPlan | undefined {
  return name === 'connect' ? closeLate<NatsConnection>((connection) => connection.close()) : undefined;
}
