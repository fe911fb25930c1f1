import { share } from '../../contract/share.ts';
import { expected } from '../../core/errors/expected.ts';
import { observers, type Observer } from '../../hub/observers.ts';
import { Greenlet } from '../greenlet.ts';

type Callback = (greenlet: Greenlet) => void;

/** What was made of callbacks; the ES module and the CommonJS copy of the runtime share it. */
const added = share(Symbol.for('greenlets:v1:spawnCallbacks'), () => new WeakMap<Callback, Observer>());

/**
 * Calls `callback` with every `Greenlet` that is started from now on - by `spawn`, `run`, `start`, a pool - at that moment, by whoever starts it. Raw
 * greenlets, and those in which marked async functions run, are none. Adding it twice changes nothing.
 *
 * @param callback must not block, and must not throw
 * @throws {TypeError} if it is no function
 *
 * Source: gevent's `Greenlet.add_spawn_callback`.
 */
export function addSpawnCallback(callback: Callback): void {
  if (typeof callback !== 'function') throw expected('a function', callback);
  if (!added.has(callback))
    added.set(callback, {
      started(greenlet) {
        if (greenlet instanceof Greenlet) callback(greenlet as Greenlet);
      },
    });
  observers.add(added.get(callback) as Observer);
}

/** Takes back `addSpawnCallback`. */
export function removeSpawnCallback(callback: Callback): void {
  const observer = added.get(callback);
  if (observer !== undefined) observers.remove(observer);
}
