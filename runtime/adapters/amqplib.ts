import type { Channel, ChannelModel, GetMessage, Replies } from 'amqplib';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate, dismiss } from '../green/late.ts';
import type { AbandonedCall, CallPlan } from '../green/options.ts';
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
  if (name === 'consume') return { onAbandon: cancelConsumer };
  if (name !== 'get') return undefined;
  return {
    onAbandon: ({ object, args, promise }) => {
      const [, options] = args as [string, { noAck?: boolean }?];
      if (options?.noAck === true) return;
      void promise.then(
        (message) => dismiss(() => giveBack(object as Channel, message as GetMessage | false)),
        () => undefined,
      );
    },
  };
}

/** A server that accepts a connection may never answer: the options are those of the socket, which the signal destroys. */
function addSignal([address, options, ...others]: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  const given = options as { readonly signal?: AbortSignal } | undefined;
  return [address, { ...given, signal: eitherSignal(signal, given?.signal) }, ...others];
}

function cancelConsumer({ object, promise }: AbandonedCall): void {
  promise.then(
    (reply) => dismiss(() => (object as Channel).cancel((reply as Replies.Consume).consumerTag)),
    () => undefined,
  );
}

function giveBack(channel: Channel, message: GetMessage | false): void {
  if (message !== false) channel.nack(message);
}
