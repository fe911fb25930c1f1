import type { Socket as NodeSocket } from 'node:net';
import type { Limit } from '../../time/limit.ts';
import { raisePending } from '../../waiting/waiter/raise-pending.ts';
import { Turnstile } from './reading/turnstile.ts';
import { Setup } from './setup.ts';

/**
 * Blocks until a connection is there.
 *
 * Kill and timeout safety: it is destroyed.
 *
 * @param event what says so, as "connect"
 * @param turnstile where to wait: nobody else can there meanwhile
 * @throws {Timeout} if the timeout is over first
 * @throws what goes wrong
 */
export function establish(
  stream: NodeSocket,
  event: string,
  call: string,
  limit: Limit,
  turnstile = new Turnstile('connecting'),
): void {
  'use greenlet';
  const setup = new Setup(turnstile);
  stream.once(event, setup.succeed);
  stream.on('error', setup.fail);
  stream.once('close', closed);
  stream.once('end', ended);
  let isThere = false;
  try {
    setup.wait(call, limit);
    isThere = true;
  } finally {
    stream.off(event, setup.succeed);
    stream.off('close', closed);
    stream.off('end', ended);
    // Without a listener an error that comes later would end the program.
    if (!isThere) stream.destroy();
  }
  raisePending(() => void stream.destroy());
  stream.off('error', setup.fail);

  /** The other side has ended before both have agreed. Half-open, the connection would never be closed. Clients are told by Node. */
  function ended(): void {
    if (!stream.destroyed) closed();
  }

  function closed(): void {
    setup.fail(Object.assign(new Error(`${call}: the connection was closed`), { code: 'ECONNRESET' }));
  }
}
