import { wait } from '../async/wait.ts';
import { createGreen, type ToGreen } from '../green/green.ts';
import { dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';
import { raisePending } from '../waiting/waiter/raise-pending.ts';

/** Commands that wait at the server, and would take what is meant for others if they went on. */
const BLOCKING = /^(?:blPop|brPop|brPopLPush|blMove|blmPop|bzPopMin|bzPopMax|bzmPop|xRead|xReadGroup|wait|waitAOF)$/i;

interface Client {
  readonly isOpen: boolean;
  connect(): PromiseLike<unknown>;
  destroy(): void;
  once(event: string, listener: () => void): unknown;
}

/**
 * `green` for `redis` (node-redis): the module, clients and pools.
 *
 * Kill and timeout safety: the connection of a command that waits at the server (`blPop`, `xRead`...) is closed when it is given up, and so
 * is one that is being opened: such commands need a client of their own anyway. A client of a pool is opened again. Other commands go on, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(object: object, name: string): CallPlan | undefined {
  if (!('isOpen' in object)) return undefined;
  if ('totalClients' in object) return planOfPool(object, name);
  if (name === 'connect') return { call: connect };
  if (name === 'sendCommand') return { onAbandon: (call) => closeIfBlocking(call.object as Client, call.args) };
  return BLOCKING.test(name) ? { onAbandon: (call) => close(call.object as Client) } : undefined;
}

/** The arguments are the command, but for clusters, which are told before where to send it. */
function closeIfBlocking(client: Client, args: readonly unknown[]): void {
  if (isBlocking(args)) close(client);
}

function isBlocking(args: readonly unknown[]): boolean {
  const command = args.find((each) => Array.isArray(each)) as readonly unknown[] | undefined;
  return BLOCKING.test(String(command?.[0]));
}

/** A pool of clients: all of its commands are callbacks to which it gives one. */
interface Pool {
  execute(callback: (client: Client) => unknown): Promise<unknown>;
}

function planOfPool({ constructor }: object, name: string): CallPlan | undefined {
  const method = (constructor.prototype as Record<string, unknown>)[name];
  if (typeof method !== 'function' || (name !== 'sendCommand' && !BLOCKING.test(name))) return undefined;
  return {
    call: (pool: Pool, ...args: unknown[]): unknown => {
      'use greenlet';
      const use = new PoolUse(pool);
      const result = Reflect.apply(method, use.pool, args) as Promise<unknown>;
      const blocks = name !== 'sendCommand' || isBlocking(args);
      return blocks ? wait(result, { onAbandon: () => use.abandon() }) : wait(result);
    },
  };
}

/** A command that is sent by a client of a pool. */
class PoolUse {
  /** The pool as the command sees it. */
  readonly pool: object;
  #client: Client | null = null;
  #isAbandoned = false;
  #reopened: PromiseLike<unknown> | null = null;

  constructor(pool: Pool) {
    const execute = async (callback: (client: Client) => unknown): Promise<unknown> =>
      await pool.execute(async (client) => await this.#run(client, callback));
    this.pool = Object.create(pool, { execute: { value: execute } }) as object;
  }

  async #run(client: Client, callback: (client: Client) => unknown): Promise<unknown> {
    if (this.#isAbandoned) return undefined;
    this.#client = client;
    try {
      return await callback(client);
    } finally {
      this.#client = null;
      // The pool hands it out again as soon as this has ended.
      await this.#reopened;
    }
  }

  abandon(): void {
    this.#isAbandoned = true;
    const client = this.#client;
    if (client?.isOpen !== true) return;
    client.destroy();
    this.#reopened = client.connect().then(nothing, nothing);
  }
}

function nothing(): void {
  // Nobody waits for it.
}

/** A client can only be closed once it has a socket, or between two attempts to get one. After that, the server may never answer. */
function connect(client: Client): unknown {
  'use greenlet';
  let hasSocket = false;
  client.once('connect', () => (hasSocket = true));
  const connected = wait(client.connect(), {
    onAbandon: () => {
      if (hasSocket) close(client);
      else for (const event of ['connect', 'reconnecting']) client.once(event, () => close(client));
    },
  });
  raisePending(() => close(client));
  return connected;
}

function close(client: Client): void {
  if (client.isOpen) dismiss(() => client.destroy());
}
