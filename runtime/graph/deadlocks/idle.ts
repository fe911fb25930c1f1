import { hub } from '../../hub/index.ts';
import type { Host } from '../../hub/host/host.ts';

/** Somebody who wants to know when nothing can happen any more. */
export interface IdleListener {
  /** Does what is to be done then. Returns whether it will want to know again, as long as nothing else has happened. */
  idle(): boolean;
}

/** The host that is listened to; null for none. */
let listeningTo: Host | null = null;
let stop: (() => void) | undefined;
const listeners = new Set<IdleListener>();

/**
 * Listens to the host for somebody. To add a listener to the process and take it away again costs as much as half a greenlet, so it stays
 * until the host is idle, and nobody wants to know any more.
 */
export function listenForIdle(listener: IdleListener): void {
  listeners.add(listener);
  const { host } = hub;
  if (host === listeningTo) return;
  stop?.();
  listeningTo = host;
  stop = host.onIdle?.(tellAll);
}

function tellAll(): void {
  for (const listener of listeners) if (!listener.idle()) listeners.delete(listener);
  if (listeners.size > 0) return;
  stop?.();
  stop = undefined;
  listeningTo = null;
}
