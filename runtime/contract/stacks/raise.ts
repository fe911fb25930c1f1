import type { Frame } from '../frame.ts';
import type { Registers } from '../link.ts';
import { stacks } from './state.ts';

/**
 * Throws what is delivered to a frame, where its function has been resumed; `take`: the function that was called there; `isNew`: where
 * something is constructed.
 *
 * Returns the frame to enter next if functions are only entered to see where their yield points are; null if there is none.
 */
export function raise(registers: Registers, take: unknown, isHidden: boolean, isNew = false): Frame | null {
  if (stacks.visit !== null) return stacks.visit.reached(registers, take, isHidden);
  const { value, frame } = registers;
  registers.frame = null;
  registers.value = undefined;
  registers.throwing = false;
  if (!isHidden) stacks.tracer?.passes(value, frame, take, isNew);
  throw value;
}
