import { wait } from '../async/wait.ts';
import { createGreen, type ToGreen } from '../green/green.ts';
import { dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';

/** Commands that wait at the server, and would take what is meant for others if they went on. */
const BLOCKING = /^(?:blPop|brPop|brPopLPush|blMove|blmPop|bzPopMin|bzPopMax|bzmPop|xRead|xReadGroup|wait)$/i;

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
 * is one that is being opened: such commands need a client of their own anyway. Other commands go on, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(object: object, name: string): CallPlan | undefined {
  if (!('isOpen' in object)) return undefined;
  if (name === 'connect') return { call: connect };
  return BLOCKING.test(name) ? { onAbandon: (call) => close(call.object as Client) } : undefined;
}

/** A client can only be closed once it has a socket, or between two attempts to get one. After that, the server may never answer. */
function connect(client: Client): unknown {
  'use greenlet';
  let hasSocket = false;
  client.once('connect', () => (hasSocket = true));
  return wait(client.connect(), {
    onAbandon: () => {
      if (hasSocket) close(client);
      else for (const event of ['connect', 'reconnecting']) client.once(event, () => close(client));
    },
  });
}

function close(client: Client): void {
  if (client.isOpen) dismiss(() => client.destroy());
}
