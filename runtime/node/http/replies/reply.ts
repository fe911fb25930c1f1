import type { OutgoingHttpHeaders } from 'node:http';
import { expected } from '../../../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../../../core/errors/options.ts';
import { contentOf, TEXT, type Content } from './content.ts';
import { isBodiless } from './framing.ts';

/** What goes out: a whole, nothing, or chunks that come one after the other. */
export type { Content } from './content.ts';

/** Headers in whichever form: an object, an array of pairs, or `Headers`. */
export type ReplyHeaders = Headers | OutgoingHttpHeaders | readonly (readonly [string, string])[];

/** Options of `Reply`. */
export interface ReplyOptions {
  /** 200 by default, or 204 if there is no content. */
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: ReplyHeaders;
}

const OPTIONS = ['status', 'statusText', 'headers'];
const OF_BODY = ['content-type', 'content-length'];

/** A response as it goes out. */
export class Reply {
  readonly status: number;
  readonly statusText: string | undefined;
  /** Names and values in turn. The names are in lower case. */
  readonly headers: string[];
  readonly content: Content;

  constructor(status: number, statusText: string | undefined, headers: string[], content: Content) {
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.content = content;
  }

  /** The value of a header; undefined if there is none. */
  header(name: string): string | undefined {
    for (let i = 0; i < this.headers.length; i += 2) if (this.headers[i] === name) return this.headers[i + 1];
    return undefined;
  }
}

/**
 * An answer with a status and headers: `return reply(rows(), { headers: { 'content-type': 'text/csv' } })`.
 *
 * @param value what a handler may return otherwise: text, bytes, an object that becomes JSON, an iterable of chunks which may
 *   block, a stream, or nothing
 * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
 */
export function reply(value: unknown = null, options: ReplyOptions = NO_OPTIONS): Reply {
  checkOptions(options, OPTIONS);
  const { status, statusText, headers } = options;
  if (status !== undefined && (!Number.isInteger(status) || status < 200 || status > 599))
    throw expected('a status from 200 to 599', status);
  const made = replyOf(value);
  const own = status ?? made.status;
  const given = headers === undefined ? [] : pairsOf(headers);
  addMissing(given, own, made);
  return new Reply(own, statusText ?? made.statusText, given, made.content);
}

/** Adds the headers that a value brings along to those that were given. */
function addMissing(given: string[], status: number, { headers, content }: Reply): void {
  // What describes a body says nothing where there is none. A cache would even believe it.
  const isUndescribed = isBodiless(status) && (status !== 304 || content === '');
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (isUndescribed && OF_BODY.includes(name)) continue;
    if (!given.some((other, at) => at % 2 === 0 && other === name)) given.push(name, headers[i + 1] ?? '');
  }
}

/**
 * What the value that a handler has returned means as a response.
 *
 * @throws {TypeError} if it means nothing
 */
export function replyOf(value: unknown): Reply {
  if (typeof value === 'string') return new Reply(200, undefined, ['content-type', TEXT], value);
  if (value === undefined || value === null) return new Reply(204, undefined, [], null);
  if (value instanceof Reply) return value;
  if (isResponse(value)) return replyOfResponse(value);
  const headers: string[] = [];
  return new Reply(200, undefined, headers, contentOf(value, headers));
}

/** That of the platform, or one that another library has brought. */
export function isResponse(value: unknown): value is Response {
  if (value instanceof Response) return true;
  return typeof value === 'object' && value !== null && Reflect.get(value, Symbol.toStringTag) === 'Response';
}

/** Of a response that was fetched, the headers that concern that transfer: its body comes decoded. */
const TRANSFER = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function replyOfResponse(response: Response): Reply {
  const { status, statusText, body } = response;
  if (status < 200) throw new TypeError(`a response of type "${response.type}" cannot be sent`);
  if (response.bodyUsed || body?.locked === true) throw new TypeError('the body of the response has been read already');
  // Others are made by the program, which says what it means.
  const isFetched = response.type !== 'default';
  const isEncoded = isFetched && response.headers.has('content-encoding');
  const headers: string[] = [];
  for (const [name, value] of response.headers) {
    const isDropped = isFetched && TRANSFER.has(name) && (name !== 'content-length' || isEncoded);
    if (!isDropped) headers.push(name, value);
  }
  return new Reply(status, statusText === '' ? undefined : statusText, headers, body);
}

function pairsOf(headers: ReplyHeaders): string[] {
  if (typeof headers !== 'object' || (headers as object | null) === null) throw expected('headers', headers);
  const isIterable = Symbol.iterator in headers;
  const entries = isIterable ? (headers as Iterable<unknown>) : Object.entries(headers);
  const pairs: string[] = [];
  for (const entry of entries) {
    if (!Array.isArray(entry)) throw expected('a name and a value', entry);
    const [name, value] = entry as unknown[];
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) pairs.push(...pairOf(name, one));
  }
  return pairs;
}

/** Other values than these would be sent as "null" or "[object Object]". */
function pairOf(name: unknown, value: unknown): [string, string] {
  if (typeof name !== 'string') throw expected('the name of a header', name);
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!isText) throw expected(`a string or a number as \`${name}\``, value);
  return [name.toLowerCase(), String(value)];
}
