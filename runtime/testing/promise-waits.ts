import { hub } from '../hub/index.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';

/** The waits of all greenlets of this world that wait for promises. */
export function promiseWaits(): PromiseWait<unknown>[] {
  return Array.from(hub.live, ({ top }) => top).filter((top) => top instanceof PromiseWait);
}
