import type { Greenlet } from '../../core/greenlet.ts';
import { Interrupt } from '../../waiting/interrupt.ts';

/** A greenlet that kills itself: nothing need be delivered. */
export function raisedHere(greenlet: Greenlet, killer: Error): Error {
  new Interrupt(greenlet, killer, 'kill').raised();
  return killer;
}
