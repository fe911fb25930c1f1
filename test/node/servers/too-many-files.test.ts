import net from 'node:net';
import { run, withTimeout } from 'greenlets';
import { HttpServer } from '../../../runtime/node/http/index.ts';
import { connect, StreamServer, type Socket } from '../../../runtime/node/net/index.ts';
import { reported } from '../http/support.ts';
import { withDescriptors } from '../support/descriptors.ts';

const LISTEN = { port: 0, host: '127.0.0.1' };
const PATIENCE = 5000;

/** What the server answers; null if it closes the connection, and the code of the error if there is one. */
function ask(port: number): unknown {
  'use greenlet';
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    socket.write('GET / HTTP/1.0\r\n\r\n');
    return withTimeout(PATIENCE, () => /answer/.exec(String(socket.read() ?? ''))?.[0] ?? null);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
  }
}

function greet(socket: Socket): void {
  'use greenlet';
  socket.write('answer');
}

describe.each([
  ['A server', () => new StreamServer(LISTEN, greet)],
  ['An HTTP server', () => new HttpServer(() => 'answer', { listen: LISTEN })],
])('%s', (_name, create) => {
  it('goes on when there have been too many open files to accept a connection', async () => {
    const answers = await run(() => {
      'use greenlet';
      const server = create();
      server.start();
      const port = server.port ?? 0;
      // The client takes the only descriptor that is left.
      const answers = [withDescriptors(1, () => ask(port)), ask(port)];
      server.stop();
      return answers;
    });
    expect([null, 'ECONNRESET']).toContain(answers[0]);
    expect(answers[1]).toBe('answer');
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
