import type { Frame } from '../frame.ts';
import { isMachinery } from '../machinery.ts';
import { captureSite, lineLimit } from './engine.ts';
import { existing, traceOf, type Trace } from './error-trace.ts';
import { stacks } from './state.ts';

/** `error` is thrown where `frame` was suspended; `above`: the function that throws it there; `isNew`: something was being constructed. */
export function passes(error: unknown, frame: Frame | null, above: unknown, isNew = false): void {
  if (typeof error !== 'object' || error === null) return;
  const flight = stacks.flight?.error === error ? stacks.flight : takeOff(error);
  if (flight === null) return;
  if (frame === null) {
    const site = captureSite(above, 1);
    flight.blind = true;
    if (site !== null) flight.trace.add(site);
    return;
  }
  if (!flight.blind && flight.next !== null && !reaches(flight.next, frame)) return void (stacks.flight = null);
  const { fn, self, pc } = frame;
  // Between them may stand a constructor of ours, which nobody sees.
  const isNext = flight.blind ? flight.trace.isFirst : calls(frame, flight.next);
  flight.trace.add({ fn, self, pc, constructs: isNew && isNext, awaits: stacks.awaited.delete(error) });
  flight.blind = false;
  flight.next = frame.caller;
}

/** Whether the frame has called what the error has left, whose own caller is `next`. */
function calls(frame: Frame, next: Frame | null): boolean {
  return next === frame || (next?.caller === frame && isMachinery(next.fn));
}

/** An error that has been caught, or comes from elsewhere. One that is thrown anew in another place goes a way that is not its own. */
function takeOff(error: object): typeof stacks.flight {
  const trace = traceOf(error);
  if (trace === null) return null;
  const next = trace.rest?.deref() ?? null;
  const blind = trace.open;
  if (next === null && !blind) return null;
  trace.open = false;
  trace.isOutermost = false;
  return (stacks.flight = { error, trace, next, blind });
}

/** Frames of the runtime, which leave no line, may stand between. */
function reaches(from: Frame | null, frame: Frame): boolean {
  for (let at = from, steps = 0; at !== null && steps < 1000; at = at.caller, steps++) if (at === frame) return true;
  return false;
}

/** Somebody has caught the error; nothing must hold the frames that it has not reached. */
export function landed(error: unknown): void {
  const { flight } = stacks;
  if (flight === null || flight.error !== error) return;
  stacks.flight = null;
  flight.trace.open = flight.blind;
  flight.trace.isOutermost = flight.next === null;
  flight.trace.rest = flight.next === null ? null : new WeakRef(flight.next);
}

/** A greenlet has ended with the error; `owner` is the greenlet, which is asked for its result. */
export function ended(error: unknown, owner: object, isCaught = false): void {
  if (typeof error !== 'object' || error === null) return;
  const trace = traceOf(error);
  if (trace === null) return;
  const { flight } = stacks;
  const isOnItsWay = isCaught || flight?.error === error || trace.open || trace.isOutermost;
  if (flight?.error === error) stacks.flight = null;
  if (!isOnItsWay) return;
  trace.rest = null;
  trace.open = false;
  trace.isOutermost = false;
  trace.hasLeft = true;
  trace.owner = owner;
  const spawn = stacks.spawnSite?.(owner);
  if (spawn !== undefined) trace.add({ spawn });
  stacks.ended.set(error, trace);
}

/** Another object has taken over the result of `owner`. */
export function handOver(error: unknown, owner: object, other: object): void {
  const trace = waiting(error);
  if (trace?.owner === owner) trace.owner = other;
}

/**
 * Somebody has asked `owner` for its result, and throws the error outside of the function `above`. The first who asks goes on with the
 * way of the error.
 */
export function goesOn(error: unknown, owner: object, above: unknown): void {
  const trace = waiting(error);
  if (trace?.owner !== owner) return;
  trace.owner = null;
  const callers = captureSite(above, lineLimit());
  if (callers !== null) trace.add(callers);
  stacks.flight = { error: trace.error, trace, next: null, blind: true };
}

/** The error is thrown in native code that nobody re-enters, outside of the function `above`; it goes on with whoever awaits that. */
export function passesHere(error: unknown, above: unknown): void {
  const trace = waiting(error);
  const site = trace === null ? null : captureSite(above, 1);
  if (site !== null) trace?.add(site);
}

/** The error of a promise is thrown later, in the greenlet that waits at `frame`. */
export function goesOnAt(error: unknown, frame: Frame): void {
  if (frame.caller === null) return;
  const trace = waiting(error);
  if (trace === null) return;
  trace.owner = null;
  trace.rest = new WeakRef(frame.caller);
}

/** A promise has the error, which is thrown where a function awaits that. */
export function awaited(error: unknown): void {
  if (typeof error === 'object' && error !== null) stacks.awaited.add(error);
}

/** The trace of an error with which a greenlet has ended, if nobody has asked for it yet. */
function waiting(error: unknown): Trace | null {
  if (typeof error !== 'object' || error === null || !stacks.ended.has(error)) return null;
  const trace = stacks.ended.get(error) ?? null;
  return trace?.owner === null ? null : trace;
}

/**
 * The error says where it was made, which is no more than the frames in which it is raised: a call that blocks has made it. Once there
 * are such frames, the lines of its own are left out.
 */
export function raisedByCall(error: object): void {
  stacks.redundant.add(error);
}

/** The same for an error that may be raised several times. */
export function raisedAnew(error: object): void {
  if (stacks.redundant.has(error)) existing(error)?.forget();
  raisedByCall(error);
}
