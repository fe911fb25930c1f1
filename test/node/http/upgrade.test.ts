import { run, wait } from 'greenlets';
import { WebSocket, WebSocketServer } from 'ws';
import { HttpError, type HttpServer, type UpgradeHandler } from '../../../runtime/node/http/index.ts';
import { Socket } from '../../../runtime/node/net/index.ts';
import { once } from '../../../runtime/node/events/index.ts';
import { connectTo, readAll, readHead, reported, withHttpServer } from './support.ts';

const ASK = 'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';

function upgraded(upgrade: UpgradeHandler, client: (server: HttpServer) => unknown): unknown {
  'use greenlet';
  return withHttpServer(
    () => 'plain',
    (_url, server) => client(server),
    { upgrade },
  );
}

describe('A request for another protocol', () => {
  it('is handled like any other without a hook', async () => {
    const text = await run(() => {
      'use greenlet';
      return withHttpServer(
        () => 'plain',
        (_url, server) => {
          const socket = connectTo(server);
          socket.write(ASK);
          readHead(socket);
          const text = String(socket.readExactly(5));
          socket.close();
          return text;
        },
      );
    });
    expect(text).toBe('plain');
  });

  it('hands the connection to the hook, with what has come already', async () => {
    const echo: UpgradeHandler = ({ path }, stream, head) => {
      'use greenlet';
      stream.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      if (head.length > 0) stream.unshift(head);
      const socket = new Socket(stream);
      for (let line = socket.readLine(); line !== null; line = socket.readLine()) socket.write(`${path} ${line}\n`);
      socket.close();
    };
    const lines = await run(() => {
      'use greenlet';
      return upgraded(echo, (server) => {
        const socket = connectTo(server);
        socket.write(`${ASK}first\n`);
        readHead(socket);
        const lines = [socket.readLine()];
        socket.write('second\n');
        lines.push(socket.readLine());
        socket.close();
        return lines;
      });
    });
    expect(lines).toEqual(['/chat first', '/chat second']);
  });

  it.each([
    [new HttpError(401), 'HTTP/1.1 401 Unauthorized', []],
    [new Error('secret'), 'HTTP/1.1 500 Internal Server Error', [new Error('secret')]],
  ])('is answered by the error of the hook: %s', async (error, status, expected) => {
    const { errors, restore } = reported();
    const fail: UpgradeHandler = () => {
      throw error;
    };
    const text = await run(() => {
      'use greenlet';
      return upgraded(fail, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        return readAll(socket);
      });
    });
    restore();
    expect(String(text).split('\r\n')[0]).toBe(status);
    expect(errors).toEqual(expected);
  });

  it('may become a WebSocket', async () => {
    const answer = await run(() => {
      'use greenlet';
      const sockets = new WebSocketServer({ noServer: true });
      const upgrade: UpgradeHandler = (request, stream, head) =>
        sockets.handleUpgrade(request.raw, stream, head, (socket) => {
          socket.on('message', (data) => socket.send(`${(data as Buffer).toString()}!`));
        });
      return upgraded(upgrade, (server) => {
        const socket = new WebSocket(`ws://127.0.0.1:${String(server.port)}/chat`);
        once(socket, 'open');
        socket.send('hello');
        const [data] = once<[Buffer]>(socket, 'message');
        socket.close();
        once(socket, 'close');
        return String(data);
      });
    });
    expect(answer).toBe('hello!');
  });

  it('is over when the server stops', async () => {
    const log = await run(() => {
      'use greenlet';
      const log: string[] = [];
      const hold: UpgradeHandler = () => {
        'use greenlet';
        try {
          wait(new Promise(() => {}));
        } finally {
          log.push('cleaned up');
        }
      };
      const text = upgraded(hold, (server) => {
        const socket = connectTo(server);
        socket.write(ASK);
        while (server.size === 0) wait(new Promise(setImmediate));
        server.stop(0);
        return readAll(socket).split('\r\n')[0];
      });
      return [...log, text];
    });
    expect(log).toEqual(['cleaned up', 'HTTP/1.1 503 Service Unavailable']);
  });
});
