import { link, SUSPENDED } from '../link.ts';
import { stacks } from '../stacks/state.ts';

/*
 * Where a call in a compiled generator suspends, the generator delegates to `suspension`: `yield* suspension`. So we are
 * asked whenever anybody resumes it, and an answer of ours that is not `done` leaves it where it is. Whoever resumes it for
 * the greenlet that waits in it says so by SUSPENDED in `link.to`. Everybody else gets what throws on being looked at:
 * for the language, the generator is not running, so that an error thrown here would go to its body.
 *
 * Whoever wants to see where the generator waits resumes it, too (`stacks/native-looks.ts`), and leaves it where it is.
 */

/** What a generator yields that is suspended, and will be resumed by `next`. */
export const PAUSED = Object.freeze({ value: SUSPENDED, done: false });
const OVER = Object.freeze({ value: undefined, done: true });

function answer(): object {
  if (link.to !== suspension) return isResumed() ? OVER : refusal(answer);
  link.to = null;
  return PAUSED;
}

function answerHidden(): object {
  const isExpected = link.to === suspension || link.to === SUSPENDED;
  return isExpected ? answer() : refusal(answerHidden, true);
}

/** Has no state: the language asks for the first value at once when it has got the iterator. */
export const suspension: object = Object.freeze({
  __proto__: null,
  [Symbol.iterator]() {
    link.to = suspension;
    return suspension;
  },
  next: answer,
  throw: answer,
  return: answer,
});

/** The same for the generators of files that are hidden: they leave no line in stacks. */
export const suspensionHidden: object = Object.freeze({
  __proto__: null,
  [Symbol.iterator]() {
    link.to = suspension;
    return suspensionHidden;
  },
  next: answerHidden,
  throw: answerHidden,
  return: answerHidden,
});

/** Whether the generator that asks is being resumed for the greenlet that waits in it. Another announcement is somebody else's. */
export function isResumed(): boolean {
  if (link.to !== SUSPENDED) return false;
  link.to = null;
  return true;
}

/**
 * The result for anybody else: `yield*` reads `done` once and passes it on.
 *
 * @param asked the function that the generator has called for it
 */
export function refusal(asked: unknown, isHidden = false): object {
  if (stacks.look !== null) {
    stacks.look(asked, isHidden);
    return PAUSED;
  }
  let isAsked = false;
  return {
    get value(): never {
      throw alreadyRunning();
    },
    get done(): boolean {
      if (isAsked) throw alreadyRunning();
      isAsked = true;
      return false;
    },
  };
}

function alreadyRunning(): TypeError {
  return new TypeError('Generator is already running');
}
