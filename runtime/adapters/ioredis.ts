import type { Redis, RedisCommander, RedisOptions } from 'ioredis';
import { createGreen, type ToGreen } from '../green/green.ts';
import type { CallPlan } from '../green/options.ts';
import type { Green } from '../green/types.ts';
import { giveBack } from './ioredis/give-back.ts';

declare module 'ioredis/built/utils/RedisCommander.js' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameters must be those of the original
  interface ResultTypes<Result, Context> {
    /** What commands return through a view. */
    green: Result;
  }
}

type Commands = RedisCommander<{ type: 'green' }>;

/** A `Redis` of `ioredis` whose commands block. */
export type GreenRedis = Green<Omit<Redis, keyof Commands>> & Commands & { readonly async: Redis };

/** The class `Redis`, whose clients block. */
export interface GreenRedisClass {
  new (port: number, host?: string, options?: RedisOptions): GreenRedis;
  new (path: string, options?: RedisOptions): GreenRedis;
  new (options?: RedisOptions): GreenRedis;
}

/** `green` for `ioredis`. */
export interface IoredisToGreen extends ToGreen {
  (redis: Redis): GreenRedis;
  (Redis: new (path: string, options: RedisOptions) => Redis): GreenRedisClass;
}

/** Commands that wait at the server, and would take what is meant for others if they went on. */
const BLOCKING = new Set([
  'blpop',
  'brpop',
  'brpoplpush',
  'blmove',
  'blmpop',
  'bzpopmin',
  'bzpopmax',
  'bzmpop',
  'xread',
  'xreadgroup',
  'wait',
  'waitaof',
]);

/**
 * `green` for `ioredis`: the class and its clients.
 *
 * Kill and timeout safety: the connection of a command that waits at the server (`blpop`, `xread`...) is closed when it is given up, and opened
 * again: such commands need a client of their own anyway. So is that of a pipeline with such a command. Items that have come are put back. Other commands go on, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: IoredisToGreen = createGreen({ plan });

/** By name alone: clients and pipelines share their methods, and a plan is asked for once. */
function plan(_object: object, name: string): CallPlan | undefined {
  const command = name.replace(/Buffer$/, '');
  if (!BLOCKING.has(command)) return PLANS[command];
  return {
    onAbandon: ({ object, promise }) => withdraw(object as Client, [{ promise }]),
    // Its answer may have come already.
    onUnclaimed: async (answer, { object, args }) => await giveBack(command, object as Client, answer, args),
  };
}

const CALL: CallPlan = {
  onAbandon: ({ object, promise, args: [name] }) => {
    if (BLOCKING.has(String(name).toLowerCase())) withdraw(object as Client, [{ promise }]);
  },
  onUnclaimed: async (answer, { object, args: [name, ...args] }) =>
    await giveBack(String(name).toLowerCase(), object as Client, answer, args),
};

const EXEC: CallPlan = {
  onAbandon: ({ object }) => {
    const { redis, _queue: commands } = object as Pipeline;
    if (commands?.some(blocks) === true) withdraw(redis, commands);
  },
};

const PLANS: Readonly<Record<string, CallPlan | undefined>> = {
  __proto__: null as never,
  connect: {
    onAbandon: (call) => (call.object as Redis).disconnect(),
    onUnclaimed: (_made, call) => (call.object as Redis).disconnect(),
  },
  call: CALL,
  send_command: CALL,
  sendCommand: {
    onAbandon: ({ object, args: [command] }) => {
      if (blocks(command as Command)) withdraw(object as Client, [command as Command]);
    },
  },
  exec: EXEC,
};

/** In a transaction no command waits. */
function blocks({ name, inTransaction, isResolved }: Command): boolean {
  return BLOCKING.has(name.toLowerCase()) && !inTransaction && !isResolved;
}

interface Command {
  readonly name: string;
  readonly promise: unknown;
  readonly inTransaction: boolean;
  readonly isResolved: boolean;
}

interface Pipeline {
  readonly redis: Client;
  /** What is to be sent; undefined for a client, whose `exec` ends a transaction. */
  readonly _queue?: readonly Command[];
}

/** A client, or a cluster of them. */
type Client = Queues | { readonly offlineQueue: CommandQueue; nodes(): readonly Queues[] };

/** What a client keeps of its commands, without declaring it. */
interface Queues {
  /** Those that have been sent. */
  readonly commandQueue: CommandQueue;
  /** Those that are sent as soon as there is a connection. */
  readonly offlineQueue: CommandQueue;
  /** The connection. */
  readonly stream: { destroy(): void };
  disconnect(reconnect: boolean): void;
}

interface CommandQueue {
  toArray(): readonly { readonly command: { readonly promise: unknown } }[];
  removeOne(index: number): unknown;
}

/**
 * The client would send them again on the next connection. It must not get an answer that is on its way: it would not know to which command
 * that belongs, and end the program. So the connection is not only ended, but closed at once.
 */
function withdraw(client: Client, commands: readonly Pick<Command, 'promise'>[]): void {
  const promises = new Set(commands.map(({ promise }) => promise));
  remove(client.offlineQueue, promises);
  for (const node of 'nodes' in client ? client.nodes() : [client]) {
    remove(node.offlineQueue, promises);
    if (!remove(node.commandQueue, promises)) continue;
    node.disconnect(true);
    node.stream.destroy();
  }
}

/** Whether there was any. */
function remove(queue: CommandQueue, promises: ReadonlySet<unknown>): boolean {
  const places = [...queue.toArray().keys()].filter((at) => promises.has(queue.toArray()[at]?.command.promise));
  for (const at of places.reverse()) queue.removeOne(at);
  return places.length > 0;
}
