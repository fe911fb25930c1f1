import type { Channel, ChannelModel, GetMessage } from 'amqplib';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate, dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';

/**
 * `green` for `amqplib`: the module, connections and channels. What consumers are given to may block.
 *
 * Kill and timeout safety: a connection or a channel that is opened too late is closed, and a message that `get` returns too late goes back to
 * its queue. Other calls go on, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(_object: object, name: string): CallPlan | undefined {
  if (name === 'connect') return closeLate<ChannelModel>((connection) => connection.close());
  if (name === 'createChannel' || name === 'createConfirmChannel')
    return closeLate<Channel>((channel) => channel.close());
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

function giveBack(channel: Channel, message: GetMessage | false): void {
  if (message !== false) channel.nack(message);
}
