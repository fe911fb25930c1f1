import type { ServerResponse } from 'node:http';
import { cancellations } from '../../../contract/cancellations/cancellations.ts';
import { assertCallback } from '../../../waiting/links/linkable.ts';
import { promised } from '../../../waiting/promises/promised.ts';
import { isChunks } from '../replies/content.ts';
import { Reply } from '../replies/reply.ts';
import { callInGreenlet, GONE, watchResponse } from './call.ts';
import { headersOf } from './headers.ts';
import { nodeStreamOf } from './streams.ts';

/** What this needs of the reply of Fastify. */
interface FastifyReply {
  raw: ServerResponse;
  hijack(): unknown;
  code(status: number): unknown;
  header(name: string, value: string): unknown;
}

/** What Fastify calls. It has the bivariant parameters of a method, so that replies may be able to do more. */
type FastifyHandle = { handle(request: unknown, reply: FastifyReply): unknown }['handle'];

/**
 * Makes a handler for Fastify of a marked function. Each call has a greenlet of its own.
 *
 * What the function returns is sent by Fastify, with its serializers and hooks. It may be an iterable that blocks, too, or what `reply`
 * returns. Whoever sends the response by `reply.send()` returns `reply`.
 *
 * Kill and timeout safety: when the client disconnects, the function is interrupted. If somebody kills it, the error has the status 503.
 *
 * @typeParam Handle the type of the handler, of which Fastify knows the parameters
 * @throws {TypeError} if `handle` is not a function
 */
export function fastifyHandler<Handle extends FastifyHandle>(
  handle: Handle,
): Handle & ((...args: Parameters<Handle>) => Promise<unknown>) {
  assertCallback(handle);
  const adapted = async (request: unknown, reply: FastifyReply): Promise<unknown> => {
    const call = (): { value: unknown } => {
      'use greenlet';
      const since = cancellations.tick();
      // Fastify's reply has a `then`, and nobody is to wait for that here.
      const result = handle(request, reply);
      const value: unknown = result === reply ? reply : promised(result, 'the handler of a request', since);
      return { value: payloadOf(reply, value) };
    };
    const outcome = await callInGreenlet(call, watchResponse(reply.raw));
    if (outcome !== GONE) return outcome.value;
    // There is nobody to whom Fastify could send anything.
    reply.hijack();
    return undefined;
  };
  // Fastify passes on what it has declared, and sends what the promise comes to.
  return adapted as FastifyHandle as Handle & typeof adapted;
}

function payloadOf(reply: FastifyReply, value: unknown): unknown {
  if (!(value instanceof Reply)) return value !== reply && isChunks(value) ? nodeStreamOf(value) : value;
  const { content } = value;
  const headers = headersOf(value, reply.raw.req.method);
  reply.code(value.status);
  for (let i = 0; i < headers.length; i += 2) reply.header(headers[i] ?? '', headers[i + 1] ?? '');
  return isChunks(content) ? nodeStreamOf(content) : content;
}
