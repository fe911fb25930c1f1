import { HttpServer, type HttpServerOptions, type RequestHandler } from '../../../runtime/node/http/index.ts';
import { connect, type Socket } from '../../../runtime/node/net/index.ts';

/** Runs `client` with the address of a server; in a greenlet. */
export function withHttpServer<T>(
  handle: RequestHandler,
  client: (url: string, server: HttpServer) => T,
  options: HttpServerOptions = {},
): T {
  'use greenlet';
  const server = new HttpServer(handle, { listen: { port: 0, host: '127.0.0.1' }, ...options });
  server.start();
  try {
    return client(`http://127.0.0.1:${String(server.port)}`, server);
  } finally {
    server.stop(0);
  }
}

/** A connection to the server, without anything that knows of HTTP. */
export function connectTo(server: HttpServer): Socket {
  'use greenlet';
  return connect({ port: server.port ?? 0, host: '127.0.0.1' });
}

/** What comes over a connection until its end. */
export function readAll(socket: Socket): string {
  'use greenlet';
  let text = '';
  for (const chunk of socket) text += String(chunk);
  return text;
}

/** The head of the next response: its first line, and the others. */
export function readHead(socket: Socket): string {
  'use greenlet';
  return String(socket.readUntil('\r\n\r\n'));
}

/** What the error handler is told meanwhile. */
export function reported(): { errors: unknown[]; restore: () => void } {
  const errors: unknown[] = [];
  const spy = jest.spyOn(console, 'error').mockImplementation((_where, error) => void errors.push(error));
  return { errors, restore: () => spy.mockRestore() };
}
