import net, { type IpcNetConnectOpts, type TcpNetConnectOpts } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import { isObject } from '../../contract/is-object.ts';
import { expected } from '../../core/errors/expected.ts';
import { checkLimit, type Limit } from '../../time/limit.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { establish } from './establish.ts';
import { Socket } from './socket.ts';

/** Where to connect to, and how. */
export type ConnectOptions = (Omit<TcpNetConnectOpts, 'timeout'> | Omit<IpcNetConnectOpts, 'timeout'>) & {
  /** Whether to encrypt, and how: the options of `tls.connect`. */
  readonly tls?: boolean | ConnectionOptions;
  /** How long each call of the socket may take that is not told otherwise, in ms. */
  readonly timeout?: number | null;
};

/**
 * Connects to a port, or to a Unix socket, and blocks until the connection is there.
 *
 * Kill and timeout safety: the attempt is given up. A connection is closed that is there already, but has not been returned.
 *
 * @param options `{ port, host }` or `{ path }`, and all that `net.connect` takes
 * @param limit in ms, or an object with a timeout and a signal; that of the options unless given
 * @throws {TypeError} if there are no options, or `tls` is of a wrong type
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
 * @throws {Timeout} if the timeout is over first
 * @throws what goes wrong, with `code` and `syscall`
 */
export function connect(options: ConnectOptions, limit?: Limit): Socket {
  'use greenlet';
  assertCanWait('connect()');
  if (!isObject(options)) throw expected('an object with `port` or `path`', options);
  const { tls: encryption = false, timeout = null, ...others } = options;
  if (typeof encryption !== 'boolean' && !isObject(encryption))
    throw expected('true, false or the options of `tls.connect` as `tls`', encryption);
  const limited = limit === undefined ? timeout : limit;
  checkLimit(limited);
  const stream = open(others as TcpNetConnectOpts, encryption);
  establish(stream, encryption === false ? 'connect' : 'secureConnect', 'connect()', limited);
  return new Socket(stream, { timeout });
}

function open(options: TcpNetConnectOpts, encryption: boolean | ConnectionOptions): net.Socket {
  if (encryption === false) return net.connect({ ...options, allowHalfOpen: true });
  const { host } = options;
  const serverName = host !== undefined && net.isIP(host) === 0 ? { servername: host } : {};
  const halfOpen = { allowHalfOpen: true };
  return tls.connect({ ...serverName, ...options, ...(encryption === true ? {} : encryption), ...halfOpen });
}
