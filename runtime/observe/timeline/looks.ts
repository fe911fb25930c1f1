import { tailOf, type Words } from './trace-text.ts';

/** How a stretch of a lane is drawn: the text of its event, but for the numbers. */
export type Look = Words;

/** How the viewers colour a wait, by what is waited for. The names are those of Chrome's palette. */
const COLOURS: readonly (readonly [pattern: RegExp, category: string, colour: string])[] = [
  [/^sleep/, 'time', 'grey'],
  [/^(?:Queue|LifoQueue|PriorityQueue|JoinableQueue|Channel)\b/, 'queue', 'thread_state_iowait'],
  [/^(?:Semaphore|BoundedSemaphore|RLock|Condition|Barrier|Pool)\b/, 'lock', 'terrible'],
  [/^(?:Event|AsyncResult|Greenlet|joinAll|waitFor|iwait)\b/, 'result', 'thread_state_sleeping'],
];
const OTHER = [null, 'other', 'thread_state_uninterruptible'] as const;

/** Reasons may hold arguments, so there may be any number of them. */
const MOST_LOOKS = 1000;

function look(fields: { readonly name: string; readonly cat: string; readonly cname?: string }): Look {
  return tailOf({ ph: 'X', ...fields });
}

export const RUN_CATEGORY = 'run';
export const RUN: Look = look({ name: 'run', cat: RUN_CATEGORY });
export const READY: Look = look({ name: 'ready', cat: 'ready', cname: 'thread_state_runnable' });

/** Those of waits: a wait looks as the others for the same reason do. */
export class WaitLooks {
  readonly #looks = new Map<string, Look>();

  of(reason: string): Look {
    let found = this.#looks.get(reason);
    if (found === undefined) {
      if (this.#looks.size >= MOST_LOOKS) this.#looks.clear();
      const [, category, cname] = COLOURS.find(([pattern]) => pattern.test(reason)) ?? OTHER;
      found = look({ name: reason, cat: `wait,${category}`, cname });
      this.#looks.set(reason, found);
    }
    return found;
  }
}
