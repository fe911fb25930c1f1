import { createSocket, type BindOptions as NodeBindOptions, type SocketOptions } from 'node:dgram';
import { isObject } from '../../contract/is-object.ts';
import { expected } from '../../core/errors/expected.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { establishListening } from '../servers/listening.ts';
import { DatagramSocket } from './datagram-socket.ts';

const LARGEST_PORT = 65_535;

/** Where to receive; any free port unless you say otherwise. */
export type BindOptions = NodeBindOptions & Partial<Omit<SocketOptions, 'lookup' | 'signal'>>;

/**
 * Opens a UDP socket, and blocks until it can receive.
 *
 * Kill and timeout safety: it is closed.
 *
 * @param options those of `dgram.createSocket` and of `socket.bind` in one: `{ port, address, type: 'udp6' }`
 * @throws {TypeError} if the options are no object, or the port is no number of one
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
 * @throws what goes wrong, with `code` and `syscall`
 */
export function bind(options: BindOptions = {}): DatagramSocket {
  'use greenlet';
  assertCanWait('bind()');
  if (!isObject(options)) throw expected('an object with `port` or `address`', options);
  const { port = 0, address, exclusive, fd, type = 'udp4', ...others } = options;
  // Node takes any port for what is none, and another one for what is too large.
  if (!(Number.isInteger(port) && port >= 0 && port <= LARGEST_PORT)) throw expected('a port from 0 to 65535', port);
  const socket = createSocket({ type, ...others });
  const place = { port, ...(address !== undefined && { address }), ...(exclusive !== undefined && { exclusive }) };
  establishListening(socket, {
    doing: 'binding',
    call: 'bind()',
    begin: () => void socket.bind(fd === undefined ? place : { ...place, fd }),
    close: () => void socket.close(),
  });
  return new DatagramSocket(socket);
}
