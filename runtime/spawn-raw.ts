import { expected } from './core/expected.ts';
import { Greenlet as RawGreenlet } from './core/greenlet.ts';
import { NEW } from './core/phase.ts';
import { hub } from './hub/index.ts';
import { mainGreenlet } from './hub/main-greenlet.ts';

/**
 * Runs `fn` in a greenlet of its own that nobody can wait for: cheaper than `spawn`. An error in it is reported.
 *
 * @throws {TypeError} if `fn` is not a function
 */
export function spawnRaw<Args extends unknown[]>(fn: (...args: Args) => unknown, ...args: Args): RawGreenlet {
  if (typeof fn !== 'function') throw expected('a function', fn);
  const greenlet: RawGreenlet = new RawGreenlet(fn, mainGreenlet);
  greenlet.prepare(args);
  const context = hub.captureContext();
  hub.enqueue({
    execute() {
      if (greenlet.phase === NEW) hub.resume(greenlet, context);
    },
  });
  return greenlet;
}
