import type { Greenlet } from '../../core/greenlet.ts';
import { cancellations } from './cancellations.ts';
import { link } from '../link.ts';
import { isNamed, type Mention } from './mentions.ts';
import { stacks } from '../stacks/state.ts';

/**
 * What a compiled `catch` clause receives. A cancellation - a kill, a timeout or an abort that was delivered to this
 * greenlet - is passed on unless the clause names it: `catch` in JavaScript catches everything, and a cancellation must
 * not be lost in it. In any other greenlet the same error is an ordinary one.
 *
 * Source: Python keeps `GreenletExit` and gevent's `Timeout` outside `Exception`.
 */
export function caught(error: unknown, ...mentions: Mention[]): unknown {
  return receive(link.current as Greenlet, error, mentions);
}

/** `caught` for a clause in which the cancellations of `owner` are passed on. */
export function receive(owner: object, error: unknown, mentions: readonly Mention[]): unknown {
  caughtAll(error);
  const cancellation = cancellations.find(owner, error);
  if (cancellation === undefined) return error;

  if (!isNamed(cancellation, mentions)) throw error;
  cancellation.handle();
  return error;
}

/** For what catches everything. Whatever a call site announced is void. */
export function caughtAll(error: unknown): unknown {
  // Nothing of a program must run while its functions are only looked at.
  if (stacks.visit !== null) throw error;
  if (stacks.flight !== null) stacks.tracer?.landed(error);
  if (error === cancellations.sought) cancellations.sought = null;
  link.to = null;
  link.registers.frame = null;
  (link.current as Greenlet).top = null;
  return error;
}
