import { cancellations } from '../../../contract/cancellations/cancellations.ts';
import { assertCallback } from '../../../waiting/links/linkable.ts';
import { promised } from '../../../waiting/promises/promised.ts';
import { cooperativeRequest, type CooperativeRequest } from '../../../web/request.ts';
import { isChunks } from '../replies/content.ts';
import { isBodiless } from '../replies/framing.ts';
import { replyOf } from '../replies/reply.ts';
import { callInGreenlet, GONE, watchSignal } from './call.ts';
import { headersOf } from './headers.ts';
import { webStreamOf } from './streams.ts';
import type { BlockingHandle } from './types.ts';

/** For logs: nobody gets this response. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * Makes a function from a `Request` to a promise of a `Response`, as runtimes and frameworks want it, of a marked function. Each call has a
 * greenlet of its own. The methods of the request that read its body block where compiled code calls them.
 *
 * What the function returns becomes a `Response`, as in `HttpServer`. Further arguments are passed on.
 *
 * Kill and timeout safety: when the signal of the request is aborted, the function is interrupted. If somebody kills it, the promise is
 * rejected with an error of status 503.
 *
 * @throws {TypeError} if `handle` is not a function
 */
export function fetchHandler<Args extends unknown[]>(
  handle: (request: CooperativeRequest, ...args: Args) => unknown,
): (request: Request, ...args: Args) => Promise<Response> {
  assertCallback(handle);
  return async (request, ...args) => {
    const call = (): Response => {
      'use greenlet';
      const since = cancellations.tick();
      const value: unknown = handle(cooperativeRequest(request), ...args);
      return responseOf(promised(value, 'the handler of a request', since), request.method);
    };
    return answered(await callInGreenlet(call, watchSignal(request.signal)));
  };
}

/** What this needs of the context of Hono. */
interface HonoContext {
  req: { raw: Request };
}

/**
 * Makes a handler, or a middleware, for Hono of a marked function. Each call has a greenlet of its own.
 *
 * What the function returns becomes a `Response`, unless it returns nothing. `next()` blocks until the handlers that follow have ended.
 *
 * Kill and timeout safety: when the client disconnects, the function is interrupted. If somebody kills it, the error has the status 503.
 *
 * @throws {TypeError} if `handle` is not a function
 */
export function honoHandler<C>(
  handle: BlockingHandle<C>,
): (context: C, next: () => Promise<void>) => Promise<Response> {
  assertCallback(handle);
  return async (given, next) => {
    const context = given as C & HonoContext;
    const blockingNext = (): void => {
      'use greenlet';
      promised(next(), 'next()', cancellations.tick());
    };
    const call = (): Response | undefined => {
      'use greenlet';
      const since = cancellations.tick();
      const value: unknown = promised(handle(context, blockingNext), 'the handler of a request', since);
      return value === undefined ? undefined : responseOf(value, context.req.raw.method);
    };
    // Hono takes the response that the context has if there is none.
    return answered(await callInGreenlet(call, watchSignal(context.req.raw.signal))) as Response;
  };
}

function answered<R>(outcome: R | typeof GONE): R | Response {
  return outcome === GONE ? new Response(null, { status: CLIENT_CLOSED_REQUEST }) : outcome;
}

function responseOf(value: unknown, method: string): Response {
  if (value instanceof Response) return value;
  const reply = replyOf(value);
  const { status, statusText = '', content } = reply;
  const headers = headersOf(reply, method);
  const pairs: [string, string][] = [];
  for (let i = 0; i < headers.length; i += 2) pairs.push([headers[i] ?? '', headers[i + 1] ?? '']);
  const body = isChunks(content) ? webStreamOf(content) : (content as string | Uint8Array<ArrayBuffer> | null);
  return new Response(isBodiless(status) ? null : body, { status, statusText, headers: pairs });
}
