import { execFile } from 'node:child_process';
import net from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { run } from 'greenlets';
import { HttpServer } from '../../../runtime/node/http/index.ts';
import { connect, StreamServer, type Socket } from '../../../runtime/node/net/index.ts';
import { reported } from '../http/support.ts';

const ROOT = join(__dirname, '../../..');
const PROGRAM = join(__dirname, 'programs/too-many-files.ts');
const LISTEN = { port: 0, host: '127.0.0.1' };

/** Runs the program where it can open so many files only. */
async function runWithLimit(limit: number, kind: string): Promise<unknown> {
  const command = [process.execPath, join(ROOT, 'dist/cli.mjs'), 'run', PROGRAM, kind];
  const { stdout } = await promisify(execFile)('sh', ['-c', `ulimit -n ${String(limit)}; exec "$@"`, 'sh', ...command]);
  return JSON.parse(stdout);
}

function greet(socket: Socket): void {
  'use greenlet';
  socket.write('answer');
}

/** What the server at this port answers. */
function ask(port: number): unknown {
  'use greenlet';
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write('GET / HTTP/1.0\r\n\r\n');
  const answer = /answer/.exec(String(socket.read()))?.[0];
  socket.destroy();
  return answer;
}

describe.each([
  ['A server', 'stream', () => new StreamServer(LISTEN, greet)],
  ['An HTTP server', 'http', () => new HttpServer(() => 'answer', { listen: LISTEN })],
])('%s', (_name, kind, create) => {
  it('goes on when there have been too many open files to accept a connection', async () => {
    const [before, meanwhile, afterwards] = (await runWithLimit(256, kind)) as unknown[];
    expect([before, afterwards]).toEqual(['answer', 'answer']);
    expect([null, 'ECONNRESET']).toContain(meanwhile);
  });

  it('reports errors of accepting, and goes on', async () => {
    const { errors, restore } = reported();
    const listen = jest.spyOn(net.Server.prototype, 'listen');
    const error = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE', syscall: 'accept' });
    const answer = await run(() => {
      'use greenlet';
      const server = create();
      server.start();
      const [original] = listen.mock.contexts as net.Server[];
      original?.emit('error', error);
      const answer = ask(server.port ?? 0);
      server.stop();
      return answer;
    });
    listen.mockRestore();
    restore();
    expect([answer, errors]).toEqual(['answer', [error]]);
  });
});
