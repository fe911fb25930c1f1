import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** HTML, or code that answers as it likes. */
export type Route = string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface TestSite {
  /** Such as `http://127.0.0.1:4711`. */
  origin: string;
  /** The requests so far: "GET /page". */
  requests: string[];
  close(): Promise<void>;
}

/** Serves `routes` (by path) on a free port; 404 for everything else. */
export function serveRoutes(routes: Record<string, Route>): Promise<TestSite> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    respond(routes[request.url ?? ''], request, response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        origin: `http://127.0.0.1:${port}`,
        requests,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function respond(route: Route | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (typeof route === 'function') return route(request, response);
  response.writeHead(route === undefined ? 404 : 200, { 'content-type': 'text/html' });
  response.end(request.method === 'HEAD' ? undefined : route);
}
