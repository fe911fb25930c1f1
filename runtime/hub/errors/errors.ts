import type { Greenlet } from '../../core/greenlet.ts';
import { callOf } from '../../core/names/description.ts';
import { brandedError } from '../../core/errors/errors.ts';
import { nameOf } from '../../core/names/greenlet-names.ts';

/** A greenlet that nothing can wake any more, and what it waits for. */
export interface StuckGreenlet {
  readonly greenlet: Greenlet;
  /** The call that blocks, such as `Queue.get()`. */
  readonly reason: string;
  /** What is known of the object that it waits for: `RLock "accounts", held by transfer-2`. Empty if that says no more than the call. */
  readonly waitsFor?: string;
}

/**
 * The operation would block forever: nothing can run, and nothing is left that could wake anybody. Raised in the
 * function of `run()` where it waits; once caught, the hub is as usable as before.
 *
 * Source: gevent's `LoopExit`, which does not say who is stuck.
 */
export class LoopExit extends Error {
  static {
    brandedError(this, 'LoopExit');
  }
  readonly #stuck: readonly StuckGreenlet[];

  /** @param explanation who is stuck, in words */
  constructor(stuck: readonly StuckGreenlet[], explanation = explainStuck(stuck)) {
    super(`this operation would block forever:${explanation.startsWith('\n') ? '' : ' '}${explanation}`);
    this.#stuck = stuck;
  }

  /** Not a field: whoever prints the error wants the message, and not thousands of lines of greenlets. */
  get stuck(): readonly StuckGreenlet[] {
    return this.#stuck;
  }
}

/** A line for each, and one for where in the program it waits. */
export function explainStuck(stuck: readonly StuckGreenlet[]): string {
  if (stuck.length === 0) return 'nothing is left that could wake it';
  return stuck
    .map(({ greenlet, reason, waitsFor = '' }, at) => {
      const place = at < MOST_PLACES ? placeOf(greenlet) : '';
      const object = waitsFor === '' ? '' : `: ${waitsFor}`;
      return `\n  ${named(greenlet)} waits for ${reason}${object}${place}`;
    })
    .join('');
}

/** To find out where a greenlet waits takes time. */
const MOST_PLACES = 100;

/** The function of the program that waits, on a line of its own; empty if that is unknown. */
function placeOf({ frame }: Greenlet): string {
  for (let own = frame; own !== null; own = own.caller) if (own.position !== undefined) return `\n    ${String(own)}`;
  return '';
}

/** With its call, if that is known. */
function named(greenlet: Greenlet): string {
  const call = callOf(greenlet);
  return call === undefined ? nameOf(greenlet) : `${nameOf(greenlet)}, ${call},`;
}

/**
 * Somebody switched straight into a greenlet that waits for something else. It is raised by the wait, which could
 * neither return what it waited for nor go on waiting.
 */
export class InvalidSwitchError extends Error {
  static {
    brandedError(this, 'InvalidSwitchError');
  }
}
