/**
 * Serves the files of a folder.
 *
 *     greenlets run examples/file-server.ts 8080 docs
 */
'use greenlet';

import fs from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';
import { HttpError, HttpServer, reply, type HttpRequest } from 'greenlets/node/http';

const [port = '8080', folder = '.'] = process.argv.slice(2);
const root = resolve(folder);
const TYPES: Record<string, string> = { '.html': 'text/html', '.md': 'text/markdown', '.txt': 'text/plain' };

function handle({ method, path }: HttpRequest): unknown {
  if (method !== 'GET' && method !== 'HEAD') throw new HttpError(405);
  const file = resolve(join(root, decode(path)));
  if (file !== root && !file.startsWith(root + sep)) throw new HttpError(404);
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new HttpError(404);
  if (stats.isDirectory()) return fs.readdirSync(file).join('\n');
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  // The file is read no faster than the client takes it.
  return reply(fs.createReadStream(file), {
    headers: { 'content-type': type, 'content-length': stats.size, 'last-modified': stats.mtime.toUTCString() },
  });
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    throw new HttpError(400, 'the path is not encoded well', { cause: error });
  }
}

const server = new HttpServer(handle, { listen: { port: Number(port) } });
server.start();
console.log(`listening on port ${server.port}`);
server.serveForever();
