import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Greenlet } from '../../greenlets/greenlet.ts';
import { Group } from '../../groups/group.ts';
import { hub } from '../../hub/index.ts';
import { statusOf } from './http-error.ts';
import type { UpgradeHandler } from './options.ts';
import { HttpRequest } from './request.ts';

/** The greenlets that take over connections for other protocols. */
export class Upgrades {
  readonly #handle: UpgradeHandler | null;
  readonly #maxBodySize: number | null;
  readonly #group = new Group();

  constructor(handle: UpgradeHandler | null, maxBodySize: number | null) {
    this.#handle = handle;
    this.#maxBodySize = maxBodySize;
  }

  get size(): number {
    return this.#group.size;
  }

  has(greenlet: unknown): boolean {
    return this.#group.has(greenlet);
  }

  receive(message: IncomingMessage, stream: Socket, head: Buffer): void {
    const handle = this.#handle;
    // It may break before anybody looks at it.
    stream.on('error', ignore);
    const greenlet: Greenlet<unknown, []> = new Greenlet<unknown, []>((): unknown => {
      'use greenlet';
      return handle?.(request, stream, head);
    });
    const host = {
      get signal(): AbortSignal {
        return greenlet.signal;
      },
      wantBody: ignore,
    };
    const request: HttpRequest = new HttpRequest(message, host, this.#maxBodySize);
    greenlet.observe();
    greenlet.onEnd(() => ended(greenlet, stream));
    this.#group.add(greenlet);
    hub.startHere(greenlet);
  }

  kill(): void {
    'use greenlet';
    this.#group.kill();
  }
}

/** The connection belongs to whom the handler has given it, unless that has failed. */
function ended(greenlet: Greenlet, stream: Socket): void {
  if (greenlet.successful() && !greenlet.killed) return;
  const { failure } = greenlet;
  const status = greenlet.killed ? 503 : statusOf(failure);
  if (!greenlet.killed && status >= 500) hub.handleError(failure, greenlet);
  if (stream.writable)
    stream.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n\r\n`);
  stream.on('finish', () => stream.destroy());
}

function ignore(): void {
  // Nobody wants to know.
}
