import { park, takeQuietly, type Frame } from '../../contract/frame.ts';
import { noteMachinery } from '../../contract/machinery.ts';
import { link } from '../../contract/link.ts';
import type { Greenlet } from '../greenlet.ts';

const WAITING = 0;
const SPENT = -1;

/**
 * What is left to do from one place of a program on, once: the stack of a greenlet, as long as that waits there.
 *
 * It stands on the stack as a frame of its own, which sees that the greenlet goes on, whoever lets it. So a continuation that somebody
 * else has used up is never taken for one that still waits.
 */
export class Continuation implements Frame {
  readonly self: Greenlet;
  readonly fn: typeof continueHere;
  pc: number;
  caller: Frame | null;

  constructor(greenlet: Greenlet) {
    // First, for `structuredClone` looks at it first, and refuses it with the reason.
    this.self = greenlet;
    this.fn = continueHere;
    this.pc = WAITING;
    this.caller = null;
  }

  get greenlet(): Greenlet {
    return this.self;
  }

  /** Whether the greenlet has gone on, or has ended. */
  get spent(): boolean {
    return this.pc === SPENT || this.self.dead;
  }

  spend(): void {
    this.pc = SPENT;
    this.caller = null;
  }

  /** For a greenlet that is about to be suspended. */
  park(): void {
    park(this, this.fn, this.self, WAITING);
  }
}

/** The function of the frame. */
function continueHere(): unknown {
  (link.frame as Continuation).spend();
  return takeQuietly();
}

noteMachinery(continueHere);
