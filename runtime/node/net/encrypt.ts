import type { Socket as NodeSocket } from 'node:net';
import tls, { TLSSocket, type ConnectionOptions, type TLSSocketOptions } from 'node:tls';

/** How `startTls` goes about it: as the client, or with `isServer` as the server. */
export type StartTlsOptions =
  (ConnectionOptions & { readonly isServer?: false }) | (TLSSocketOptions & { readonly isServer: true });

/** The connection that goes through TLS from now on. */
export function encrypt(socket: NodeSocket, options: StartTlsOptions): TLSSocket {
  if (options.isServer === true) return new TLSSocket(socket, options);
  return tls.connect({ ...options, socket });
}
