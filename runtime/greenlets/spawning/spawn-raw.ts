import { expected } from '../../core/errors/expected.ts';
import { Greenlet as RawGreenlet } from '../../core/greenlet.ts';
import { NEW } from '../../core/switching/phase.ts';
import type { AnyFunction } from '../../contract/frame.ts';
import type { Context } from '../../hub/host/host.ts';
import { hub } from '../../hub/index.ts';
import type { Live } from '../../hub/live-greenlets.ts';
import { giveName, nameOfStarted } from '../../core/names/greenlet-names.ts';
import { reportRejection } from '../../waiting/promises/report-rejection.ts';
import { mainGreenlet } from '../../core/main-greenlet.ts';

/**
 * Known to the hub until it ends. It reports the rejection of a promise that its function returns. People see an ordinary raw greenlet, but for its
 * name.
 */
const Started = class Greenlet<Args extends unknown[]> extends RawGreenlet<Args> implements Live {
  nextLive: Live | null;
  previousLive: Live | null;

  constructor(fn: (...args: Args) => unknown, args: ArrayLike<unknown>) {
    super(fn, mainGreenlet);
    this.nextLive = null;
    this.previousLive = null;
    this.prepare(args);
  }

  get name(): string {
    return nameOfStarted(this);
  }

  set name(name: string) {
    giveName(this, name);
  }

  protected override get internals(): readonly string[] {
    return [...super.internals, 'nextLive', 'previousLive'];
  }

  override complete(result: unknown): unknown {
    reportRejection(result, this);
    return result;
  }

  override end(result: unknown, failed: boolean): boolean {
    hub.forget(this, failed, result);
    return true;
  }

  override abandon(): void {
    hub.forget(this, true, null);
    super.abandon();
  }
};

/** A greenlet that the hub knows. If somebody who is told of it throws, there is none. */
function started(fn: AnyFunction, args: ArrayLike<unknown>): RawGreenlet {
  const greenlet = new Started(fn, args);
  try {
    hub.remember(greenlet);
  } catch (error) {
    greenlet.abandon();
    throw error;
  }
  return greenlet;
}

/**
 * Runs `fn` in a greenlet of its own that nobody can wait for: cheaper than `spawn`. An error in it is reported.
 *
 * @throws {TypeError} if `fn` is not a function
 */
export function spawnRaw<Args extends unknown[]>(fn: (...args: Args) => unknown, ...args: Args): RawGreenlet {
  if (typeof fn !== 'function') throw expected('a function', fn);
  const greenlet = started(fn, args);
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
  hub.resume(started(fn, args), context);
}
