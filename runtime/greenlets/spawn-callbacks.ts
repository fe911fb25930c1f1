import { expected } from '../core/expected.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { hub } from '../hub/index.ts';

/**
 * Calls `callback` with every greenlet that is started from now on - by `spawn`, `run`, `start`, a marked async function - at that moment,
 * by whoever starts it. It must neither block nor throw. Adding it twice changes nothing.
 *
 * @throws {TypeError} if it is no function
 *
 * Source: gevent's `Greenlet.add_spawn_callback`.
 */
export function addSpawnCallback(callback: (greenlet: Greenlet) => void): void {
  if (typeof callback !== 'function') throw expected('a function', callback);
  hub.spawnListeners.add(callback);
}

/** Takes back `addSpawnCallback`. */
export function removeSpawnCallback(callback: (greenlet: Greenlet) => void): void {
  hub.spawnListeners.delete(callback);
}
