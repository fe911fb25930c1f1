import type { JsMsg, NatsConnection, QueuedIterator, Service } from 'nats';
import { isObject } from '../contract/is-object.ts';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate, dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';

/**
 * `green` for `nats`: the module, connections, subscriptions and what belongs to JetStream. Subscriptions can be iterated by `for...of`.
 *
 * Kill and timeout safety: a subscription is taken back when its loop ends or is given up, and so is whatever else can be iterated. What
 * comes after its call was given up is undone: connections are closed, subscriptions are taken back, messages go back to JetStream.
 * A request ends by its own `timeout`; its result is dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan, onAbandonedLoop: takeBack });

const CONNECT: CallPlan = closeLate<NatsConnection>((connection) => connection.close());
const OTHERS: CallPlan = closeLate(takeBack);

function plan(_object: object, name: string): CallPlan {
  return name === 'connect' ? CONNECT : OTHERS;
}

/** Ends what would take messages, or gives one back. Most results are neither. */
function takeBack(result: unknown): void {
  if (!isObject(result)) return;
  const { stop, nak } = result as Partial<QueuedIterator<unknown> & Service & JsMsg>;
  const end: unknown = stop ?? nak;
  if (typeof end === 'function') dismiss(() => end.call(result) as unknown);
}
