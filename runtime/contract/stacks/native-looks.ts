import { call } from '../enter.ts';
import { nativeGenerator } from '../iteration/generators.ts';
import { link } from '../link.ts';
import { makeRoom } from './points.ts';
import { stacks } from './state.ts';

/**
 * Looks where a generator is suspended that a greenlet waits in. It is resumed once more, as if by somebody who must not do that, and delegates
 * to an object of ours, which has the native frame before its eyes, and lets the generator pause again. Nothing of the program runs.
 *
 * @param note what is noted there, given the function that the generator has called
 * @returns null where nothing is to be seen: where the generator is hidden, for one
 */
export function lookAt<T>(generator: unknown, note: (asked: unknown) => T): T | null {
  const { to } = link;
  const { look: outer } = stacks;
  let noted: T | null = null;
  stacks.look = (asked, isHidden) => {
    stacks.look = null;
    if (isHidden) return;
    try {
      noted = note(asked);
    } catch {
      // It would get to the `finally` of a program.
    }
  };
  link.to = null;
  try {
    // An error that the engine throws for want of room must not be thrown in the generator.
    makeRoom();
    call(nativeGenerator.next, generator);
  } catch {
    // What cannot be resumed has no line.
  } finally {
    stacks.look = outer;
    link.to = to;
  }
  return noted;
}
