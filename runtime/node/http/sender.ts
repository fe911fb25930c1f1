import type { ServerResponse } from 'node:http';
import { iterate } from '../../async/iterate.ts';
import { expected } from '../../core/expected.ts';
import { Turnstile } from '../net/turnstile.ts';
import { isChunks, typeOfChunk, type Chunks } from './content.ts';
import type { Reply } from './reply.ts';

/**
 * Sends a reply, chunk by chunk if it comes so. Blocks while the client does not keep up, and wherever an iterable blocks.
 *
 * Kill and timeout safety: the iterable is closed, and the response stays as it is.
 *
 * @throws what the iterable throws; `headersSent` of the response tells whether the client has seen anything
 */
export function send(response: ServerResponse, reply: Reply): void {
  'use greenlet';
  const { content } = reply;
  if (!isChunks(content)) return sendWhole(response, reply, content);
  if (mayHaveBody(response, reply)) return new Sender(response).send(reply, content);
  close(content);
  sendWhole(response, reply, null);
}

function mayHaveBody({ req }: ServerResponse, { status }: Reply): boolean {
  return req.method !== 'HEAD' && status !== 204 && status !== 304;
}

/** Sends chunks, no faster than the client takes them. */
class Sender {
  readonly #response: ServerResponse;
  readonly #draining = new Turnstile('sending');

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  send(reply: Reply, chunks: Chunks): void {
    'use greenlet';
    const response = this.#response;
    // A body that is shorter or longer than announced would confuse the client.
    response.strictContentLength = true;
    response.on('drain', () => this.#draining.notify());
    // A response that was fetched has begun already; what a program makes may still fail before its first chunk.
    if (chunks instanceof ReadableStream) this.#beginStream(reply, chunks);
    for (const chunk of iterate(chunks)) {
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))
        throw expected('a string or a Uint8Array as a chunk', chunk);
      if (chunk.length === 0) continue;
      if (!response.headersSent) writeHead(response, reply, headersWith(reply, typeOfChunk(chunk)));
      this.#write(chunk);
    }
    if (!response.headersSent) writeHead(response, reply, reply.headers);
    response.end();
  }

  #beginStream(reply: Reply, stream: Chunks): void {
    'use greenlet';
    try {
      writeHead(this.#response, reply, reply.headers);
    } catch (error) {
      close(stream);
      throw error;
    }
    this.#response.flushHeaders();
  }

  #write(chunk: string | Uint8Array): void {
    'use greenlet';
    const response = this.#response;
    if (response.destroyed) throw new Error('the client has disconnected');
    if (response.write(chunk)) return;
    this.#draining.pass('sending the response', null, { ready: () => !response.writableNeedDrain || undefined });
  }
}

/** Never blocks. */
export function sendWhole(response: ServerResponse, reply: Reply, content: string | Uint8Array | null): void {
  const { headers } = reply;
  const isMeasured = content === null || reply.header('content-length') !== undefined;
  writeHead(response, reply, isMeasured ? headers : [...headers, 'content-length', String(Buffer.byteLength(content))]);
  if (content === null) response.end();
  else response.end(content);
}

function headersWith(reply: Reply, type: string): string[] {
  return reply.header('content-type') === undefined ? [...reply.headers, 'content-type', type] : reply.headers;
}

function writeHead(response: ServerResponse, { status, statusText }: Reply, given: string[]): void {
  const headers = status === 204 ? withoutLength(given) : given;
  // Node does not keep several headers of a name apart if there are others already, of a framework for example.
  const isFirst = response.getHeaderNames().length === 0;
  if (!isFirst) addHeaders(response, headers);
  const raw = isFirst ? headers : [];
  if (statusText === undefined) response.writeHead(status, raw);
  else response.writeHead(status, statusText, raw);
}

function addHeaders(response: ServerResponse, headers: readonly string[]): void {
  const added = new Set(['set-cookie']);
  for (let i = 0; i < headers.length; i += 2) {
    const [name = '', value = ''] = headers.slice(i, i + 2);
    if (added.has(name)) response.appendHeader(name, value);
    else response.setHeader(name, value);
    added.add(name);
  }
}

/** There is nothing whose length could be told. */
function withoutLength(headers: readonly string[]): string[] {
  return headers.filter((_, i) => headers[i - (i % 2)] !== 'content-length');
}

/** Nobody is going to read it. */
function close(chunks: Chunks): void {
  'use greenlet';
  if (chunks instanceof ReadableStream) void chunks.cancel().catch(ignore);
  else if (isClosable(chunks, 'destroy')) chunks.destroy();
  else if (isClosable(chunks, 'return')) chunks.return();
}

function isClosable<Name extends string>(chunks: object, name: Name): chunks is Record<Name, () => unknown> {
  return typeof Reflect.get(chunks, name) === 'function';
}

function ignore(): void {
  // Nobody reads it.
}
