import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { PromiseWait } from '../../waiting/promises/promise-wait.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { Reader } from '../net/reading/reader.ts';
import { BodySource, streamBody } from './body.ts';
import { HttpError } from './http-error.ts';

/** What a request needs to know of its handling. */
export interface RequestHost {
  /** Aborted when nobody wants the response any more. */
  readonly signal: AbortSignal;
  /** The body is wanted: a client that has asked whether it should send it is told so. */
  wantBody(): void;
}

const NO_BODY = Buffer.alloc(0);
/** Letters, digits, and what names, addresses and ports have besides. */
const HOST = /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d+)?$/;

/**
 * A request, much like the `Request` of the web; but its methods block, and `body` is read in blocking style.
 *
 * Kill and timeout safety, of everything that blocks here: what has been read is gone, and the rest can still be read.
 */
export class HttpRequest {
  /** The request as Node has it. Leave reading to this object. */
  readonly raw: IncomingMessage;
  /** How long the body may be, in bytes; null for any length. May be set before anything is read. */
  maxBodySize: number | null;
  readonly #host: RequestHost;
  #source: BodySource | null = null;
  #body: Reader | null = null;
  #headers: Headers | null = null;
  #query: URLSearchParams | null = null;
  #isUsed = false;
  #isDropped = false;

  constructor(raw: IncomingMessage, host: RequestHost, maxBodySize: number | null) {
    this.raw = raw;
    this.#host = host;
    this.maxBodySize = maxBodySize;
  }

  /** In capital letters: "GET". */
  get method(): string {
    return this.raw.method ?? 'GET';
  }

  /** The path without the query, as it was sent: "/a%20b", or "*" where `OPTIONS` asks about the server. */
  get path(): string {
    if (this.raw.url === '*') return '*';
    const target = this.#target;
    const end = target.indexOf('?');
    return end < 0 ? target : target.slice(0, end);
  }

