import type { MqttClient } from 'mqtt';
import { createGreen, type ToGreen } from '../green/green.ts';
import { dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { raisePending } from '../waiting/waiter/raise-pending.ts';

/** What `connectAsync` is made of. */
interface Mqtt {
  connect(...args: unknown[]): MqttClient;
}

/**
 * `green` for `mqtt`: the module and clients. `connectAsync`, `publishAsync`, `subscribeAsync`, `unsubscribeAsync` and `endAsync` block.
 *
 * Kill and timeout safety: a client that is being connected is ended, and tries no more. Other calls go on, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(object: object, name: string): CallPlan | undefined {
  if (name !== 'connectAsync' || !('connect' in object)) return undefined;
  return {
    call: (_self: unknown, ...args: unknown[]) => {
      'use greenlet';
      return connect(object as Mqtt, args);
    },
  };
}

/** `connectAsync` keeps its client to itself until that is connected: whoever gives up could not end it. */
function connect(mqtt: Mqtt, [address, options, allowRetries = true]: unknown[]): MqttClient {
  'use greenlet';
  const client = mqtt.connect(address, options);
  const end = (): void => dismiss(() => client.endAsync(true));
  let isConnected = false;
  try {
    new PromiseWait<unknown>('connectAsync()').follow(connected(client, allowRetries === false)).wait();
    isConnected = true;
  } finally {
    if (!isConnected) end();
  }
  raisePending(end);
  return client;
}

/** Settled as the promise of `connectAsync`. */
function connected(client: MqttClient, failsAtOnce: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const settled = (settle: () => void) => (): void => {
      for (const [name, listener] of listeners) client.off(name, listener);
      settle();
    };
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the client says is passed on
    const refused = (error: unknown): void => settled(() => reject(error))();
    const listeners: ['connect' | 'end' | 'error' | 'close', (error?: unknown) => void][] = [
      ['connect', settled(resolve)],
      ['end', settled(resolve)],
      ['error', refused],
    ];
    if (failsAtOnce) listeners.push(['close', () => refused(new Error("Couldn't connect to server"))]);
    for (const [name, listener] of listeners) client.on(name, listener);
  });
}
