import type { AnyFunction } from '../contract/frame.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { forCompiledCallers, overrideMethod } from './override.ts';
import type { Transfer } from './transfer.ts';
import { waitOr } from './waiting.ts';

/** The methods of a response that return a promise. Not every platform has all of them. */
export const BODY_METHODS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;

type BodyMethod = (typeof BODY_METHODS)[number];

/** What the promise of an original method is fulfilled with, as the types of the platform have it. */
export type Read<Method extends keyof Response> = Response[Method] extends () => Promise<infer Value> ? Value : never;

/**
 * A native `Response` whose body methods block in compiled code: each returns what the promise of the original is
 * fulfilled with. Code that is not compiled gets that promise from the same method, so it may be passed on as a `Response`.
 */
export interface CooperativeResponse extends Response {
  arrayBuffer(): Read<'arrayBuffer'>;
  arrayBuffer(): ReturnType<Response['arrayBuffer']>;
  blob(): Read<'blob'>;
  blob(): ReturnType<Response['blob']>;
  bytes(): Uint8Array<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  formData(): Read<'formData'>;
  formData(): ReturnType<Response['formData']>;
  json(): Read<'json'>;
  json(): ReturnType<Response['json']>;
  text(): Read<'text'>;
  text(): ReturnType<Response['text']>;
  clone(): CooperativeResponse;
}

/**
 * Gives a response, which nobody else has seen yet, methods that block where compiled code calls them.
 *
 * They are properties of this one object, so it stays a native `Response` to everybody who looks at it. Unmarked code
 * that it is handed to, a framework for instance, still gets promises from the same methods.
 *
 * Kill and timeout safety: if a greenlet is killed while it reads the body, the transfer is aborted, unless it also feeds a
 * clone, or what this is a clone of.
 */
export function cooperativeResponse(response: Response, transfer: Transfer): CooperativeResponse {
  transfer.add(response);
  const abandon = (): void => transfer.abandon(response);
  for (const name of BODY_METHODS) overrideMethod(response, name, (read) => bodyMethod(name, read, abandon));
  overrideMethod(response, 'clone', (clone) => () => cooperativeResponse(clone() as Response, transfer));
  return response as object as CooperativeResponse;
}

function bodyMethod(name: BodyMethod, read: () => PromiseLike<unknown>, abandon: () => void): AnyFunction {
  const call = `response.${name}()`;
  return forCompiledCallers(read, function readBody() {
    'use greenlet';
    assertCanWait(call);
    return waitOr(call, read(), abandon);
  });
}
