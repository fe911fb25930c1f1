import { run, sleep, spawn, SwitchError, Timeout } from 'greenlets';
import { bind, type DatagramSocket } from '../../runtime/node/dgram/index.ts';
import { ClosedError, ConcurrentUseError } from '../../runtime/node/net/index.ts';
import { turnLoop } from './net/support.ts';

const LOCAL = { address: '127.0.0.1' };

describe('A UDP socket', () => {
  it('sends and receives in blocking style', async () => {
    const answer = await run(() => {
      'use greenlet';
      const server = bind(LOCAL);
      spawn(() => {
        for (const { data, port, address } of server) server.send(String(data).toUpperCase(), port, address);
      });
      const client = bind(LOCAL);
      client.send('hello', server.address.port, '127.0.0.1');
      const { data, port } = client.receive();
      const answer = [String(data), port === server.address.port];
      client.close();
      server.close();
      return answer;
    });
    expect(answer).toEqual(['HELLO', true]);
  });

  it('keeps what comes while nobody receives', async () => {
    const texts = await run(() => {
      'use greenlet';
      const server = bind(LOCAL);
      const client = bind(LOCAL);
      for (const text of ['a', 'b', 'c']) client.send(Buffer.from(text), server.address.port, '127.0.0.1');
      const texts = [server.receive(), server.receive(), server.receive()].map(({ data }) => String(data));
      client.close();
      server.close();
      return texts;
    });
    expect(texts).toEqual(['a', 'b', 'c']);
  });

  it('lets one greenlet receive at a time, and none once it is closed', async () => {
    const outcomes = await run(() => {
      'use greenlet';
      const socket = bind(LOCAL);
      const attempt = (call: () => unknown): unknown => {
        try {
          return call();
        } catch (error) {
          return error;
        }
      };
      const first = spawn(() => attempt(() => socket.receive()));
      sleep(0);
      const second = attempt(() => socket.receive());
      socket.close();
      socket.close();
      return [second, first.get(), attempt(() => socket.receive()), attempt(() => socket.send('x', 1))];
    });
    expect(outcomes[0]).toBeInstanceOf(ConcurrentUseError);
    expect(outcomes.slice(1).map((error) => error instanceof ClosedError)).toEqual([true, true, true]);
  });

  it('gives away nothing that has come before it was closed', async () => {
    const error = await run(() => {
      'use greenlet';
      const [server, client] = [bind(LOCAL), bind(LOCAL)];
      for (const text of ['a', 'b']) client.send(text, server.address.port, '127.0.0.1');
      server.receive();
      turnLoop();
      server.close();
      client.close();
      try {
        return server.receive();
      } catch (error) {
        return error;
      }
    });
    expect(error).toBeInstanceOf(ClosedError);
  });

  it('is closed if the socket of Node is', async () => {
    const errors = await run(() => {
      'use greenlet';
      const socket = bind(LOCAL);
      const receiving = spawn(() => {
        try {
          return socket.receive();
        } catch (error) {
          return error;
        }
      });
      turnLoop();
      socket.socket.close();
      const error = receiving.get();
      socket.close();
      return [error, socket.closed];
    });
    expect(errors).toEqual([expect.any(ClosedError), true]);
  });

  it('throws a Timeout if nothing comes', async () => {
    const error = await run(() => {
      'use greenlet';
      const socket = bind(LOCAL);
      try {
        return socket.receive(1);
      } finally {
        socket.close();
      }
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Timeout);
  });

  it('throws what goes wrong', async () => {
    const errors = await run(() => {
      'use greenlet';
      const socket = bind(LOCAL);
      const attempt = (call: () => unknown): unknown => {
        try {
          return call();
        } catch (error) {
          return error;
        }
      };
      const errors = [
        attempt(() => bind({ ...LOCAL, port: socket.address.port })),
        attempt(() => socket.send(Buffer.alloc(100_000), 1, '127.0.0.1')),
        attempt(() => socket.send(5 as never, 1)),
        attempt(() => bind(5300 as never)),
        attempt(() => bind({ port: 70_000 })),
      ];
      socket.close();
      return errors;
    });
    expect(errors).toMatchObject([
      { code: 'EADDRINUSE', syscall: 'bind' },
      { code: 'EMSGSIZE', syscall: 'send' },
      { message: 'expected a string or a Uint8Array, got `5` (number)' },
      { message: 'expected an object with `port` or `address`, got `5300` (number)' },
      { message: 'expected a port from 0 to 65535, got `70000` (number)' },
    ]);
  });

  it('throws a SwitchError outside greenlets', () => {
    const open = (): DatagramSocket => {
      'use greenlet';
      return bind();
    };
    expect(open).toThrow(SwitchError);
    expect(open).toThrow('bind() would block, but no greenlet is running');
  });
});
