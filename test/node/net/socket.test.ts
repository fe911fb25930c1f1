import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { AsyncResult, getCurrent, run, sleep, spawn, SwitchError, Timeout, withTimeout } from 'greenlets';
import {
  ClosedError,
  ConcurrentUseError,
  connect,
  reader,
  Socket,
  StreamServer,
} from '../../../runtime/node/net/index.ts';
import { attempt, createCertificate, turnLoop, withServer } from './support.ts';

function echo(socket: Socket): void {
  'use greenlet';
  for (const chunk of socket) socket.write(chunk);
  socket.end();
}

async function thrownBy(body: () => unknown): Promise<unknown> {
  return await run(body).catch((error: unknown) => error);
}

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Accepts connections and leaves them alone. */
async function silentServer(): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, close };
}

describe('A connection', () => {
  it('writes and reads in blocking style', async () => {
    const lines = await run(() => {
      'use greenlet';
      return withServer(echo, (socket) => {
        socket.write('one\ntwo\n');
        const lines = [socket.readLine(), socket.readLine()];
        socket.end('three');
        return [...lines, String(socket.readExactly(5)), socket.read()];
      });
    });
    expect(lines).toEqual(['one', 'two', 'three', null]);
  });

  it('is one of a Unix socket, too', async () => {
    const path = join(tmpdir(), `greenlets-${String(process.pid)}.sock`);
    const line = await run(() => {
      'use greenlet';
      const server = new StreamServer({ path }, echo);
      server.start();
      const socket = connect({ path });
      socket.write('line\n');
      const line = socket.readLine();
      socket.close();
      server.stop();
      return [line, server.port];
    });
    expect(line).toEqual(['line', null]);
  });

  it('can go on in one direction', async () => {
    const text = await run(() => {
      'use greenlet';
      const handle = (socket: Socket): void => {
        let length = 0;
        for (const chunk of socket) length += chunk.length;
        socket.end(`${String(length)} bytes`);
      };
      return withServer(handle, (socket) => {
        socket.write('x'.repeat(1000));
        socket.end();
        let text = '';
        for (const chunk of socket) text += String(chunk);
        return text;
      });
    });
    expect(text).toBe('1000 bytes');
  });

  it('blocks while the other side does not read', async () => {
    const server = await silentServer();
    const outcome = await run(() => {
      'use greenlet';
      const socket = connect({ port: server.port, host: '127.0.0.1' });
      const chunk = Buffer.alloc(1_000_000);
      try {
        for (;;) socket.write(chunk, 20);
      } catch (error) {
        return [error instanceof Timeout, socket.stream.writableLength > 0];
      } finally {
        socket.destroy();
      }
    });
    await server.close();
    expect(outcome).toEqual([true, true]);
  });

  it('sends much in order', async () => {
    const sum = await run(() => {
      'use greenlet';
      return withServer(echo, (socket) => {
        spawn(() => {
          for (let index = 0; index < 100; index++) socket.write(Buffer.alloc(50_000, index));
          socket.end();
        });
        let sum = 0;
        for (let index = 0; index < 100; index++) if (socket.readExactly(50_000).every((byte) => byte === index)) sum++;
        return sum;
      });
    });
    expect(sum).toBe(100);
  });

  it('lets one greenlet write at a time, and one read', async () => {
    const server = await silentServer();
    const messages = await run(() => {
      'use greenlet';
      const socket = connect({ port: server.port, host: '127.0.0.1' });
      const greenlets = [
        spawn(() => {
          for (;;) socket.write(Buffer.alloc(1_000_000));
        }),
        spawn(() => socket.read()),
      ];
      for (const [i, name] of ['writer', 'reader', 'third'].entries()) {
        const named: { name: string } = greenlets[i] ?? (getCurrent() as unknown as { name: string });
        named.name = name;
      }
      turnLoop();
      const messages = [() => socket.write('x'), () => socket.end(), () => socket.readLine()].map((call) => {
        try {
          return call();
        } catch (error) {
          return error instanceof ConcurrentUseError ? error.message : error;
        }
      });
      for (const greenlet of greenlets) greenlet.kill();
      socket.destroy();
      return messages;
    });
    await server.close();
    expect(messages).toEqual([
      'socket.write() was called in third while another greenlet, writer, is writing',
      'socket.end() was called in third while another greenlet, writer, is writing',
      'socket.readLine() was called in third while another greenlet, reader, is reading',
    ]);
  });

  it('that is closed gives away nothing that has come before', async () => {
    const outcomes = await run(() => {
      'use greenlet';
      const send = (peer: Socket): void => {
        peer.write('first\nsecond\nthird');
        turnLoop();
      };
      return [0, 1].map((lines) =>
        withServer(send, (socket) => {
          for (let line = 0; line < lines; line++) socket.readLine();
          turnLoop();
          socket.close();
          const calls = [() => socket.read(), () => socket.readLine(), () => socket.readExactly(1), () => [...socket]];
          return calls.map((call) => attempt(call) instanceof ClosedError);
        }),
      );
    });
    expect(outcomes).toEqual([
      [true, true, true, true],
      [true, true, true, true],
    ]);
  });

  it('that is ended says so to whoever writes', async () => {
    const error = await run(() => {
      'use greenlet';
      return withServer(
        (peer) => peer.read(),
        (socket) => {
          socket.end();
          return attempt(() => socket.write('x'));
        },
      );
    });
    expect(error).toBeInstanceOf(ClosedError);
    expect((error as Error).message).toBe('socket.write(): it has been ended on this side');
  });

  it('has its stream for itself', async () => {
    const messages = await run(() => {
      'use greenlet';
      return withServer(
        (peer) => peer.read(),
        ({ stream }) => [() => new Socket(stream), () => reader(stream)].map((call) => String(attempt(call))),
      );
    });
    expect(messages).toEqual([
      'TypeError: another Socket reads the stream already',
      'TypeError: a Socket reads the stream: use its methods',
    ]);
  });

  it('hands over what has come when somebody else destroys it, and throws then', async () => {
    const outcome = await run(() => {
      'use greenlet';
      return withServer(
        (peer) => {
          peer.write('line\nre');
          peer.read();
        },
        (socket) => {
          const line = socket.readLine();
          const reading = spawn(() => attempt(() => socket.readLine()));
          sleep(0);
          socket.stream.destroy();
          const calls = [
            () => socket.read(),
            () => socket.read(),
            () => socket.readExactly(1),
            () => socket.write('x'),
          ];
          const outcomes = [reading.get(), ...calls.map((call) => attempt(call))];
          return [line, ...outcomes.map(String), socket.closed, String(attempt(() => [...socket]))];
        },
      );
    });
    const early = 'Error: Premature close';
    expect(outcome).toEqual([
      'line',
      early,
      're',
      early,
      early,
      'ClosedError: socket.write(): it is closed',
      false,
      early,
    ]);
  });

  it('throws as well if it has been destroyed before anybody reads', async () => {
    const codes = await run(() => {
      'use greenlet';
      return withServer(
        (peer) => peer.read(),
        ({ stream }) => {
          const other = net.connect(stream.remotePort ?? 0, '127.0.0.1');
          other.destroy();
          const socket = new Socket(other);
          return [attempt(() => socket.read())].map((error) => (error as NodeJS.ErrnoException).code);
        },
      );
    });
    expect(codes).toEqual(['ERR_STREAM_PREMATURE_CLOSE']);
  });

  it.each([
    ['5', 5],
    ['null', null],
    ['an object', {}],
    ['a stream that is no connection', new PassThrough()],
    ['the writing side of a process', process],
  ])('is not made of %s', (_what, value) => {
    expect(() => new Socket(value as never)).toThrow('expected a connection of `node:net` or `node:tls`, got');
  });

  it('refuses options that do not exist', async () => {
    const messages = await run(() => {
      'use greenlet';
      return withServer(
        (peer) => peer.read(),
        (socket) => {
          const calls = [
            () => socket.readLine({ maxlength: 1 } as never),
            () => socket.readUntil('x', { encoding: 'utf8' } as never),
            () => new Socket(new PassThrough() as never, { time: 1 } as never),
            () => new StreamServer({ port: 0 }, () => null, { timeout: 'a' as never }),
          ];
          return calls.map((call) => String(attempt(call)));
        },
      );
    });
    expect(messages).toEqual([
      expect.stringContaining('got an unknown option `maxlength`'),
      expect.stringContaining('got an unknown option `encoding`'),
      expect.stringContaining('got an unknown option `time`'),
      expect.stringContaining('expected a number of milliseconds, got `"a"` (string)'),
    ]);
  });

  it('E103: that is closed wakes whoever uses it, and refuses the rest', async () => {
    const server = await silentServer();
    const errors = await run(() => {
      'use greenlet';
      const socket = connect({ port: server.port, host: '127.0.0.1' });
      const reading = spawn(() => {
        try {
          return socket.read();
        } catch (error) {
          return error;
        }
      });
      sleep(0);
      socket.close();
      socket.close();
      const errors: unknown[] = [reading.get()];
      for (const call of [() => socket.read(), () => socket.write('x'), () => socket.end()]) {
        try {
          errors.push(call());
        } catch (error) {
          errors.push(error);
        }
      }
      return [socket.closed, ...errors.map((error) => error instanceof ClosedError)];
    });
    await server.close();
    expect(errors).toEqual([true, true, true, true, true]);
  });

  it('throws what goes wrong with it', async () => {
    const error = await thrownBy(() => {
      'use greenlet';
      return withServer(
        (socket) => {
          socket.stream.resetAndDestroy();
        },
        (socket) => socket.read(),
      );
    });
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  it('throws the same error in a loop over the data', async () => {
    const server = net
      .createServer((socket) => socket.write('abc', () => socket.resetAndDestroy()))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    const error = await thrownBy(() => {
      'use greenlet';
      const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
      for (const chunk of socket) expect(String(chunk)).toBe('abc');
    });
    server.close();
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  it('has a timeout of its own', async () => {
    const server = await silentServer();
    const error = await thrownBy(() => {
      'use greenlet';
      const socket = connect({ port: server.port, host: '127.0.0.1', timeout: 1 }, null);
      try {
        socket.readLine();
      } finally {
        socket.close();
      }
    });
    await server.close();
    expect(error).toBeInstanceOf(Timeout);
  });

  it.each([undefined, 80, 'localhost:80'])('cannot be connected by %p', async (options) => {
    await expect(run(connect, options as never)).rejects.toThrow('expected an object with `port` or `path`, got');
  });

  it('refuses data of another kind', async () => {
    const error = await thrownBy(() => {
      'use greenlet';
      return withServer(echo, (socket) => socket.write(5 as never));
    });
    expect(String(error)).toBe('TypeError: expected a string or a Uint8Array, got `5` (number)');
  });
});

describe('connect', () => {
  it('throws what goes wrong', async () => {
    const port = await freePort();
    const error = await thrownBy(() => {
      'use greenlet';
      return connect({ port, host: '127.0.0.1' });
    });
    expect(error).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect', port });
  });

  it('gives up when its greenlet is killed, or its time is over', async () => {
    const streams: net.Socket[] = [];
    const original = net.connect;
    jest.spyOn(net, 'connect').mockImplementation(((options: net.NetConnectOpts) => {
      // An address that does not answer.
      const stream = original({ ...options, lookup: () => {} } as net.NetConnectOpts);
      streams.push(stream);
      return stream;
    }) as typeof net.connect);
    const outcome = await run(() => {
      'use greenlet';
      const connecting = spawn(() => connect({ port: 1, host: 'silent.test' }));
      sleep(0);
      connecting.kill();
      const late = withTimeout(1, () => connect({ port: 1, host: 'silent.test' }), { timeoutValue: 'late' });
      try {
        return [late, connect({ port: 1, host: 'silent.test' }, 1)];
      } catch (error) {
        return [late, error instanceof Timeout];
      }
    });
    jest.restoreAllMocks();
    expect(outcome).toEqual(['late', true]);
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  });

  it('closes a connection that is there if its greenlet is killed before it goes on', async () => {
    const streams: net.Socket[] = [];
    const original = net.connect;
    jest.spyOn(net, 'connect').mockImplementation(((options: net.NetConnectOpts) => {
      const stream = original(options);
      streams.push(stream);
      return stream;
    }) as typeof net.connect);
    const { port, close } = await silentServer();
    await run(() => {
      'use greenlet';
      const connecting = spawn(() => connect({ port, host: '127.0.0.1' }));
      sleep(0);
      // It has its turn before the greenlet, which has the answer then.
      const killer = (): unknown => spawn(() => connecting.kill(undefined, { block: false }));
      streams[0]?.prependOnceListener('connect', killer);
      connecting.join();
      expect(connecting.killed).toBe(true);
    });
    jest.restoreAllMocks();
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
    await close();
  });

  it('refuses what says nothing about how to encrypt', async () => {
    const error = await thrownBy(() => {
      'use greenlet';
      return connect({ port: 1, tls: null as never });
    });
    expect(String(error)).toContain('expected true, false or the options of `tls.connect` as `tls`, got `null`');
  });

  it('throws a SwitchError outside greenlets, and connects to nothing', () => {
    const connecting = jest.spyOn(net, 'connect');
    const open = (): Socket => {
      'use greenlet';
      return connect({ port: 1 });
    };
    expect(open).toThrow(SwitchError);
    expect(open).toThrow('connect() would block, but no greenlet is running');
    expect(connecting).not.toHaveBeenCalled();
    connecting.mockRestore();
  });
});

describe('An encrypted connection', () => {
  const certificate = createCertificate();
  const trust = { ca: certificate.cert, servername: 'localhost' };

  it('is made by connect', async () => {
    const line = await run(() => {
      'use greenlet';
      const server = new StreamServer({ port: 0, host: '127.0.0.1' }, echo, { tls: certificate });
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1', tls: trust });
      socket.write('secret\n');
      const line = socket.readLine();
      socket.end();
      const end = socket.read();
      socket.close();
      server.stop();
      return [line, end, socket.encrypted];
    });
    expect(line).toEqual(['secret', null, true]);
  });

  it('is refused if the server is not trusted', async () => {
    const error = await thrownBy(() => {
      'use greenlet';
      const server = new StreamServer({ port: 0, host: '127.0.0.1' }, echo, { tls: certificate });
      server.start();
      try {
        return connect({ port: server.port ?? 0, host: '127.0.0.1', tls: true });
      } finally {
        server.stop(0);
      }
    });
    expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('may begin in the middle', async () => {
    const lines = await run(() => {
      'use greenlet';
      const handle = (socket: Socket): void => {
        if (socket.readLine() !== 'STARTTLS') return;
        socket.write('ready\n');
        socket.startTls({ isServer: true, ...certificate });
        echo(socket);
      };
      return withServer(handle, (socket) => {
        socket.write('STARTTLS\n');
        const ready = socket.readLine();
        socket.startTls(trust);
        socket.write('secret\n');
        return [ready, socket.readLine(), socket.encrypted];
      });
    });
    expect(lines).toEqual(['ready', 'secret', true]);
  });

  it('does not trust what came before', async () => {
    const error = await thrownBy(() => {
      'use greenlet';
      return withServer(
        (socket) => {
          socket.write('ready\nand more');
          socket.read();
        },
        (socket) => {
          socket.readLine();
          turnLoop();
          socket.startTls(trust);
        },
      );
    });
    expect((error as Error).message).toBe('socket.startTls(): 8 bytes have come before the encryption');
  });

  it('that both sides cannot agree on is closed for whoever uses it', async () => {
    const outcomes = await run(() => {
      'use greenlet';
      const handle = (socket: Socket): void => {
        socket.read();
        socket.write('no hello of a server');
        socket.read();
      };
      return withServer(handle, (socket) => [
        attempt(() => socket.startTls(trust)),
        attempt(() => socket.read()),
        attempt(() => socket.write('x')),
        attempt(() => socket.end()),
        attempt(() => socket.startTls(trust)),
      ]);
    });
    expect(outcomes[0]).toMatchObject({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
    for (const outcome of outcomes.slice(1)) expect(outcome).toBeInstanceOf(ClosedError);
  });

  it('that is given up before both sides have agreed is closed', async () => {
    const outcomes = await run(() => {
      'use greenlet';
      return [Timeout, ClosedError].map((expected) =>
        withServer(
          (socket) => socket.read() && socket.read(),
          (socket) => {
            const starting = spawn(() => attempt(() => socket.startTls(trust, expected === Timeout ? 5 : null)));
            if (expected === ClosedError) {
              turnLoop();
              socket.close();
            }
            return [starting.get() instanceof expected, attempt(() => socket.read()) instanceof ClosedError];
          },
        ),
      );
    });
    expect(outcomes).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it('does not begin while another greenlet reads or writes, and nobody writes before it has begun', async () => {
    const outcomes = await run(() => {
      'use greenlet';
      return withServer(
        (socket) => {
          while (socket.read() !== null);
        },
        (socket) => {
          const reading = spawn(() => socket.read());
          turnLoop();
          const early = attempt(() => socket.startTls(trust));
          reading.kill();
          const starting = spawn(() => socket.startTls(trust));
          turnLoop();
          const during = [() => socket.write('plain'), () => socket.end(), () => socket.startTls(trust)].map(attempt);
          const received = spawn(() => attempt(() => socket.read()));
          starting.kill();
          return [early, ...during, received.get()];
        },
      );
    });
    for (const outcome of outcomes.slice(0, 4)) expect(outcome).toBeInstanceOf(ConcurrentUseError);
    expect(outcomes[4]).toBeInstanceOf(ClosedError);
  });

  function leave(how: string, socket: Socket): void {
    'use greenlet';
    if (how === 'closes the connection') socket.destroy();
    else if (how === 'ends') socket.end();
    else attempt(() => socket.startTls({ servername: 'localhost' }));
  }

  it.each(['closes the connection', 'ends', 'does not trust the server'])(
    'is given up by the server if the client %s before both have agreed',
    async (how) => {
      const failure = await run(() => {
        'use greenlet';
        const failed = new AsyncResult<unknown>();
        const handle = (peer: Socket): void =>
          failed.set(attempt(() => peer.startTls({ isServer: true, ...certificate })));
        return withServer(handle, (socket) => {
          leave(how, socket);
          return failed.get();
        });
      });
      expect(failure).toMatchObject({ message: 'socket.startTls(): the connection was closed', code: 'ECONNRESET' });
    },
  );

  it('is given up by the client, in the words of Node, if the server closes the connection before', async () => {
    const error = await thrownBy(() => {
      'use greenlet';
      return withServer(
        (peer) => peer.destroy(),
        (socket) => socket.startTls({ servername: 'localhost' }),
      );
    });
    expect(error).toMatchObject({
      code: 'ECONNRESET',
      message: expect.stringMatching(/^Client network socket|ECONNRESET/),
    });
  });

  it('is not begun with wrong options', async () => {
    const outcomes = await run(() => {
      'use greenlet';
      return withServer(echo, (socket) => {
        const refused = [undefined, null, 5, 'x']
          .slice(1)
          .map((options) => attempt(() => socket.startTls(options as never)));
        socket.write('still plain\n');
        return [
          ...refused.map(String),
          socket.readLine(),
          String(attempt(() => socket.startTls({ key: 'none', cert: 'x' }))),
        ];
      });
    });
    expect(outcomes.slice(0, 4)).toEqual([
      'TypeError: expected an object with options, got `null`',
      'TypeError: expected an object with options, got `5` (number)',
      'TypeError: expected an object with options, got `"x"` (string)',
      'still plain',
    ]);
    expect(outcomes[4]).toContain('PEM');
  });
});
