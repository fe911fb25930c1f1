import { hub } from '../../hub/index.ts';

/* Those operations that keep a file open over several calls of the system take turns, lest there be more than may be open. */

let underWay = 0;
/** In the order in which they were asked for. */
const queued = new Set<() => Promise<unknown>>();

/**
 * Begins an operation as soon as fewer than the limit are under way.
 *
 * @param begin returns a promise that is settled when the operation has closed its file
 * @returns a function that takes the operation out of the queue; it does nothing once the operation has begun
 */
export function takeTurn(begin: () => Promise<unknown>): () => void {
  queued.add(begin);
  beginQueued();
  return () => void queued.delete(begin);
}

function beginQueued(): void {
  for (const begin of queued) {
    if (underWay >= hub.openFileLimit) return;
    queued.delete(begin);
    underWay++;
    begin().then(end, end);
  }
}

function end(): void {
  underWay--;
  beginQueued();
}
