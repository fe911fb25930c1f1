import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A running web server. */
export interface PageServer {
  /** The address of the start page. */
  url: string;
  close(): void;
}

/** Serves `pages` (HTML by path) on a free port of this machine, as slowly as a real site. */
export function servePages(pages: ReadonlyMap<string, string>): Promise<PageServer> {
  const server = createServer((request, response) => void answer(request, response, pages));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `http://127.0.0.1:${port}/`,
        close(): void {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pages: ReadonlyMap<string, string>,
): Promise<void> {
  const path = request.url ?? '/';
  const page = pages.get(path);
  await setTimeout(latencyOf(path));
  response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page ?? '<!doctype html><title>Not found</title>');
}

/** Between 20 and 80 ms, rather more than less; always the same for the same page, so that runs can be compared. */
export function latencyOf(path: string): number {
  const share = createHash('sha1').update(path).digest().readUInt16BE(0) / 0xffff;
  return Math.round(20 + 60 * Math.sqrt(share));
}
