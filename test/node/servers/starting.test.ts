import { joinAll, run, sleep, spawn } from 'greenlets';
import { HttpServer } from '../../../runtime/node/http/index.ts';
import { connect, StreamServer } from '../../../runtime/node/net/index.ts';

const LISTEN = { port: 0, host: '127.0.0.1' };

type Server = StreamServer | HttpServer;

function isOpen(server: Server): boolean {
  'use greenlet';
  if (server.port === null) return false;
  connect({ port: server.port, host: '127.0.0.1' }).close();
  return true;
}

describe.each<[string, (handle: () => unknown) => Server]>([
  ['A server', (handle) => new StreamServer(LISTEN, handle)],
  ['An HTTP server', (handle) => new HttpServer(handle, { listen: LISTEN })],
])('%s', (_name, create) => {
  it('that is started by two greenlets begins once', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = create(() => null);
      joinAll([spawn(() => server.start()), spawn(() => server.start())], { raiseError: true });
      const wasOpen = isOpen(server);
      server.stop();
      return [wasOpen, isOpen(server)];
    });
    expect(log).toEqual([true, false]);
  });

  it('that is stopped while it is being started is stopped afterwards', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = create(() => null);
      const starting = spawn(() => server.start());
      sleep(0);
      server.stop();
      return [starting.ready(), isOpen(server)];
    });
    expect(log).toEqual([true, false]);
  });

  it('that is started while it is being stopped starts afterwards', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = create(() => null);
      server.start();
      const stopping = spawn(() => server.stop());
      sleep(0);
      server.start();
      const outcome = [stopping.ready(), isOpen(server)];
      server.stop();
      return outcome;
    });
    expect(log).toEqual([true, true]);
  });

  it('that is stopped by two greenlets ends within the shorter time, and both wait for that', async () => {
    const log: unknown[] = [];
    await run(() => {
      'use greenlet';
      const server = create(() => {
        'use greenlet';
        try {
          sleep(1e6);
        } finally {
          log.push('killed');
        }
      });
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      while (server.size === 0) sleep(0);
      const graceful = spawn(() => server.stop(null));
      sleep(0);
      server.stop(0);
      log.push('stopped');
      graceful.join();
      socket.close();
    });
    expect(log).toEqual(['killed', 'stopped']);
  });
});
