import { hub } from '../index.ts';
import { LONGEST_DELAY } from '../time/milliseconds.ts';

/**
 * Keeps the program from ending, and waits from counting as a deadlock, until the returned function is called: for whoever waits for something that
 * is going to happen, but does not keep the host alive by itself.
 */
export function keepAlive(): () => void {
  return hub.host.setTimeout(() => undefined, LONGEST_DELAY, true);
}