  /** What stands behind the question mark. */
  get query(): URLSearchParams {
    const target = this.#target;
    const start = target.indexOf('?');
    return (this.#query ??= new URLSearchParams(start < 0 ? '' : target.slice(start + 1)));
  }

  /**
   * The whole address, of which the client has named the host: in the first line, if that is a whole address, as proxies send it.
   *
   * @throws {HttpError} 400 if what it has named can be no host
   */
  get url(): string {
    const named = hostOfTarget(this.raw);
    const host = named ?? this.raw.headers.host ?? this.#localHost;
    if (!HOST.test(host)) throw new HttpError(400, `the ${named === null ? 'header Host' : 'address'} names no host`);
    return `${this.encrypted ? 'https' : 'http'}://${host}${this.#target}`;
  }

  /** The headers. `host` is that of the first line, if that is a whole address. */
  get headers(): Headers {
    if (this.#headers !== null) return this.#headers;
    const headers = new Headers();
    const { rawHeaders } = this.raw;
    for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
    const named = hostOfTarget(this.raw);
    if (named !== null) headers.set('host', named);
    this.#headers = headers;
    return headers;
  }

  /** The version of the protocol: "1.1". */
  get httpVersion(): string {
    return this.raw.httpVersion;
  }

  /** The address of the client; undefined if it has disconnected. */
  get remoteAddress(): string | undefined {
    return this.raw.socket.remoteAddress;
  }

  /** The port of the client; undefined if it has disconnected. */
  get remotePort(): number | undefined {
    return this.raw.socket.remotePort;
  }

  /** Whether it came over TLS. */
  get encrypted(): boolean {
    return this.raw.socket instanceof TLSSocket;
  }

  /** Aborted when the client disconnects, or the handler is killed. Both interrupt the handler as well. */
  get signal(): AbortSignal {
    return this.#host.signal;
  }

  /** Whether the body, or a part of it, has been read. */
  get bodyUsed(): boolean {
    return this.#isUsed || this.#source?.isRead === true;
  }

  /**
   * The body: `for (const chunk of request.body)`, `request.body.readLine()`. The client is slowed down to the pace of the reader.
   *
   * @throws {HttpError} 413 if it is announced to be longer than `maxBodySize`
   * @throws {TypeError} if it was dropped, because the handler has ended without having read it
   */
  get body(): Reader {
    if (this.#body !== null) return this.#body;
    this.#assertThere();
    this.#source = new BodySource(this.raw, this.maxBodySize);
    this.#body = new Reader(this.#source, 'request.body');
    this.#host.wantBody();
    return this.#body;
  }

  /**
   * Blocks until the body is there, and returns it.
   *
   * Kill and timeout safety: what has been read is gone.
   *
   * @throws {TypeError} if it, or a part of it, has been read already, or if it was dropped, because the handler has ended without having read it
   * @throws {HttpError} 413 if it is longer than `maxBodySize`
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has been read then
   */
  bytes(): Buffer {
    'use greenlet';
    return this.#all('request.bytes()');
  }

  /**
   * As `bytes`, in a buffer of its own.
   *
   * Kill and timeout safety: what has been read is gone.
   *
   * @throws {SwitchError} as `bytes`
   */
  arrayBuffer(): ArrayBuffer {
    'use greenlet';
    return Uint8Array.from(this.#all('request.arrayBuffer()')).buffer;
  }

  /**
   * As `bytes`, as text in UTF-8.
   *
   * Kill and timeout safety: what has been read is gone.
   *
   * @throws {SwitchError} as `bytes`
   */
  text(): string {
    'use greenlet';
    return decode(this.#all('request.text()'));
  }

  /**
   * As `bytes`, parsed as JSON.
   *
   * Kill and timeout safety: what has been read is gone.
   *
   * @throws {SyntaxError} if it is none, with a `status` of 400
   * @throws {SwitchError} as `bytes`
   */
  json(): unknown {
    'use greenlet';
    return parse(decode(this.#all('request.json()')));
  }

  /**
   * As `bytes`, as a `Blob` of the type that the client has named.
   *
   * Kill and timeout safety: what has been read is gone.
   *
   * @throws {SwitchError} as `bytes`
   */
  blob(): Blob {
    'use greenlet';
    const content = this.#all('request.blob()');
    return new Blob([Uint8Array.from(content)], { type: this.raw.headers['content-type'] ?? '' });
  }

  /**
   * As `bytes`, taken apart as a form.
   *
   * Kill and timeout safety: what has been read is gone.
   *
   * @throws {HttpError} 400 if it is none
   * @throws {SwitchError} as `bytes`
   */
  formData(): FormData {
    'use greenlet';
    const content = this.#all('request.formData()');
    const type = this.raw.headers['content-type'] ?? '';
    const form = new Response(Uint8Array.from(content), { headers: { 'content-type': type } }).formData();
    try {
      return new PromiseWait<FormData>('request.formData()').follow(form).wait();
    } catch (error) {
      throw new HttpError(400, 'the body is no form', { cause: error });
    }
  }

  /**
   * The same as a `Request` of the platform, for functions that want one. Its body can be read once, by whichever object.
   *
   * @throws {HttpError} 400 if the client has named no host, 413 as `body`
   * @throws {TypeError} as `bytes`
   */
  toRequest(): Request {
    const { method, headers, signal, url } = this;
    const init: RequestInit & { duplex?: 'half' } = { method, headers, signal };
    if (method === 'GET' || method === 'HEAD') return new Request(url, init);
    this.#assertThere();
    this.#use();
    this.#host.wantBody();
    return new Request(url, { ...init, body: streamBody(this.raw, this.maxBodySize), duplex: 'half' } as RequestInit);
  }

  /** Internal: what has not been read of the body does not come any more. @internal */
  drop(): void {
    this.#isDropped = true;
    if (this.#source !== null && !hasNoBody(this.raw)) this.#source.fail(dropped());
  }

  /** What stands in the first line, without the host that a proxy is told. */
  get #target(): string {
    const { url = '/' } = this.raw;
    if (url.startsWith('/')) return url;
    const [, path = ''] = /^[a-z][a-z\d+.-]*:\/\/[^/?]*(.*)$/is.exec(url) ?? [];
    return path.startsWith('/') ? path : `/${path}`;
  }

  get #localHost(): string {
    const { localAddress = 'localhost', localPort } = this.raw.socket;
    const name = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
    return localPort === undefined ? name : `${name}:${String(localPort)}`;
  }

  #all(call: string): Buffer {
    'use greenlet';
    assertCanWait(call);
    this.#use();
    // Most requests have no body, and nothing has to be set up to know that.
    if (this.#body === null && hasNoBody(this.raw)) return NO_BODY;
    const { body } = this;
    const chunks: Buffer[] = [];
    for (let chunk = body.read(); chunk !== null; chunk = body.read()) chunks.push(chunk);
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  }

  #assertThere(): void {
    if (this.#isDropped && !hasNoBody(this.raw)) throw dropped();
  }

  #use(): void {
    if (this.#source !== null) this.#assertThere();
    if (this.bodyUsed) throw new TypeError('the body of the request has been read already');
    this.#isUsed = true;
  }
}

/**
 * What a whole address in the first line names; null where it is only a path. The header `Host` does not count then.
 *
 * Source: RFC 9112, 3.2.2.
 */
function hostOfTarget({ url = '/' }: IncomingMessage): string | null {
  return url.startsWith('/') ? null : (/^[a-z][a-z\d+.-]*:\/\/(?:[^/?@]*@)?([^/?]*)/i.exec(url)?.[1] ?? null);
}

function dropped(): TypeError {
  return new TypeError('the body of the request was dropped, because its handler has ended without having read it');
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding === undefined && (length === undefined || length === '0');
}

/** A mark at the beginning, which some programs write, is no part of the text. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw Object.assign(error as SyntaxError, { status: 400, expose: true });
  }
}
