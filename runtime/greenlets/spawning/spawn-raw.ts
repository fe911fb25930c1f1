import { expected } from '../../core/errors/expected.ts';
import { Greenlet as RawGreenlet } from '../../core/greenlet.ts';
import { NEW } from '../../core/switching/phase.ts';
import type { AnyFunction } from '../../contract/frame.ts';
import type { Context } from '../../hub/host.ts';
import { hub } from '../../hub/index.ts';
import { reportRejection } from '../../waiting/promises/report-rejection.ts';
import { mainGreenlet } from '../../core/main-greenlet.ts';

/** Reports the rejection of a promise that its function returns. People see an ordinary raw greenlet. */
const Reporting = class Greenlet<Args extends unknown[]> extends RawGreenlet<Args> {
  override complete(result: unknown): unknown {
    reportRejection(result, this);
    return result;
  }
};

/**
 * Runs `fn` in a greenlet of its own that nobody can wait for: cheaper than `spawn`. An error in it is reported.
 *
 * @throws {TypeError} if `fn` is not a function
 */
export function spawnRaw<Args extends unknown[]>(fn: (...args: Args) => unknown, ...args: Args): RawGreenlet {
  if (typeof fn !== 'function') throw expected('a function', fn);
  const greenlet: RawGreenlet = new Reporting(fn, mainGreenlet);
  greenlet.prepare(args);
  const context = hub.captureContext();
  hub.enqueue({
    greenlet,
    execute() {
      if (greenlet.phase === NEW) hub.resume(greenlet, context);
    },
  });
  return greenlet;
}

/** For the hub: runs `fn` in a raw greenlet at once, up to its first wait. An error in it is reported. */
export function runRaw(fn: AnyFunction, args: readonly unknown[], context: Context | null): void {
  const greenlet: RawGreenlet = new Reporting(fn, mainGreenlet);
  greenlet.prepare(args);
  hub.resume(greenlet, context);
}
