import type { ServerResponse } from 'node:http';
import { cancellations } from '../../../contract/cancellations/cancellations.ts';
import { assertCallback } from '../../../waiting/links/linkable.ts';
import { promised } from '../../../waiting/promises/promised.ts';
import { isChunks } from '../replies/content.ts';
import { Reply } from '../replies/reply.ts';
import { callInGreenlet, watchResponse } from './call.ts';
import { headersOf } from './headers.ts';
import { nodeStreamOf } from './streams.ts';
import type { BlockingHandle } from './types.ts';

/** What this needs of the context of Koa. */
interface Context {
  res: ServerResponse;
  readonly method: string;
  body: unknown;
  status: number;
  append(name: string, value: string): void;
}

/**
 * Makes a middleware for Koa of a marked function. Each call has a greenlet of its own.
 *
 * What the function returns becomes the body, unless it returns nothing. `next()` blocks until the middlewares that follow have ended.
 *
 * Kill and timeout safety: when the client disconnects, the function is interrupted. If somebody kills it, the error has the status 503.
 *
 * @throws {TypeError} if `handle` is not a function
 */
export function koaHandler<C>(handle: BlockingHandle<C>): (context: C, next: () => Promise<unknown>) => Promise<void> {
  assertCallback(handle);
  return async (given, next) => {
    const context = given as Context & C;
    const blockingNext = (): void => {
      'use greenlet';
      promised(next(), 'next()', cancellations.tick());
    };
    const call = (): void => {
      'use greenlet';
      const since = cancellations.tick();
      const value: unknown = promised(handle(context, blockingNext), 'the handler of a request', since);
      if (value !== undefined) respond(context, value);
    };
    await callInGreenlet(call, watchResponse(context.res));
  };
}

function respond(context: Context, value: unknown): void {
  if (!(value instanceof Reply)) {
    context.body = bodyOf(value);
    return;
  }
  const { status, content } = value;
  const headers = headersOf(value, context.method);
  context.body = bodyOf(content);
  context.status = status;
  for (let i = 0; i < headers.length; i += 2) {
    const [name = '', text = ''] = headers.slice(i, i + 2);
    if (name === 'set-cookie') context.append(name, text);
    else context.res.setHeader(name, text);
  }
}

/** Koa knows streams of Node. */
function bodyOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length);
  return isChunks(value) && !(value instanceof Blob) ? nodeStreamOf(value) : value;
}
