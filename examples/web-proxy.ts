/**
 * Hands requests on to another server, and bodies through in both directions while they come.
 *
 *     greenlets run examples/web-proxy.ts 8080 https://example.org
 */
'use greenlet';

import { fetch } from 'greenlets/web/fetch';
import { HttpError, HttpServer, type HttpRequest } from 'greenlets/node/http';

const [port = '8080', target = 'https://example.org'] = process.argv.slice(2);
/** These concern the connection of the client, or name this server. */
const OWN = ['connection', 'expect', 'host', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

function handle(request: HttpRequest): Response {
  request.maxBodySize = null;
  const { url, method, headers, body } = request.toRequest();
  for (const name of OWN) headers.delete(name);
  const { pathname, search } = new URL(url);
  const init = { method, headers, body, duplex: 'half', redirect: 'manual' } satisfies RequestInit & { duplex: string };
  try {
    return fetch(new URL(pathname + search, target), init);
  } catch (error) {
    throw new HttpError(502, `${target} cannot be reached`, { cause: error });
  }
}

const server = new HttpServer(handle, { listen: { port: Number(port) } });
server.start();
console.log(`listening on port ${server.port}`);
server.serveForever();
