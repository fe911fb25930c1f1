import { expected } from '../../../core/errors/expected.ts';

/** Pieces of a body as they come: an iterable that may block, or a stream. */
export type Chunks = Iterable<unknown> | AsyncIterable<unknown>;

/** The body of a response. */
export type Content = string | Uint8Array | Chunks | null;

export const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
const JSON_TYPE = 'application/json';

/**
 * What a value means as the body of a response; adds the headers that describe it.
 *
 * @throws {TypeError} if it means nothing
 */
export function contentOf(value: unknown, headers: string[]): Content {
  if (typeof value === 'string') return whole(value, TEXT, headers);
  if (value instanceof Uint8Array) return whole(value, BYTES, headers);
  if (value instanceof ArrayBuffer) return whole(new Uint8Array(value), BYTES, headers);
  if (ArrayBuffer.isView(value))
    return whole(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), BYTES, headers);
  if (value instanceof Blob) return blob(value, headers);
  if (value instanceof URLSearchParams || value instanceof FormData) return encoded(value, headers);
  // Its response begins before the first chunk is there.
  if (value instanceof ReadableStream) headers.push('content-type', BYTES);
  if (isChunks(value)) return value;
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined || value instanceof Error) throw expected('something to answer with', value);
  return whole(text, JSON_TYPE, headers);
}

/** The type of what comes in chunks and whose sender has named none. */
export function typeOfChunk(chunk: unknown): string {
  return typeof chunk === 'string' ? TEXT : BYTES;
}

/** Whether it comes piece by piece. An array, or what holds values otherwise, is data. */
export function isChunks(content: unknown): content is Chunks {
  if (typeof content !== 'object' || content === null || content instanceof Uint8Array) return false;
  if (Symbol.asyncIterator in content) return true;
  return Symbol.iterator in content && !Array.isArray(content);
}

/** Its length is told when it is sent. */
function whole<C extends Content>(content: C, type: string, headers: string[]): C {
  headers.push('content-type', type);
  return content;
}

function blob(value: Blob, headers: string[]): Content {
  headers.push('content-type', value.type || BYTES, 'content-length', String(value.size));
  return value.stream();
}

/** The platform knows how. */
function encoded(form: URLSearchParams | FormData, headers: string[]): Content {
  const response = new Response(form);
  headers.push('content-type', response.headers.get('content-type') ?? BYTES);
  return response.body;
}
