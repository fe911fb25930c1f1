import { getCurrent, Greenlet as RawGreenlet } from '../../core/greenlet.ts';
import { toError } from '../../core/errors/to-error.ts';
import { GreenletExit, SwitchError } from '../../core/errors/errors.ts';
import { expected } from '../../core/errors/expected.ts';
import type { Killer } from './kill-options.ts';
import { Interrupt } from '../../waiting/interrupt.ts';
import { ScheduledGreenlet } from '../../waiting/scheduled-greenlet.ts';

/**
 * Raises an error in any greenlet, where it waits or waits next: also in a raw one, or in that of an `async` function.
 * Never blocks; may be called from anywhere. To wait for the end use the method `kill` of greenlets that have it.
 *
 * @param error a `GreenletExit` by default
 * @throws {TypeError} if an argument has the wrong type
 * @throws {SwitchError} if it is the main greenlet
 */
export function kill(greenlet: RawGreenlet, error: Killer = GreenletExit): void {
  assertKillable(greenlet);
  raise(greenlet, toError(error), getCurrent());
}

/** Internal: `kill` by somebody, who need not be a greenlet. @internal */
export function raise(greenlet: RawGreenlet, error: Error, killer: object): void {
  if (greenlet instanceof ScheduledGreenlet) greenlet.interrupt(error, 'kill', killer);
  else new Interrupt(greenlet, error, 'kill', killer).deliver();
}

/** @throws what `kill` would throw */
export function assertKillable(greenlet: unknown): void {
  if (!(greenlet instanceof RawGreenlet)) throw expected('a greenlet', greenlet);
  if (greenlet.isMain)
    throw new SwitchError('the main greenlet cannot be killed: it is the code outside all greenlets');
}
