/**
 * Connections and servers in blocking style: `connect`, `Socket`, `StreamServer`, and `reader` for any stream.
 *
 * Everything that blocks throws a `SwitchError` outside greenlets, and where unmarked code stands in between: nothing has happened
 * then.
 *
 * Kill and timeout safety: a call that is given up has read nothing; what was written is sent. An attempt to connect is given
 * up. A server that is killed in `serveForever` stops.
 */
export { connect, type ConnectOptions } from './connect.ts';
export { ClosedError, ConcurrentUseError, IncompleteReadError, TooLongError } from './errors.ts';
export type { LineOptions, Reader, UntilOptions } from './reading/reader.ts';
export { reader } from './reading/readers.ts';
export type { StartTlsOptions } from './encrypt.ts';
export { Socket, type SocketOptions } from './socket.ts';
export { StreamServer, type ConnectionHandler, type StreamServerOptions } from './stream-server.ts';
