import type { MqttClient } from 'mqtt';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';

/**
 * `green` for `mqtt`: the module and clients. `connectAsync`, `publishAsync`, `subscribeAsync`, `unsubscribeAsync` and `endAsync` block.
 *
 * Kill and timeout safety: a client that is connected too late is ended. Other calls go on, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(_object: object, name: string): CallPlan | undefined {
  return name === 'connectAsync' ? closeLate<MqttClient>((client) => client.endAsync(true)) : undefined;
}
