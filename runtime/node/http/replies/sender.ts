import type { ServerResponse } from 'node:http';
import { iterate } from '../../../async/iterate.ts';
import { expected } from '../../../core/errors/expected.ts';
import { Turnstile } from '../../net/reading/turnstile.ts';
import { isChunks, typeOfChunk, type Chunks } from './content.ts';
import { framed, isBodiless, isFramed, mayHaveBody } from './framing.ts';
import type { Reply } from './reply.ts';

/**
 * Sends a reply, chunk by chunk if it comes so. Blocks while the client does not keep up, and wherever an iterable blocks.
 *
 * Kill and timeout safety: the iterable is closed, and the response stays as it is.
 *
 * @throws {TypeError} if the headers contradict the body; nothing has been sent then
 * @throws what the iterable throws; `headersSent` of the response tells whether the client has seen anything
 */
export function send(response: ServerResponse, reply: Reply, end: End = endAtOnce): void {
  'use greenlet';
  const { content } = reply;
  if (!isChunks(content)) return sendWhole(response, reply, content, end);
  if (mayHaveBody(response.req.method, reply.status)) return new Sender(response).send(reply, content);
  close(content);
  sendWhole(response, reply, null);
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
    const headers = this.#prepare(reply, chunks);
    for (const chunk of iterate(chunks)) {
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))
        throw expected('a string or a Uint8Array as a chunk', chunk);
      if (chunk.length === 0) continue;
      if (!response.headersSent) writeHead(response, reply, this.#withType(headers, reply, typeOfChunk(chunk)));
      this.#write(chunk);
    }
    if (!response.headersSent) writeHead(response, reply, headers);
    response.end();
  }

  /** The headers, which are sent at once with a stream. */
  #prepare(reply: Reply, chunks: Chunks): string[] {
    'use greenlet';
    const response = this.#response;
    try {
      const headers = isFramed(reply) ? framed(reply, response.req.method, null) : reply.headers;
      // A body that is shorter or longer than announced would confuse the client.
      response.strictContentLength = true;
      response.on('drain', () => this.#draining.notify());
      // A response that was fetched has begun already; what a program makes may still fail before its first chunk.
      if (!(chunks instanceof ReadableStream)) return headers;
      writeHead(response, reply, headers);
      response.flushHeaders();
      return headers;
    } catch (error) {
      close(chunks);
      throw error;
    }
  }

  #withType(headers: string[], reply: Reply, type: string): string[] {
    const isNamed = reply.header('content-type') !== undefined || this.#response.hasHeader('content-type');
    return isNamed ? headers : [...headers, 'content-type', type];
  }

  #write(chunk: string | Uint8Array): void {
    'use greenlet';
    const response = this.#response;
    if (response.destroyed) throw new Error('the client has disconnected');
    if (response.write(chunk)) return;
    this.#draining.pass('sending the response', null, { ready: () => !response.writableNeedDrain || undefined });
  }
}

/**
 * Never blocks.
 *
 * @throws {TypeError} if the headers contradict the content; nothing has been sent then
 */
export function sendWhole(
  response: ServerResponse,
  reply: Reply,
  content: string | Uint8Array | null,
  end: End = endAtOnce,
): void {
  const { method } = response.req;
  const length = lengthOf(content, method, reply.status);
  const isDeclared = isFramed(reply);
  const headers = isDeclared ? framed(reply, method, length) : reply.headers;
  writeHead(response, reply, isDeclared || length === null ? headers : [...headers, 'content-length', String(length)]);
  if (content === null || content.length === 0 || isBodiless(reply.status)) response.end();
  else end(response, content);
}

/** Sends the body, or what is missing of it, and ends the response. */
export type End = (response: ServerResponse, content: string | Uint8Array) => void;

/**
 * Head and body in one piece. `response.end(content)` makes a list of them and an empty one, which costs the engine and the system
 * more than all the rest that is done here. For responses that nobody else has to do with: others may have replaced `end`.
 */
export function endAtOnce(response: ServerResponse, content: string | Uint8Array): void {
  const { socket } = response;
  // Another response over the same connection comes first.
  if (socket === null) return void response.end(content);
  // Or `write` would do so, and look after it in a task of its own.
  socket.cork();
  response.write(content);
  // Nothing is left for `end` to send then.
  socket.uncork();
  response.end();
}

/** The length to be told; null if there is none. */
function lengthOf(content: string | Uint8Array | null, method: string | undefined, status: number): number | null {
  if (status === 204) return null;
  if (status === 205) return 0;
  // Of what would be sent otherwise, if that is known.
  if (status === 304) return content === null || content.length === 0 ? null : Buffer.byteLength(content);
  if (content === null) return method === 'HEAD' ? null : 0;
  return Buffer.byteLength(content);
}

function writeHead(response: ServerResponse, { status, statusText }: Reply, headers: string[]): void {
  // Node does not keep several headers of a name apart if there are others already, of a framework for example.
  const isFirst = response.getHeaderNames().length === 0;
  if (!isFirst) addHeaders(response, headers);
  const raw = isFirst ? headers : [];
  if (statusText === undefined) response.writeHead(status, raw);
  else response.writeHead(status, statusText, raw);
}

function addHeaders(response: ServerResponse, headers: readonly string[]): void {
  const added = new Set(['set-cookie']);
  const hasEncoding = response.hasHeader('transfer-encoding');
  for (let i = 0; i < headers.length; i += 2) {
    const [name = '', value = ''] = headers.slice(i, i + 2);
    // Whoever has asked for chunks gets them without a length.
    if (name === 'content-length' && hasEncoding) continue;
    if (added.has(name)) response.appendHeader(name, value);
    else response.setHeader(name, value);
    added.add(name);
  }
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
