/**
 * `once` of `node:events`, which blocks until the event comes and returns what the listeners are given. The default export is the class
 * `EventEmitter` itself; everything else is to be imported from `node:events`.
 *
 * It throws a `SwitchError` outside greenlets, and where unmarked code stands in between: nothing has been listened to then.
 *
 * Kill and timeout safety: a greenlet that is killed stops listening.
 */
import events, { type EventEmitter } from 'node:events';
import { cooperative } from '../shared/cooperative.ts';
import { waitForEvent } from './once.ts';

type Source = EventEmitter | EventTarget;

/**
 * Blocks until the event comes, and returns what the listeners are given, in an array.
 *
 * Kill and timeout safety: a greenlet that is killed stops listening.
 *
 * @param options a signal that ends the wait with an `AbortError`
 * @throws the error of an event `error`, if that comes first
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has been listened to
 *   then
 */
export const once = cooperative('events.once()', events.once, {
  start: waitForEvent,
  onlyBlocks: true,
}) as <T extends unknown[] = unknown[]>(
  emitter: Source,
  event: string | symbol,
  options?: { signal?: AbortSignal | undefined },
) => T;

/** The names that this module replaces. */
export const implemented = ['once'] as const;

export default events;
