import type { Channel, ChannelModel, GetMessage, Replies } from 'amqplib';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate } from '../green/late.ts';
import type { CallPlan, MadeCall } from '../green/options.ts';
import { eitherSignal } from '../web/signal.ts';

/**
 * `green` for `amqplib`: the module, connections and channels. What consumers are given to may block.
 *
 * Kill and timeout safety: a connection that is being opened is destroyed, a channel that is opened too late is closed, and a message that `get` returns too late goes back to
 * its queue. A consumer is cancelled as soon as the server has it; it handles what comes before that. Other calls go on, and their results
 * are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(_object: object, name: string): CallPlan | undefined {
  if (name === 'connect')
    return { withSignal: addSignal, ...closeLate<ChannelModel>((connection) => connection.close()) };
  if (name === 'createChannel' || name === 'createConfirmChannel')
    return closeLate<Channel>((channel) => channel.close());
  if (name === 'consume') return { onUnclaimed: cancelConsumer };
  return name === 'get' ? { onUnclaimed: giveBack } : undefined;
}

/** A server that accepts a connection may never answer: the options are those of the socket, which the signal destroys. */
function addSignal([address, options, ...others]: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  const given = options as { readonly signal?: AbortSignal } | undefined;
  return [address, { ...given, signal: eitherSignal(signal, given?.signal) }, ...others];
}

function cancelConsumer(reply: unknown, { object }: MadeCall): unknown {
  return (object as Channel).cancel((reply as Replies.Consume).consumerTag);
}

function giveBack(made: unknown, { object, args }: MadeCall): void {
  const message = made as GetMessage | false;
  const [, options] = args as [string, { noAck?: boolean }?];
  if (message !== false && options?.noAck !== true) (object as Channel).nack(message);
}
