import { cancellations, type Cancellation } from '../contract/cancellations/cancellations.ts';
import { caughtAll } from '../contract/cancellations/caught.ts';
import { link } from '../contract/link.ts';
import { isNamed, type Mention } from '../contract/cancellations/mentions.ts';
import { getCurrent } from '../core/greenlet.ts';
import { hub } from '../hub/index.ts';

/** An error may have a cause, that one again, and so on. */
export const LONGEST_CHAIN = 100;

/**
 * A cancellation that a `catch` clause has been entered with which throws again what it caught, or can only end by throwing.
 * Unless it names the cancellation it cannot swallow it: however the clause ends, the cancellation goes on afterwards.
 */
class Cleaning {
  readonly owner: object;
  cancellation: Cancellation;
  readonly isNamed: boolean;

  constructor(owner: object, cancellation: Cancellation, isNamed: boolean) {
    this.owner = owner;
    this.cancellation = cancellation;
    this.isNamed = isNamed;
  }

  /** The clause has ended. */
  end(): void {
    if (this.isNamed && this.cancellation.handled) this.cancellation.release();
  }

  /** The clause has thrown. What it made of the cancellation is dropped, anything else is reported. */
  fail(error: unknown): void {
    if (this.isNamed) {
      if (Object.is(error, this.cancellation.error)) this.cancellation.passOn();
      return;
    }
    const other = cancellations.find(this.owner, error);
    if (other !== undefined) this.#meet(other);
    else if (!comesFrom(error, this.cancellation.error)) hub.handleError(error, getCurrent());
  }

  /** Another one has come while the clause waited. Neither is lost; a timeout may end before the greenlet does. */
  #meet(other: Cancellation): void {
    const { cancellation } = this;
    if (other === cancellation) return;
    if (cancellation.kind === 'timeout') {
      this.cancellation = other;
      other.postpone(cancellation);
    } else cancellation.postpone(other);
  }
}

export type { Cleaning };

/**
 * Enters a clause that cleans up; see `caught`. Null if it is entered like any other, with an ordinary error.
 */
export function cleanUp(error: unknown, ...mentions: Mention[]): Cleaning | null {
  return beginCleanUp(getCurrent(), error, mentions);
}

/** `cleanUp` for a clause in which the cancellations of `owner` go on. */
export function beginCleanUp(owner: object, error: unknown, mentions: readonly Mention[]): Cleaning | null {
  caughtAll(error);
  const cancellation = cancellations.find(owner, error);
  if (cancellation === undefined) return null;
  const named = isNamed(cancellation, mentions);
  if (named) cancellation.take();
  return new Cleaning(owner, cancellation, named);
}

/** The clause throws `error`; returns what is thrown. */
export function cleanUpFailed(cleaning: Cleaning | null, error: unknown): unknown {
  caughtAll(error);
  cleaning?.fail(error);
  return error;
}

/** The clause has ended: normally or by a jump, or, if `kind` is 1, by throwing `error`. */
export function afterCleanUp(cleaning: Cleaning | null, kind?: number, error?: unknown): void {
  if (cleaning === null) return;
  if (kind === 1) cleaning.fail(error);
  cleaning.end();
  if (cleaning.isNamed) return;
  link.to = null;
  throw cleaning.cancellation.error;
}

/** Whether an error is what became of another one. */
export function comesFrom(error: unknown, origin: unknown): boolean {
  let current = error;
  for (let steps = 0; steps < LONGEST_CHAIN; steps++) {
    if (Object.is(current, origin)) return true;
    if (typeof current !== 'object' || current === null) return false;
    current = causeOf(current);
  }
  return false;
}

/** What cannot be read is no cause. */
export function causeOf(error: object): unknown {
  try {
    return 'cause' in error ? error.cause : null;
  } catch {
    return null;
  }
}
