import { wait } from '../async/wait.ts';
import { isObject } from '../contract/is-object.ts';
import { createGreen, type ToGreen } from '../green/green.ts';
import { isPlain } from '../green/is-data.ts';
import { dismiss } from '../green/late.ts';
import type { AbandonedCall, CallPlan } from '../green/options.ts';
import { raisePending } from '../waiting/waiter/raise-pending.ts';
import { overrideMethod } from '../web/override.ts';
import { eitherSignal } from '../web/signal.ts';
import { Transfer } from '../web/transfer.ts';

/** What makes a request, and takes a signal in its options. */
const REQUESTS = new Set(['request', 'stream', 'connect', 'upgrade']);
/** What reads the whole body of a response. */
const READS = new Set(['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text', 'dump']);

/** Of the responses of `fetch`, which cannot be destroyed. */
const transfers = new WeakMap<object, Transfer>();

type Fetch = (...args: readonly unknown[]) => Promise<Response>;

/**
 * `green` for `undici`: the module, clients, pools and agents, and the bodies of responses.
 *
 * Kill and timeout safety: a request that is given up is aborted, and so is one whose body is being read, unless that also feeds a
 * clone.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(object: object, name: string): CallPlan | undefined {
  if (REQUESTS.has(name)) return { withSignal: addSignal, onUnclaimed: destroyResponse };
  if (READS.has(name)) return { onAbandon: abandonReading };
  return name === 'fetch' ? planOfFetch(object) : undefined;
}

/** @param object the function itself, or the module that has it */
function planOfFetch(object: object): CallPlan {
  const fetch = (typeof object === 'function' ? object : Reflect.get(object, 'fetch')) as Fetch;
  return {
    call: (_self: unknown, ...args: unknown[]) => {
      'use greenlet';
      return fetchAbortably(fetch, args);
    },
  };
}

function fetchAbortably(fetch: Fetch, args: readonly unknown[]): Response {
  'use greenlet';
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const response = wait(fetch(...addSignal(args, controller.signal)), { onAbandon: abort });
  raisePending(abort);
  return followed(response, new Transfer(abort));
}

/** A response, or a clone of it, whose reader may give up. */
function followed(response: Response, transfer: Transfer): Response {
  transfer.add(response);
  transfers.set(response, transfer);
  overrideMethod(response, 'clone', (clone) => () => followed(clone() as Response, transfer));
  return response;
}

function abandonReading({ object }: AbandonedCall): void {
  const transfer = transfers.get(object as object);
  if (transfer !== undefined) transfer.abandon(object as Response);
  else if ('destroy' in (object as object)) destroy(object);
}

interface Options {
  readonly signal?: AbortSignal | null;
}

/** The options are the first argument of a dispatcher, and the second one of a function that is given an address. */
function addSignal(args: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  const at = isOptions(args[0]) ? 0 : 1;
  const given = (args[at] ?? {}) as Options;
  const own = given.signal === undefined ? signalOf(args[0]) : given.signal;
  return [...args.slice(0, at), { ...given, signal: eitherSignal(signal, own) }, ...args.slice(at + 1)];
}

/** A `Request` brings one, which that of the options would replace. */
function signalOf(resource: unknown): AbortSignal | null {
  const { signal } = Object(resource) as Options;
  return signal instanceof AbortSignal ? signal : null;
}

function isOptions(value: unknown): boolean {
  // What is given in the place of an address may be one in parts.
  return typeof value === 'object' && value !== null && isPlain(value) && !('hostname' in value || 'href' in value);
}

/** What nobody is going to read keeps its connection. */
function destroyResponse(made: unknown): void {
  const { body, socket } = made as { readonly body?: unknown; readonly socket?: unknown };
  if (isObject(body)) destroy(body);
  if (isObject(socket)) destroy(socket);
}

function destroy(body: unknown): void {
  dismiss(() => (body as { destroy(): void }).destroy());
}
