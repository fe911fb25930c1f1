import realDns from 'node:dns';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { run, spawn, SwitchError } from 'greenlets';
import dns, { implemented, lookup, resolve4, resolveTxt, Resolver } from '../../runtime/node/dns/index.ts';

/** Answers every question for addresses with 127.0.0.7, and for texts with "hello"; other names do not exist. */
class NameServer {
  readonly #socket: Socket = createSocket('udp4');

  async start(): Promise<string> {
    this.#socket.on('message', (question, { port, address }) => this.#socket.send(answer(question), port, address));
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  stop(): void {
    this.#socket.close();
  }
}

function answer(question: Buffer): Buffer {
  const exists = !question.includes('missing');
  const end = question.indexOf(0, 12) + 5;
  const type = question.readUInt16BE(end - 4);
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(exists ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(exists ? 1 : 0, 6);
  header.writeUInt32BE(0, 8);
  const data = type === 1 ? Buffer.from([127, 0, 0, 7]) : Buffer.from('\x05hello');
  const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]);
  return Buffer.concat([header, question.subarray(12, end), ...(exists ? [record] : [])]);
}

const server = new NameServer();
let address = '';

beforeAll(async () => {
  address = await server.start();
});

afterAll(() => server.stop());

async function failureOf(body: () => unknown): Promise<unknown> {
  return await run(body).catch((error: unknown) => error);
}

describe('greenlets/node/dns', () => {
  it('implements every function of the module that calls back', () => {
    const names = Object.keys(realDns).filter((name) => name in realDns.promises && !/^(?:set|get)|Order$/.test(name));
    const functions = names.filter((name) => typeof Reflect.get(realDns, name) === 'function');
    expect(implemented.filter((name) => name in realDns).sort()).toEqual(functions.sort());
  });

  it('returns what the promises are fulfilled with', async () => {
    const found = await run(() => {
      'use greenlet';
      return [lookup('127.0.0.1'), lookup('127.0.0.1', { all: true }), lookup('::1', 6), dns.lookup('127.0.0.1', 4)];
    });
    expect(found).toEqual([
      { address: '127.0.0.1', family: 4 },
      [{ address: '127.0.0.1', family: 4 }],
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ]);
  });

  it('is what node:dns stands for in marked code', async () => {
    const service = await run(() => {
      'use greenlet';
      return (realDns as unknown as typeof dns).lookupService('127.0.0.1', 22).service;
    });
    expect(service).toBe('ssh');
  });

  it('lets other greenlets run', async () => {
    const log = await run(() => {
      'use greenlet';
      const log: string[] = [];
      const other = spawn(() => log.push('other'));
      lookup('127.0.0.1');
      log.push('found');
      other.join();
      return log;
    });
    expect(log).toEqual(['other', 'found']);
  });

  it('calls back if it is given a callback, in a greenlet and outside', async () => {
    const found = new Promise((resolve) => dns.lookup('127.0.0.1', (_error, address) => resolve(address)));
    expect(await found).toBe('127.0.0.1');
    const again = new Promise((resolve) => {
      void run(() => {
        'use greenlet';
        dns.lookup('127.0.0.1', {}, (_error, address) => resolve(address));
      });
    });
    expect(await again).toBe('127.0.0.1');
  });

  it.each([
    ['an invalid name', [5]],
    ['an invalid family', ['localhost', 5]],
    ['invalid options', ['localhost', { hints: -1 }]],
    ['an invalid port', ['127.0.0.1', 'x']],
  ])('throws what the promises are rejected with: %s', async (_title, args) => {
    const name = args[1] === 'x' ? 'lookupService' : 'lookup';
    const expected = await (async () =>
      await (realDns.promises[name] as (...all: unknown[]) => Promise<unknown>)(...args))()
      .then(() => null)
      .catch((error: unknown) => error);
    const error = await failureOf(() => {
      'use greenlet';
      return (dns[name] as unknown as (...all: unknown[]) => unknown)(...args);
    });
    expect(error).toEqual(expected);
    expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) as string });
  });

  it('throws a SwitchError outside greenlets', () => {
    const look = (): unknown => {
      'use greenlet';
      return lookup('127.0.0.1');
    };
    expect(look).toThrow(SwitchError);
    expect(look).toThrow('dns.lookup() would block, but no greenlet is running');
  });
});

describe('a resolver', () => {
  it('answers in blocking style', async () => {
    const answers = await run(() => {
      'use greenlet';
      const resolver = new Resolver();
      resolver.setServers([address]);
      return [
        resolver.resolve4('a.test'),
        resolver.resolve('a.test', 'TXT'),
        resolver.resolve4('a.test', { ttl: true }),
      ];
    });
    expect(answers).toEqual([['127.0.0.7'], [['hello']], [{ address: '127.0.0.7', ttl: 60 }]]);
  });

  it('throws what callbacks are given', async () => {
    const error = await failureOf(() => {
      'use greenlet';
      const resolver = new Resolver();
      resolver.setServers([address]);
      return resolver.resolve4('missing.test');
    });
    expect(error).toMatchObject({ code: 'ENOTFOUND', syscall: 'queryA', hostname: 'missing.test' });
    expect((error as Error).stack).toMatch(/ENOTFOUND missing.test\n\s+at /);
  });

  it('calls back unmarked code', async () => {
    const resolver = new Resolver();
    resolver.setServers([address]);
    const addresses = await new Promise((resolve) => resolver.resolve4('a.test', (_error, found) => resolve(found)));
    expect(addresses).toEqual(['127.0.0.7']);
    expect(resolver).toBeInstanceOf(realDns.Resolver);
  });

  it('can be that of the module', async () => {
    const before = realDns.getServers();
    realDns.setServers([address]);
    const answers = await run(() => {
      'use greenlet';
      const addresses: string[] = resolve4('a.test');
      const texts: string[][] = resolveTxt('a.test');
      return [addresses, texts];
    });
    realDns.setServers(before);
    expect(answers).toEqual([['127.0.0.7'], [['hello']]]);
  });
});
