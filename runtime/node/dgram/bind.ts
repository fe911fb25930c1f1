import { createSocket, type BindOptions as NodeBindOptions, type Socket, type SocketOptions } from 'node:dgram';
import { assertCanWait } from '../../waiting/waiter.ts';
import { Turnstile } from '../net/turnstile.ts';
import { DatagramSocket } from './datagram-socket.ts';

/** Where to receive; any free port unless you say otherwise. */
export type BindOptions = NodeBindOptions & Partial<Omit<SocketOptions, 'lookup' | 'signal'>>;

/**
 * Opens a UDP socket, and blocks until it can receive.
 *
 * Kill and timeout safety: it is closed.
 *
 * @param options those of `dgram.createSocket` and of `socket.bind` in one: `{ port, address, type: 'udp6' }`
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
 * @throws what goes wrong, with `code` and `syscall`
 */
export function bind(options: BindOptions = {}): DatagramSocket {
  'use greenlet';
  assertCanWait('bind()');
  const { port = 0, address, exclusive, fd, type = 'udp4', ...others } = options;
  const socket = createSocket({ type, ...others });
  const place = { port, ...(address !== undefined && { address }), ...(exclusive !== undefined && { exclusive }) };
  listen(socket, fd === undefined ? place : { ...place, fd });
  return new DatagramSocket(socket);
}

function listen(socket: Socket, place: NodeBindOptions): void {
  'use greenlet';
  const turnstile = new Turnstile('binding');
  let outcome: { readonly error: unknown } | null = null;
  const settle = (error: unknown): void => {
    outcome ??= { error };
    turnstile.notify();
  };
  const succeeded = (): void => settle(null);
  socket.once('listening', succeeded);
  socket.once('error', settle);
  let isBound = false;
  try {
    socket.bind(place);
    const { error } = turnstile.pass('bind()', null, () => outcome ?? undefined) as { error: unknown };
    if (error !== null) throw error as Error;
    isBound = true;
  } finally {
    socket.off('listening', succeeded);
    socket.off('error', settle);
    if (!isBound) socket.close();
  }
}
