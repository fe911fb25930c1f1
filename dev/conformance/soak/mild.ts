import { Empty, Full, GreenletExit, ShutDown, Timeout } from 'greenlets';

/**
 * What operations throw in the normal course of events. It is not in the file of the clause that asks: the clause would count
 * as one that names these errors, and take the kill of its own greenlet.
 */
export function isMild(error: unknown): boolean {
  return [Empty, Full, GreenletExit, ShutDown, Timeout].some((known) => error instanceof known);
}
