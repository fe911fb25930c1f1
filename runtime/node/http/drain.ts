import type { IncomingMessage } from 'node:http';

/** A client that goes on sending although it has got its response is cut off after so much. */
const MOST = 1_048_576;

/**
 * Drops what has not been read of a request, so that the next one can come over the same connection, and so that a client which sends
 * before it reads gets the response.
 *
 * @returns whether there is anything that is dropped
 */
export function drain(message: IncomingMessage): boolean {
  if (message.complete && message.readableLength === 0) return false;
  if (message.destroyed) return false;
  let length = 0;
  message.removeAllListeners('readable');
  message.on('error', ignore);
  message.on('data', (chunk: Uint8Array) => {
    length += chunk.length;
    if (length > MOST) message.socket.destroy();
  });
  message.resume();
  return true;
}

function ignore(): void {
  // Nobody reads it.
}
