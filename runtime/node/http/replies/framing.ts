import { expected } from '../../../core/errors/expected.ts';

/** What a reply says of itself: its headers are names and values in turn. */
interface Head {
  readonly status: number;
  readonly headers: readonly string[];
}

const LENGTH = 'content-length';
const ENCODING = 'transfer-encoding';

/** No content, reset content, not modified. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** Whether a response has a body at all, whatever the handler has returned. */
export function mayHaveBody(method: string | undefined, status: number): boolean {
  return method !== 'HEAD' && !isBodiless(status);
}

/** Whether the handler has said itself where the body ends. */
export function isFramed({ headers }: Head): boolean {
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === LENGTH || headers[i] === ENCODING) return true;
  return false;
}

/**
 * The headers of a reply whose handler has said itself where the body ends, without what only one connection can know: that the body comes in
 * chunks. Clients that were told something else than what comes would take the rest for the next response.
 *
 * @param length how many bytes the body has; null if that is not known
 * @throws {TypeError} if the headers contradict the body, or each other
 */
export function framed(reply: Head, method: string | undefined, length: number | null): string[] {
  const lengths = valuesOf(reply, LENGTH);
  const encodings = valuesOf(reply, ENCODING);
  for (const encoding of encodings)
    if (encoding.trim().toLowerCase() !== 'chunked') throw expected(`"chunked" as \`${ENCODING}\``, encoding);
  if (encodings.length > 0 && lengths.length > 0)
    throw new TypeError(`expected either \`${LENGTH}\` or \`${ENCODING}\`, got both`);
  const [given, another] = lengths;
  if (another !== undefined) throw new TypeError(`expected one \`${LENGTH}\`, got ${String(lengths.length)}`);
  if (given !== undefined) checkLength(given, mayHaveBody(method, reply.status) ? length : null);
  const hasLength = given !== undefined && reply.status !== 204 && reply.status !== 205;
  const others = without(reply.headers, LENGTH, ENCODING);
  // The last one: a header before it that Node refuses must leave no trace in the response that is sent instead.
  return hasLength ? [...others, LENGTH, given] : others;
}

function checkLength(given: string, length: number | null): void {
  if (!/^\d+$/.test(given)) throw expected(`a whole number of bytes as \`${LENGTH}\``, given);
  if (length !== null && Number(given) !== length)
    throw new TypeError(`expected a \`${LENGTH}\` of ${String(length)}, as the body has it, got ${given}`);
}

function valuesOf({ headers }: Head, name: string): string[] {
  return headers.filter((_, i) => i % 2 === 1 && headers[i - 1] === name);
}

function without(headers: readonly string[], ...names: readonly string[]): string[] {
  return headers.filter((_, i) => !names.includes(headers[i - (i % 2)] ?? ''));
}
