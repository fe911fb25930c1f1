import type { Redis, RedisCommander, RedisOptions } from 'ioredis';
import { createGreen, type ToGreen } from '../green/green.ts';
import type { CallPlan } from '../green/options.ts';
import { dismiss } from '../green/late.ts';
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
]);

/**
 * `green` for `ioredis`: the class and its clients.
 *
 * Kill and timeout safety: the connection of a command that waits at the server (`blpop`, `xread`...) is closed when it is given up, and opened
 * again: such commands need a client of their own anyway. Items that have come are put back. Other commands go on, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: IoredisToGreen = createGreen({ plan });

function plan(object: object, name: string): CallPlan | undefined {
  if (!('status' in object)) return undefined;
  const command = name.replace(/Buffer$/, '');
  if (BLOCKING.has(command)) {
    return {
      onAbandon: ({ object, promise, args }) => {
        withdraw(object as Queues, promise);
        // Its answer may have come already.
        dismiss(() => giveBack(command, object as Redis, promise, args));
      },
    };
  }
  return name === 'connect' ? { onAbandon: (call) => (call.object as Redis).disconnect() } : undefined;
}

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
 * The client would send it again on the next connection. It must not get an answer that is on its way: it would not know to which command
 * that belongs, and end the program. So the connection is not only ended, but closed at once.
 */
function withdraw(redis: Queues, promise: unknown): void {
  if (remove(redis.offlineQueue, promise) || !remove(redis.commandQueue, promise)) return;
  redis.disconnect(true);
  redis.stream.destroy();
}

function remove(queue: CommandQueue, promise: unknown): boolean {
  const at = queue.toArray().findIndex(({ command }) => command.promise === promise);
  if (at >= 0) queue.removeOne(at);
  return at >= 0;
}
