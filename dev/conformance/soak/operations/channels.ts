'use greenlet';
import type { Kinds } from '../kind.ts';
import type { ChannelDesk, World } from '../world.ts';

function deskOf(world: World, on: number): ChannelDesk {
  return world.channels[on % world.channels.length] as ChannelDesk;
}

export const channels: Kinds = {
  send: {
    weight: 5,
    perform({ world }, operation) {
      const { channel, items } = deskOf(world, operation.on);
      const limit = world.limit(operation);
      items.put(world.createItem(), (item) => channel.put(item, limit));
    },
  },
  sendNowait: {
    weight: 1,
    perform({ world }, { on }) {
      const { channel, items } = deskOf(world, on);
      items.put(world.createItem(), (item) => channel.putNowait(item));
    },
  },
  receive: {
    weight: 5,
    perform({ world }, operation) {
      const { channel, items } = deskOf(world, operation.on);
      items.got(channel.get(world.limit(operation)));
    },
  },
  receiveNowait: {
    weight: 1,
    perform({ world }, { on }) {
      const { channel, items } = deskOf(world, on);
      items.got(channel.getNowait());
    },
  },
};
