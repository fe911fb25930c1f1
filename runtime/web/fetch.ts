import { getCurrent } from '../core/greenlet.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { cooperativeResponse, type CooperativeResponse } from './response.ts';
import { eitherSignal } from './signal.ts';
import { Transfer } from './transfer.ts';
import { abortIfKilled } from './unread.ts';
import { waitOr } from './waiting.ts';

export type { CooperativeResponse } from './response.ts';

/** The names that this module replaces. */
export const implemented = ['fetch'] as const;

type Input = Parameters<typeof globalThis.fetch>[0];
type Init = Parameters<typeof globalThis.fetch>[1];

/**
 * The `fetch` of the platform, which returns the response instead of a promise; other greenlets run meanwhile. The
 * methods that read the body of the response block likewise.
 *
 * Kill and timeout safety: a greenlet that is killed while it waits for the response or for the body aborts the request. So
 * does one that is killed later, if nobody has begun to read the body.
 *
 * @param init as for the original; its signal aborts the request as well
 * @throws {SwitchError} outside a greenlet, and where unmarked code stands in between; no request has been made then
 * @throws what the promise of the original is rejected with
 */
export function fetch(input: Input, init?: Init): CooperativeResponse {
  'use greenlet';
  assertCanWait('fetch()');
  const controller = new AbortController();
  const abort = () => controller.abort();
  const response = waitOr('fetch()', send(input, init, controller.signal), abort);
  const transfer = new Transfer(abort);
  abortIfKilled(getCurrent(), transfer);
  return cooperativeResponse(response, transfer);
}

/** Calls the `fetch` of this moment, which may be a test double. */
function send(input: Input, init: Init, own: AbortSignal): Promise<Response> {
  const given = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal;
  const signal = eitherSignal(own, given);
  // The properties of a `Request` are getters of its prototype, which a spread would lose.
  if (init instanceof Request) return globalThis.fetch(new Request(input, init), { signal });
  return globalThis.fetch(input, { ...init, signal });
}
