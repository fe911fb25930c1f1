import { createGreen, type ToGreen } from '../green/green.ts';
import { isPlain } from '../green/is-data.ts';
import { dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';

/** What makes a request, and takes a signal in its options. */
const REQUESTS = new Set(['request', 'stream', 'connect', 'upgrade', 'fetch']);
/** What reads the whole body of a response. */
const READS = new Set(['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text', 'dump']);

/**
 * `green` for `undici`: the module, clients, pools and agents, and the bodies of responses.
 *
 * Kill and timeout safety: a request that is given up is aborted, and so is one whose body is being read.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(object: object, name: string): CallPlan | undefined {
  if (REQUESTS.has(name)) return { withSignal: addSignal };
  return READS.has(name) && 'destroy' in object ? { onAbandon: (call) => destroy(call.object) } : undefined;
}

interface Options {
  readonly signal?: AbortSignal | null;
}

/** The options are the first argument of a dispatcher, and the second one of a function that is given an address. */
function addSignal(args: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  const at = isOptions(args[0]) ? 0 : 1;
  const given = (args[at] ?? {}) as Options;
  const either = given.signal == null ? signal : AbortSignal.any([given.signal, signal]);
  return [...args.slice(0, at), { ...given, signal: either }, ...args.slice(at + 1)];
}

function isOptions(value: unknown): boolean {
  // What is given in the place of an address may be one in parts.
  return typeof value === 'object' && value !== null && isPlain(value) && !('hostname' in value || 'href' in value);
}

function destroy(body: unknown): void {
  dismiss(() => (body as { destroy(): void }).destroy());
}
