/**
 * An API that keeps notes in a file. Try `curl -d '{"text":"Buy milk"}' localhost:8080/notes` and `curl localhost:8080/notes`.
 *
 *     greenlets run examples/json-api.ts 8080 notes.json
 */
'use greenlet';

import fs from 'node:fs';
import { RLock } from 'greenlets';
import { HttpError, HttpServer, reply, type HttpRequest } from 'greenlets/node/http';

interface Note {
  id: number;
  text: string;
}

const [port = '8080', file = 'notes.json'] = process.argv.slice(2);
/** Between reading the file and writing it, other requests are handled. */
const lock = new RLock();

function handle(request: HttpRequest): unknown {
  const { method, path } = request;
  if (method === 'GET' && path === '/notes') return load();
  if (method === 'POST' && path === '/notes') return reply(add(request.json()), { status: 201 });
  const [, id] = /^\/notes\/(\d+)$/.exec(path) ?? [];
  if (method === 'GET' && id !== undefined) return find(Number(id));
  throw new HttpError(404);
}

function load(): Note[] {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Note[]) : [];
}

function find(id: number): Note {
  const note = load().find((note) => note.id === id);
  if (note === undefined) throw new HttpError(404, `there is no note ${id}`);
  return note;
}

function add(body: unknown): Note {
  const { text } = body as { text?: unknown };
  if (typeof text !== 'string') throw new HttpError(400, 'a note needs a text');
  return lock.with(() => {
    const notes = load();
    const note = { id: notes.length + 1, text };
    fs.writeFileSync(file, JSON.stringify([...notes, note]));
    return note;
  });
}

const server = new HttpServer(handle, { listen: { port: Number(port) } });
server.start();
console.log(`listening on port ${server.port}`);
server.serveForever();
