import { reflectApply } from '../../contract/builtins.ts';
import type { Greenlet } from '../greenlet.ts';
import { DEAD } from './phase.ts';

/*
 * Where the native stack is full, not even the end of a greenlet can be noted: the error comes out of the trampoline instead. Such
 * greenlets are buried further up the stack, where there is room, by the trampolines that end there, and by those that follow.
 */

/** Greenlets that have ended without anybody having been told. To add one calls nothing. */
export const lost: Greenlet[] = [];

/** Takes them off the books; those for which there is no room yet stay in the list. Never throws. */
export function buryLost(): void {
  try {
    for (let greenlet = lost.at(-1); greenlet !== undefined; greenlet = lost.at(-1)) {
      if (greenlet.phase !== DEAD) greenlet.abandon();
      lost.length--;
    }
  } catch {
    // The stack is still full.
  }
}

/**
 * Refuses to go on where there is no room for some tens of calls (64 KB), so that what is about to begin comes to its end.
 *
 * @throws {RangeError} the engine's, if there is none
 */
export function assertRoom(): void {
  reflectApply(nothing, undefined, room);
}

function nothing(): void {
  // The arguments take their place on the stack.
}

const room: readonly undefined[] = Array.from({ length: 8000 }, () => undefined);
