import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { run, setErrorHandler, sleep, spawn, SwitchError, Timeout, wait } from 'greenlets';
import { Connection, open, serve } from 'greenlets/adapters/ws';
import { killLate, MOMENTS } from '../support/kill-late.ts';

function listen(): WebSocketServer {
  return new WebSocketServer({ port: 0, host: '127.0.0.1' });
}

function addressOf(server: WebSocketServer): string {
  return `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** What a call throws. */
function errorOf(call: () => unknown): unknown {
  'use greenlet';
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

function echo(connection: Connection): void {
  'use greenlet';
  for (const message of connection) connection.send(message);
}

describe('greenlets/adapters/ws', () => {
  let server: WebSocketServer;
  beforeEach(async () => {
    server = listen();
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(async () => {
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends and receives text and bytes, in order, on both sides', async () => {
    serve(server, echo);
    await run(() => {
      'use greenlet';
      const connection = open(new WebSocket(addressOf(server)));
      for (const message of ['one', Buffer.from([2]), 'three']) connection.send(message);
      expect([connection.receive(), connection.receive(), connection.receive()]).toEqual([
        'one',
        Buffer.from([2]),
        'three',
      ]);
      connection.close();
      expect(connection.receive()).toBeNull();
    });
  });

  it('lets thousands of messages wait at the sender while nobody receives them', async () => {
    serve(server, (connection) => {
      'use greenlet';
      for (let number = 0; number < 2000; number++) connection.send(String(number));
    });
    await run(() => {
      'use greenlet';
      const connection = open(new WebSocket(addressOf(server)));
      while (!connection.socket.isPaused) sleep(1);
      let count = 0;
      for (const message of connection) expect(message).toBe(String(count++));
      expect(count).toBe(2000);
    });
  });

  it('closes connections when their handlers are done or fail', async () => {
    const failures: unknown[] = [];
    const previous = setErrorHandler((error) => failures.push(error));
    serve(server, (connection) => {
      'use greenlet';
      if (connection.receive() === 'fail') throw new Error('failed');
    });
    const codes = await run(() => {
      'use greenlet';
      return ['fine', 'fail'].map((text) => {
        const connection = open(new WebSocket(addressOf(server)));
        let code = 0;
        connection.socket.on('close', (given) => (code = given));
        connection.send(text);
        connection.receive();
        return code;
      });
    });
    while (failures.length === 0) await new Promise((resolve) => setImmediate(resolve));
    setErrorHandler(previous);
    expect(codes).toEqual([1000, 1011]);
    expect(failures).toEqual([new Error('failed')]);
  });

  it('throws where nobody listens, and outside greenlets', async () => {
    const failing = run(() => {
      'use greenlet';
      open(new WebSocket('ws://127.0.0.1:1'));
    });
    await expect(failing).rejects.toThrow('ECONNREFUSED');
    const socket = new WebSocket(addressOf(server));
    expect(() => open(socket)).toThrow(SwitchError);
    await new Promise((resolve) => socket.once('open', resolve));
  });

  it('closes a socket that is open if its greenlet is killed before it goes on', async () => {
    await run(() => {
      'use greenlet';
      for (const moment of MOMENTS) {
        const socket = new WebSocket(addressOf(server));
        const opening = spawn(() => open(socket));
        killLate(opening, moment, (listener) => socket.once('open', listener));
        opening.join();
        expect([moment, socket.readyState === socket.OPEN]).toEqual([moment, opening.value instanceof Connection]);
        socket.terminate();
      }
    });
  });

  it('refuses what is closed already, and what is no socket', async () => {
    const socket = new WebSocket(addressOf(server));
    await new Promise((resolve) => socket.once('open', resolve));
    const before = new Connection(socket);
    socket.terminate();
    await new Promise((resolve) => socket.once('close', resolve));
    await run(() => {
      'use greenlet';
      expect(errorOf(() => before.receive())).toEqual(new Error('the connection was lost'));
      expect(new Connection(socket).receive()).toBeNull();
      const messages = [socket, undefined, {}, server, new EventTarget()].map((other) => {
        try {
          return open(other as WebSocket);
        } catch (error) {
          return (error as Error).message;
        }
      });
      expect(messages).toEqual([
        'the web socket is closed already',
        'expected a WebSocket of the package `ws`, got `undefined`',
        'expected a WebSocket of the package `ws`, got an instance of `Object` (object)',
        'expected a WebSocket of the package `ws`, got an instance of `WebSocketServer` (object)',
        'expected a WebSocket of the package `ws`, got an instance of `EventTarget` (object)',
      ]);
    });
    expect(server.listenerCount('message')).toBe(0);
    expect(() => serve(server, null as never)).toThrow('expected a function');
    for (const other of [5, undefined, socket])
      expect(() => serve(other as never, echo)).toThrow('expected a WebSocketServer of the package `ws`, got ');
    expect(server.listenerCount('connection')).toBe(0);
  });

  it('throws for a connection that was lost, after what had come, on both sides', async () => {
    const failures: unknown[] = [];
    const previous = setErrorHandler((error) => failures.push(error));
    const ends: unknown[] = [];
    serve(server, (connection) => {
      'use greenlet';
      connection.send('sent before');
      connection.socket.terminate();
      ends.push(errorOf(() => connection.receive()));
      connection.receive();
    });
    try {
      await run(() => {
        'use greenlet';
        const connection = open(new WebSocket(addressOf(server)));
        wait(new Promise((resolve) => connection.socket.once('close', resolve)));
        expect(connection.receive()).toBe('sent before');
        ends.push(errorOf(() => connection.receive()));
        connection.close();
      });
    } finally {
      setErrorHandler(previous);
    }
    expect(ends).toEqual(Array.from({ length: 2 }, () => new Error('the connection was lost')));
    // Nobody can do anything about a client that is gone.
    expect(failures).toEqual([]);
  });

  it('ends, and does not fail, where this side has closed the connection before it was lost', async () => {
    await run(() => {
      'use greenlet';
      server.on('connection', (socket) => socket.pause());
      const connection = open(new WebSocket(addressOf(server)));
      const receiving = spawn(() => connection.receive());
      const closing = spawn(() => connection.close());
      sleep(0);
      closing.kill();
      expect(receiving.get()).toBeNull();
    });
  });

  it('loses no message to a timeout', async () => {
    serve(server, echo);
    await run(() => {
      'use greenlet';
      const connection = open(new WebSocket(addressOf(server)));
      let late: unknown;
      try {
        connection.receive(5);
      } catch (error) {
        late = error;
      }
      expect(late).toBeInstanceOf(Timeout);
      connection.send('kept');
      expect(connection.receive()).toBe('kept');
      connection.close();
    });
  });

  it('leaves nothing behind when greenlets are killed at random moments, and stops serving', async () => {
    const stop = serve(server, echo);
    await run(() => {
      'use greenlet';
      for (let round = 0; round < 30; round++) {
        const greenlet = spawn(() => {
          const connection = open(new WebSocket(addressOf(server)));
          try {
            for (;;) {
              connection.send('x');
              connection.receive();
            }
          } finally {
            connection.socket.terminate();
          }
        });
        sleep(round % 6);
        greenlet.kill();
      }
      while (server.clients.size > 0) sleep(1);
      const connection = open(new WebSocket(addressOf(server)));
      stop();
      expect(connection.receive()).toBeNull();
      expect(server.listenerCount('connection')).toBe(0);
    });
  });
});
