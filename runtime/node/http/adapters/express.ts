import type { IncomingMessage, ServerResponse } from 'node:http';
import { cancellations } from '../../../contract/cancellations/cancellations.ts';
import { assertCallback } from '../../../waiting/links/linkable.ts';
import { promised } from '../../../waiting/promises/promised.ts';
import { isResponse, Reply, replyOf } from '../replies/reply.ts';
import { send } from '../replies/sender.ts';
import { callInGreenlet, watchResponse } from './call.ts';

/** What Express calls. It has the bivariant parameters of a method, for requests and responses that can do more than those of Node. */
type ExpressHandle = {
  handle(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): unknown;
}['handle'];

/**
 * Makes a handler, or a middleware, for Express of a marked function. Each call has a greenlet of its own.
 *
 * What the function returns is sent as by `HttpServer`, with the status and the content type that it has given the response before. If it
 * returns nothing, it has sent the response itself, or has called `next`. Errors are handed to `next`.
 *
 * Kill and timeout safety: when the client disconnects, the function is interrupted. If somebody kills it, `next` is given an error with
 * status 503.
 *
 * @typeParam Handle the type of the handler, of which Express knows the parameters
 * @throws {TypeError} if `handle` is not a function
 */
export function expressHandler<Handle extends ExpressHandle>(
  handle: Handle,
): Handle & ((...args: Parameters<Handle>) => void) {
  assertCallback(handle);
  const adapted: ExpressHandle = (request, response, next) => {
    const call = (): void => {
      'use greenlet';
      const since = cancellations.tick();
      const value: unknown = promised(handle(request, response, next), 'the handler of a request', since);
      if (value !== undefined && !response.headersSent) send(response, replyFor(response, value), end);
    };
    callInGreenlet(call, watchResponse(response)).catch(next);
  };
  // Express passes on what it has declared, and looks at no result.
  return adapted as Handle;
}

/** A reply says itself what its status and its headers are; of other values they are what the response has already. */
function replyFor(response: ServerResponse, value: unknown): Reply {
  const made = replyOf(value);
  if (value instanceof Reply || isResponse(value)) return made;
  const { statusCode } = response;
  const headers = made.headers.filter((_, i) => !response.hasHeader(made.headers[i - (i % 2)] ?? ''));
  return new Reply(statusCode === 200 ? made.status : statusCode, made.statusText, headers, made.content);
}

/** Middleware may have replaced the method. */
function end(response: ServerResponse, content: string | Uint8Array): void {
  response.end(content);
}
