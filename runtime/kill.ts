import type { Greenlet } from './core/greenlet.ts';
import { toError } from './core/to-error.ts';
import { GreenletExit } from './core/errors.ts';
import type { Killer } from './greenlet.ts';
import { Interrupt } from './hub/interrupt.ts';
import { ScheduledGreenlet } from './hub/scheduled-greenlet.ts';

/**
 * Raises an error in any greenlet, where it waits or waits next: also in a raw one, or in that of an `async` function.
 * Never blocks; may be called from anywhere. To wait for the end use the method `kill` of greenlets that have it.
 *
 * @param error a `GreenletExit` by default
 */
export function kill(greenlet: Greenlet, error: Killer = GreenletExit): void {
  const killer = toError(error);
  if (greenlet instanceof ScheduledGreenlet) greenlet.interrupt(killer);
  else new Interrupt(greenlet, killer).deliver();
}
