import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import {
  addSpawnCallback,
  Event,
  getCurrent,
  Greenlet,
  Pool,
  removeSpawnCallback,
  run,
  sleep,
  spawn,
  SwitchError,
  Timeout,
  wait,
} from 'greenlets';
import { connect, StreamServer, type Socket } from '../../../runtime/node/net/index.ts';
import { createCertificate, turnLoop } from './support.ts';

const LOCAL = { port: 0, host: '127.0.0.1' };

function echo(socket: Socket): void {
  'use greenlet';
  for (const chunk of socket) socket.write(chunk);
}

function ask(server: StreamServer, text: string): string | null {
  'use greenlet';
  const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
  try {
    socket.write(`${text}\n`);
    return socket.readLine();
  } finally {
    socket.close();
  }
}

describe('A server', () => {
  it('handles each connection in a greenlet of its own', async () => {
    const answers = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, echo);
      server.start();
      const slow = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      const answers = new Pool(5).map((text: string) => ask(server, text), ['a', 'b', 'c']);
      slow.close();
      server.stop();
      return answers;
    });
    expect(answers).toEqual(['a', 'b', 'c']);
  });

  it('lets the end of a handler be asked for afterwards', async () => {
    const [states, value] = await run(() => {
      'use greenlet';
      const handlers: unknown[] = [];
      const server = new StreamServer(LOCAL, (socket) => {
        'use greenlet';
        handlers.push(getCurrent());
        socket.write('x');
      });
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      socket.readExactly(1);
      socket.close();
      server.stop();
      const [handler] = handlers;
      if (!(handler instanceof Greenlet)) throw new Error('there was no greenlet');
      return [[handler.ready(), handler.successful(), handler.started], handler.get()] as const;
    });
    expect(states).toEqual([true, true, false]);
    expect(value).toBeUndefined();
  });

  it('lets a client that sends more than somebody reads wait', async () => {
    const sent = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, () => sleep(60_000));
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      const chunk = Buffer.alloc(1_000_000);
      let sent = 0;
      try {
        for (; sent < 1000; sent++) socket.write(chunk, 50);
      } catch (error) {
        if (!(error instanceof Timeout)) throw error;
      }
      socket.destroy();
      server.stop(0);
      return sent;
    });
    expect(sent).toBeLessThan(1000);
  });

  it('hands over what has come before a connection breaks, however late somebody reads', async () => {
    const outcome = await run(() => {
      'use greenlet';
      const done = new Event();
      const read: unknown[] = [];
      const server = new StreamServer(LOCAL, (socket) => {
        'use greenlet';
        sleep(50);
        try {
          let length = 0;
          for (const chunk of socket) length += chunk.length;
          read.push(length);
        } finally {
          done.set();
        }
      });
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      socket.end(Buffer.alloc(300_000));
      done.wait();
      socket.close();
      server.stop();
      return read;
    });
    expect(outcome).toEqual([300_000]);
  });

  it('E104: closes a connection when its handler has ended', async () => {
    const end = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, (socket) => socket.write('bye'));
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      const texts = [String(socket.readExactly(3)), socket.read()];
      socket.close();
      server.stop();
      return texts;
    });
    expect(end).toEqual(['bye', null]);
  });

  it('E104: survives the errors of handlers, which are reported', async () => {
    const report = jest.spyOn(console, 'error').mockImplementation(() => {});
    const answer = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, (socket) => {
        const line = socket.readLine();
        if (line === 'fail') throw new Error('failed');
        socket.write(`${String(line)}\n`);
      });
      server.start();
      const answers = [ask(server, 'fail'), ask(server, 'a')];
      server.stop();
      return answers;
    });
    expect(answer).toEqual([null, 'a']);
    expect(report.mock.calls.map(([, error]) => error as unknown)).toEqual([new Error('failed')]);
    report.mockRestore();
  });

  it('E104: handles so many connections at once, and lets the others wait', async () => {
    const log = await run(() => {
      'use greenlet';
      let most = 0;
      const server = new StreamServer(
        LOCAL,
        (socket) => {
          most = Math.max(most, server.size);
          socket.write(`${String(socket.readLine())}\n`);
        },
        { maxConnections: 2 },
      );
      server.start();
      const answers = new Pool(6).map((text: string) => ask(server, text), ['a', 'b', 'c', 'd', 'e', 'f']);
      server.stop();
      return [...answers, most];
    });
    expect(log).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 2]);
  });

  it('stops gracefully', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, (socket) => {
        socket.write(`${String(socket.readLine())}\n`);
      });
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      turnLoop();
      const stopping = spawn(() => server.stop(null));
      sleep(0);
      socket.write('last\n');
      const log = [socket.readLine(), server.address];
      stopping.join();
      socket.close();
      return [...log, server.size];
    });
    expect(log).toEqual(['last', null, 0]);
  });

  it('has no address once it has stopped, on a path either', async () => {
    const path = join(tmpdir(), `greenlets-address-${String(process.pid)}.sock`);
    const addresses = await run(() => {
      'use greenlet';
      const server = new StreamServer({ path }, () => undefined);
      const addresses = [server.address];
      server.start();
      addresses.push(server.address);
      server.stop();
      return [...addresses, server.address];
    });
    expect(addresses).toEqual([null, path, null]);
  });

  it('stops when one of its handlers says so, and waits for that handler, too', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, (socket) => {
        server.stop(null);
        sleep(1);
        socket.write('stopped\n');
      });
      const serving = spawn(() => server.serveForever());
      while (server.address === null) sleep(0);
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      const log = [socket.readLine(), socket.read(), server.address];
      serving.join();
      return [...log, server.size];
    });
    expect(log).toEqual(['stopped', null, null, 0]);
  });

  it('E104: kills handlers that take too long', async () => {
    const log = await run(() => {
      'use greenlet';
      const log: string[] = [];
      const server = new StreamServer(LOCAL, (socket) => {
        try {
          socket.read();
        } finally {
          log.push('cleaned up');
        }
      });
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      turnLoop();
      server.stop(1);
      log.push(String(socket.read()));
      socket.close();
      return log;
    });
    expect(log).toEqual(['cleaned up', 'null']);
  });

  it('serves until it is stopped', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, echo);
      const serving = spawn(() => server.serveForever());
      while (server.address === null) sleep(0);
      const answer = ask(server, 'a');
      server.stop();
      serving.join();
      return answer;
    });
    expect(log).toBe('a');
  });

  it('stops when the greenlet that serves is killed', async () => {
    const log = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, echo);
      const serving = spawn(() => server.serveForever());
      while (server.address === null) sleep(0);
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      turnLoop();
      serving.kill();
      const end = socket.read();
      socket.close();
      return [end, server.address, server.size];
    });
    expect(log).toEqual([null, null, 0]);
  });

  it('throws what prevents it from listening', async () => {
    const error = await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, echo);
      server.start();
      try {
        new StreamServer({ port: server.port ?? 0, host: '127.0.0.1' }, echo).start();
      } finally {
        server.stop();
      }
    }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'EADDRINUSE', syscall: 'listen' });
  });

  it('leaves no connection behind', async () => {
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    await run(() => {
      'use greenlet';
      const server = new StreamServer(LOCAL, echo);
      server.start();
      const clients = ['a', 'b', 'c', 'd'].map((text) => spawn(() => ask(server, text)));
      sleep(0);
      for (const client of clients) client.kill();
      server.stop(0);
      turnLoop();
    });
    await new Promise(setImmediate);
    expect(open()).toBeLessThanOrEqual(before);
  });

  describe('with encryption', () => {
    const tls = createCertificate();

    it.each([
      ['ends before both sides have agreed', (client: net.Socket) => client.end()],
      [
        'is there when the server stops, before both sides have agreed',
        (_client: net.Socket, stop: () => void) => stop(),
      ],
    ])('closes the connection of a client that %s', async (_when, act) => {
      const handled = await run(() => {
        'use greenlet';
        const handled: Socket[] = [];
        const server = new StreamServer(LOCAL, (socket) => handled.push(socket), { tls });
        server.start();
        const client = net.connect({ port: server.port ?? 0, host: '127.0.0.1', allowHalfOpen: true });
        const ended = new Promise<void>((resolve) => client.once('end', resolve));
        try {
          wait(new Promise<void>((resolve) => client.once('connect', resolve)));
          turnLoop();
          act(client, () => server.stop());
          client.resume();
          wait(ended, 5000);
        } finally {
          client.destroy();
          server.stop();
        }
        return handled;
      });
      expect(handled).toEqual([]);
    });

    it('lets one side end before the other', async () => {
      const text = await run(() => {
        'use greenlet';
        const handle = (socket: Socket): void => socket.end(String(socket.readExactly(2)) + String(socket.read()));
        const server = new StreamServer(LOCAL, handle, { tls });
        server.start();
        const socket = connect({ port: server.port ?? 0, host: '127.0.0.1', tls: { ca: tls.cert } });
        socket.end('ab');
        const text = socket.readLine();
        socket.close();
        server.stop();
        return text;
      });
      expect(text).toBe('abnull');
    });
  });

  it('leaves the handlers of others in its pool alone when it stops', async () => {
    const log = await run(() => {
      'use greenlet';
      const pool = new Pool(5);
      const servers = [new StreamServer(LOCAL, echo, { pool }), new StreamServer(LOCAL, echo, { pool })] as const;
      const [stopped, other] = servers;
      for (const server of servers) server.start();
      const socket = connect({ port: other.port ?? 0, host: '127.0.0.1' });
      socket.write('a\n');
      socket.readLine();
      stopped.stop(0);
      socket.write('b\n');
      const log = [socket.readLine(), stopped.size, other.size, pool.size];
      socket.close();
      other.stop();
      return log;
    });
    expect(log).toEqual(['b', 0, 1, 1]);
  });

  it('closes the connection of a handler that is killed before it begins', async () => {
    const end = await run(() => {
      'use greenlet';
      const pool = new Pool(5);
      const server = new StreamServer(LOCAL, echo, { pool });
      server.start();
      const killNew = (greenlet: object): void => {
        if (greenlet instanceof Greenlet && pool.has(greenlet)) greenlet.kill(undefined, { block: false });
      };
      addSpawnCallback(killNew);
      try {
        const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
        return socket.read();
      } finally {
        removeSpawnCallback(killNew);
        server.stop();
      }
    });
    expect(end).toBeNull();
  });

  it('waits for the promise of a handler', async () => {
    const end = await run(() => {
      'use greenlet';
      const go = new Event();
      const server = new StreamServer(LOCAL, async (socket) => {
        await go;
        socket.write('late');
      });
      server.start();
      const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
      turnLoop();
      go.set();
      const text = String(socket.read());
      socket.close();
      server.stop();
      return text;
    });
    expect(end).toBe('late');
  });

  it.each<[unknown, unknown, RegExp]>([
    [7, {}, /expected a function, got `7` \(number\)/],
    [echo, { prot: 1 }, /got an unknown option `prot`/],
    [echo, { pool: 1 }, /expected a Pool or a Group, got `1` \(number\)/],
    [echo, { pool: new Pool(1), maxConnections: 1 }, /expected either `pool` or `maxConnections`, got both/],
  ])('tells at once what is wrong with its arguments: %p, %p', (handle, options, message) => {
    expect(() => new StreamServer(LOCAL, handle as never, options as never)).toThrow(message);
  });

  it('refuses what says neither where to listen nor how to encrypt', () => {
    for (const listen of [undefined, null, 5300, 'localhost'])
      expect(() => new StreamServer(listen as never, echo)).toThrow('expected where to listen');
    expect(() => new StreamServer(LOCAL, echo, { tls: true as never })).toThrow(
      'expected the options of `tls.createServer`',
    );
  });

  it('throws a SwitchError outside greenlets', () => {
    const server = new StreamServer(LOCAL, echo);
    const start = (): void => {
      'use greenlet';
      server.start();
    };
    expect(start).toThrow(SwitchError);
    expect(server.address).toBeNull();
  });
});
